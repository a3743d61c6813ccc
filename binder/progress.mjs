const width = () => (process.stdout.columns ?? 80) - 1;

/**
 * Tells how a long step goes on: on a terminal one line that is redrawn with the newest output of
 * the program at work, elsewhere a plain line now and then.
 * @param {string} title
 */
export function progress(title) {
  const started = Date.now();
  const live = process.stdout.isTTY === true;
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  let newest = "";
  const draw = () => {
    const line = `${title} … ${seconds()}  ${newest}`;
    process.stdout.write(`\r\x1b[2K${line.slice(0, width())}`);
  };
  const timer = live
    ? setInterval(draw, 200)
    : setInterval(() => console.log(`${title} … ${seconds()}  ${newest}`), 15_000);
  if (!live) console.log(`${title} …`);
  return {
    /** @param {string} line */
    note(line) {
      newest = line.slice(0, 60);
    },
    /** @param {"done" | "failed"} outcome */
    end(outcome) {
      clearInterval(timer);
      console.log(`${live ? "\r\x1b[2K" : ""}${title}: ${outcome} after ${seconds()}`);
    },
  };
}
