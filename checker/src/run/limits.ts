import { spawnSync } from "node:child_process";
import { ProcessLimit } from "./process-limit.js";
import { inSandbox, type Sandbox } from "./sandbox.js";

/** What one submission may use. */
export interface Limits {
  /** Of processor time for each process, and of the clock for the whole submission. */
  readonly seconds: number;
  readonly megabytes: number;
  readonly processes: number;
  /** The megabytes that all its processes together may write to disks (1024). */
  readonly written?: number | undefined;
  /** What it may see and change; without it, all that the user may. */
  readonly sandbox?: Sandbox | undefined;
}

export const usualLimits: Limits = { seconds: 180, megabytes: 512, processes: 64 };

/** The words that start a program under limits of the system, and what to dispose of when it has ended. */
export interface Limited {
  readonly words: readonly string[];
  readonly group?: ProcessLimit | undefined;
}

const fileMegabytes = 64;
const openFiles = 512;
const threads = 4; // a runtime such as Node starts a dozen threads for one process

/**
 * Puts the limits of the operating system around a command. They hold for each process, so the memory
 * and the number of all processes together are watched besides (see watch.ts), where the system shows them.
 */
export function limit(words: readonly string[], limits: Limits, folder?: string): Limited {
  if (process.platform === "win32") return { words };
  const { sandbox } = limits;
  const boxed = sandbox ? inSandbox(words, sandbox, folder) : words;
  const group = ProcessLimit.make(limits.processes * threads);
  const limited = hasPrlimit() ? withPrlimit(boxed, limits) : withShell(boxed, limits);
  return { words: group?.around(limited) ?? limited, group };
}

/** The limits that nothing can set on this machine, in words. */
export async function missingLimits(): Promise<string[]> {
  const written = "bytes that all its processes write";
  if (process.platform === "win32") {
    return ["memory", "number of processes", "size of files", written];
  }
  const group = ProcessLimit.make(1);
  await group?.[Symbol.asyncDispose]();
  const missing =
    group === undefined ? ["number of processes (it is watched, ten times a second)"] : [];
  if (hasPrlimit()) return missing;
  return process.platform === "linux"
    ? [...missing, "memory of one process (it is watched, ten times a second)"]
    : ["number of processes", "memory", written];
}

function withPrlimit(words: readonly string[], { seconds, megabytes }: Limits): string[] {
  return [
    "prlimit",
    "--core=0",
    `--cpu=${seconds}`,
    `--fsize=${fileMegabytes * 2 ** 20}`,
    `--nofile=${openFiles}`,
    // Written memory of one process; a runtime such as Node reserves more than it writes.
    `--data=${2 * megabytes * 2 ** 20}`,
    "--",
    ...words,
  ];
}

function withShell(words: readonly string[], { seconds }: Limits): string[] {
  const set = `ulimit -c 0; ulimit -t ${seconds}; ulimit -f ${fileMegabytes * 2048}; exec "$@"`;
  return ["sh", "-c", set, "sh", ...words];
}

let prlimit: boolean | undefined;

function hasPrlimit(): boolean {
  prlimit ??= spawnSync("prlimit", ["--version"], { stdio: "ignore" }).status === 0;
  return prlimit;
}
