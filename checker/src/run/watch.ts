import type { Limits } from "./limits.js";
import { type ProcessFamily, type ProcessState, shareOfMemory } from "./processes.js";

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
    if (found.length > processes) exceeded("starts too many processes");
    else if (isMore(found, megabytes * 2 ** 20)) exceeded("uses too much memory");
    else return;
    clearInterval(timer);
  }, often);
  return () => clearInterval(timer);
}

/** Pages that forks share would count for each of them: the exact sum is only taken when it matters. */
function isMore(found: readonly ProcessState[], bytes: number): boolean {
  const sum = (memoryOf: (process: ProcessState) => number) =>
    found.reduce((total, process) => total + memoryOf(process), 0);
  return sum(({ memory }) => memory) > bytes && sum(({ pid }) => shareOfMemory(pid)) > bytes;
}
