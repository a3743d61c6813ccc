const width = 30;
const pause = 100; // milliseconds between two drawings

/**
 * Shows on a terminal how much of `total` bytes is there; shows nothing in a pipe or a file. The
 * returned function draws; call it as often as you like, and with the total at the end.
 */
export function progressBar(total: number): (done: number) => void {
  if (!process.stdout.isTTY) return () => undefined;
  let drawn = 0;
  return (done) => {
    const now = performance.now();
    if (now - drawn < pause && done < total) return;
    drawn = now;
    const share = total === 0 ? 1 : done / total;
    const bar = "#".repeat(Math.round(share * width)).padEnd(width, "-");
    const percent = String(Math.floor(share * 100)).padStart(3);
    process.stdout.write(`\r[${bar}] ${percent} % of ${total} bytes${done === total ? "\n" : ""}`);
  };
}
