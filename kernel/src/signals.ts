import { createRequire } from "node:module";

interface SignalHandle {
  onsignal: () => void;
  start(number: number): number;
  unref(): void;
}

/**
 * Signals for the thread of the channels. Node delivers them to the main thread alone, which a cell
 * may block; libuv delivers to any thread that asks. Only an internal of Node reaches it there,
 * hence the flag --expose-internals in the kernelspec. Without it the signals keep their defaults.
 */
export function onSignals(interrupt: () => void, end: () => void): void {
  if (process.platform === "win32") return;
  if (!process.execArgv.includes("--expose-internals")) return;
  // Node warns when its internals are loaded, and nobody can act on that.
  process.removeAllListeners("warning");
  const { internalBinding } = createRequire(import.meta.url)("internal/test/binding");
  const { Signal } = internalBinding("signal_wrap") as { Signal: new () => SignalHandle };
  const handlers: [number, () => void][] = [
    [2, interrupt], // SIGINT
    [15, end], // SIGTERM
    [1, end], // SIGHUP
  ];
  for (const [number, handler] of handlers) {
    const handle = new Signal();
    handle.onsignal = handler;
    handle.start(number);
    handle.unref();
  }
}
