import { readFileSync } from "node:fs";

const others = 200; // descriptors of a process beside its connections

/** Why this machine cannot hold so many connections; undefined where it can, or does not tell. */
export function noRoomFor(connections: number): string | undefined {
  const files = numbers("/proc/self/limits", /^Max open files +\d+ +(\d+)/m)?.[0];
  if (files !== undefined && files < connections + others) {
    return `a process may open ${files} files, and ${connections} connections were to be held`;
  }
  const [first = 0, last = 0] =
    numbers("/proc/sys/net/ipv4/ip_local_port_range", /(\d+)\s+(\d+)/) ?? [];
  if (last > 0 && last - first < connections * 1.5) {
    return `clients get ports ${first} to ${last} only, and ${connections} connections were to be held`;
  }
  return undefined;
}

function numbers(path: string, pattern: RegExp): number[] | undefined {
  return pattern.exec(read(path))?.slice(1).map(Number);
}

/** What only Linux tells is empty elsewhere. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
