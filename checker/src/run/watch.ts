import type { Limits } from "./limits.js";
import { type ProcessFamily, type ProcessState, readGone, shareOfMemory } from "./processes.js";

const often = 100; // milliseconds

/**
 * Looks at the processes of a program again and again, and calls `exceeded` once, with the diagnosis, when
 * all of them together are more, hold more memory, or have written more to disks, than the limits allow.
 * The limits of the system count either per process or per user, not per program. Returns what ends it.
 */
export function watch(
  family: ProcessFamily,
  { megabytes, processes, written: mostWritten = 1024 }: Limits,
  exceeded: (reason: string) => void,
): () => void {
  const written = new Map<number, number>();
  const timer = setInterval(() => {
    const found = family.members();
    for (const { pid } of found) written.set(pid, writtenBy(pid) ?? written.get(pid) ?? 0);
    if (found.length > processes) exceeded("starts too many processes");
    else if (isMore(found, megabytes * 2 ** 20)) exceeded("uses too much memory");
    else if (sumOf(written.values()) > mostWritten * 2 ** 20)
      exceeded("writes too much to the disk");
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

/** The bytes that a process has written to disks; nothing when it has ended. */
function writtenBy(pid: number): number | undefined {
  const bytes = /^write_bytes: (\d+)/m.exec(readGone(`/proc/${pid}/io`) ?? "")?.[1];
  return bytes === undefined ? undefined : Number(bytes);
}

function sumOf(numbers: Iterable<number>): number {
  return Array.from(numbers).reduce((total, number) => total + number, 0);
}
