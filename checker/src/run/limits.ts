import { spawnSync } from "node:child_process";

/** What one submission may use. */
export interface Limits {
  readonly seconds: number;
  readonly megabytes: number;
  readonly processes: number;
}

export const usualLimits: Limits = { seconds: 120, megabytes: 512, processes: 64 };

/** The words that start a program under limits of the system, and what no such limit can hold here. */
export interface Limited {
  readonly words: readonly string[];
  readonly missing: readonly string[];
}

const fileMegabytes = 64;
const openFiles = 512;

/**
 * Puts the limits of the operating system around a command. They hold for each process, so the memory
 * and the number of all processes together are watched besides (see watch.ts), where the system shows them.
 */
export function limit(words: readonly string[], limits: Limits): Limited {
  if (process.platform === "win32")
    return { words, missing: ["memory", "processes", "size of files"] };
  if (!hasPrlimit()) {
    const shell = `ulimit -c 0 -t ${limits.seconds}; ulimit -f ${fileMegabytes * 2048}; exec "$@"`;
    return { words: ["sh", "-c", shell, "sh", ...words], missing: ["memory", "processes"] };
  }
  const bytes = limits.megabytes * 2 ** 20;
  return {
    words: [
      "prlimit",
      "--core=0",
      `--cpu=${limits.seconds}`,
      `--fsize=${fileMegabytes * 2 ** 20}`,
      `--nofile=${openFiles}`,
      // Written memory of one process; a runtime such as Node reserves more than it writes.
      `--data=${2 * bytes}`,
      "--",
      ...words,
    ],
    missing: [],
  };
}

let prlimit: boolean | undefined;

function hasPrlimit(): boolean {
  prlimit ??= spawnSync("prlimit", ["--version"], { stdio: "ignore" }).status === 0;
  return prlimit;
}
