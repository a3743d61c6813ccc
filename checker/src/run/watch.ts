import type { Limits } from "./limits.js";
import type { ProcessFamily } from "./processes.js";

const often = 100; // milliseconds

/**
 * Looks at the processes of a program again and again, and calls `exceeded` once, with the diagnosis, when
 * all of them together are more, or hold more memory, than the limits allow. The limits of the system
 * count either per process or per user, not per program. Returns what ends the watch.
 */
export function watch(
  family: ProcessFamily,
  { megabytes, processes }: Limits,
  exceeded: (reason: string) => void,
): () => void {
  const timer = setInterval(() => {
    const found = family.members();
    const memory = found.reduce((sum, process) => sum + process.memory, 0);
    if (found.length > processes) exceeded("starts too many processes");
    else if (memory > megabytes * 2 ** 20) exceeded("uses too much memory");
    else return;
    clearInterval(timer);
  }, often);
  return () => clearInterval(timer);
}
