import type { SystemSocket } from "../../system-sockets.js";
import { keyOf } from "./parse-netstat.js";

const mostReadings = 20;

/**
 * Reads until two readings agree. Linux hands its list over page by page while sockets come and go:
 * on a busy machine a row comes twice now and then, or is missed.
 */
export function agreed(read: () => SystemSocket[]): SystemSocket[] {
  let last = distinct(read());
  for (let reading = 1; reading < mostReadings; reading++) {
    const next = distinct(read());
    if (next.size === last.size && [...next.keys()].every((key) => last.has(key))) {
      return [...next.values()];
    }
    last = next;
  }
  return [...last.values()];
}

function distinct(sockets: SystemSocket[]): Map<string, SystemSocket> {
  return new Map(
    sockets.map((socket) => {
      const { kind, local, remote, state, inode } = socket;
      return [`${keyOf(kind, local, remote)} ${state} ${inode}`, socket];
    }),
  );
}
