import { format } from "node:util";
import { type CellRun, current, type Stream } from "./cell.js";

type Done = (error?: Error | null) => void;

/**
 * Sends what the process writes to the cell whose work writes it. What no cell is known for goes to
 * `fallback`, the cell that ran last, and before there is one to the log of the server.
 */
export function catchOutput(fallback: () => CellRun | undefined): void {
  for (const name of ["stdout", "stderr"] as const) {
    const toLog = process[name].write.bind(process[name]);
    process[name].write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
      const called = (typeof encoding === "function" ? encoding : done) as Done | undefined;
      const cell = current() ?? fallback();
      if (cell === undefined) return toLog(chunk, called);
      cell.write(name, asText(chunk, encoding));
      if (called) process.nextTick(called);
      return true;
    };
  }
  console.clear = () => clearOutput(false);
}

/** Takes away what the cell has put out; with `wait` only when the next output replaces it. */
export function clearOutput(wait: boolean): void {
  current()?.publish("clear_output", { wait });
}

/** Tells a person about something in the background of a cell, where nobody can catch it. */
export function tell(cell: CellRun | undefined, stream: Stream, ...what: unknown[]): void {
  if (cell === undefined) process[stream].write(`${format(...what)}\n`);
  else cell.write(stream, `${format(...what)}\n`);
}

function asText(chunk: string | Uint8Array, encoding: unknown): string | Uint8Array {
  const isPlain = typeof chunk !== "string" || typeof encoding !== "string";
  return isPlain || /^utf-?8$/i.test(encoding) ? chunk : Buffer.from(chunk, encoding as "hex");
}
