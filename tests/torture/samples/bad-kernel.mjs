/**
 * Preloaded into a kernel, makes it a bad one: SOCKETBOOK_FAULT names what it does wrong. The trials
 * of the kernel must find it out. Node loads this into both threads of a kernel.
 */
import { spawn } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { isMainThread } from "node:worker_threads";

/** @typedef {(...told: any[]) => any} Method */

const parts = new URL("../../../kernel/dist/", import.meta.url);
const sleeper = ["-e", "setTimeout(() => {}, 120_000)"];
let count = 0;

/** @type {Record<string, () => unknown>} */
const faults = {
  loses: () => changePublished((send, type, ...rest) => isWrong(type) || send(type, ...rest)),
  swaps: () =>
    changePublished((send, type, content, ...rest) => {
      if (!isWrong(type)) return send(type, content, ...rest);
      const half = Math.floor(content.text.length / 2);
      for (const text of [content.text.slice(half), content.text.slice(0, half)])
        send(type, { ...content, text }, ...rest);
    }),
  misplaces: () => {
    /** @type {unknown[]} */
    const cells = [];
    changePublished((send, type, content, parent) => {
      if (type === "execute_input") cells.push(parent);
      send(type, content, isWrong(type) ? cells.at(-2) : parent);
    });
  },
  hoards: () => change("backlog", "Backlog", "waitForRoom", () => undefined),
  slows: () =>
    change("engine", "Engine", "run", (run, ...cell) => {
      if (++count > 18) burn(1000);
      return run(...cell);
    }),
  ignores: () => change("interrupt", "Interrupts", "receive", () => undefined),
  dies: () => change("interrupt", "Interrupts", "receive", () => process.exit(1)),
  swallows: () => change("cell", "CellRun", "abort", () => undefined),
  leaves: () => spawn(process.execPath, sleeper, { detached: true, stdio: "ignore" }),
  // A child holds each connection open, whatever becomes of the kernel.
  "hands on": () =>
    subscribe("net.server.socket", (told) => {
      const { fd } = /** @type {any} */ (told).socket._handle;
      const stdio = /** @type {const} */ (["ignore", "ignore", "ignore"]);
      spawn(process.execPath, sleeper, { detached: true, stdio: [...stdio, fd] });
    }),
};

/**
 * Whether this is one of the messages that go wrong.
 * @param {string} type
 */
function isWrong(type) {
  return type === "stream" && ++count % 3 === 0;
}

/** @param {Method} instead */
function changePublished(instead) {
  return change("channels", "Channels", "publish", instead);
}

/**
 * Puts `instead` in the place of a method; it is given the method as it was.
 * @param {string} file
 * @param {string} name
 * @param {string} method
 * @param {Method} instead
 */
async function change(file, name, method, instead) {
  const { [name]: part } = await import(`${parts}${file}.js`);
  const { [method]: original } = part.prototype;
  part.prototype[method] = /** @this {unknown} */ function changed(/** @type {any[]} */ ...told) {
    return instead(original.bind(this), ...told);
  };
}

/**
 * Keeps the processor at work for so long, however many others want it.
 * @param {number} milliseconds
 */
function burn(milliseconds) {
  const before = process.cpuUsage();
  for (let used = 0; used < milliseconds * 1000; ) {
    const { user, system } = process.cpuUsage(before);
    used = user + system;
  }
}

const fault = process.env.SOCKETBOOK_FAULT ?? "";
if (isMainThread) await faults[fault]?.();
else if (fault === "outlives") {
  // The thread that watches over the kernel's server then sees it for ever.
  const { ppid } = process;
  Object.defineProperty(process, "ppid", { get: () => ppid });
  // Where the trial itself was ended, nobody else would end this.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 120_000).unref();
}
