import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readGone } from "./processes.js";

/**
 * A limit on how many processes and threads a program has, all of them together: a control group of
 * Linux. It holds at the fork itself, so that a program that forks without end takes nobody's machine.
 */
export class ProcessLimit {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** A new group for at most `count`, or nothing where this user may make none. */
  static make(count: number): ProcessLimit | undefined {
    for (const parent of ownGroups()) {
      const folder = join(parent, `socketbook-${randomUUID()}`);
      try {
        mkdirSync(folder);
      } catch {
        continue; // no such group, or not ours to divide
      }
      const limit = join(folder, "pids.max");
      if (existsSync(limit)) {
        writeFileSync(limit, String(count));
        return new ProcessLimit(folder);
      }
      rmdirSync(folder);
    }
    return undefined;
  }

  /** The words that start a command inside the group. */
  around(words: readonly string[]): string[] {
    return [
      "sh",
      "-c",
      'echo $$ > "$0" && exec "$@"',
      join(this.#folder, "cgroup.procs"),
      ...words,
    ];
  }

  /** The processes in the group: also those that left their session and hide their environment. */
  members(): number[] {
    const text = readGone(join(this.#folder, "cgroup.procs")) ?? "";
    return text.split("\n").filter(Boolean).map(Number);
  }

  /** Removes the group, once its last process is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (let round = 0; round < rounds && !this.#isRemoved(); round++) await pause(20);
  }

  /** The same without promises, for a process that is about to end. */
  removeNow(): void {
    const clock = new Int32Array(new SharedArrayBuffer(4));
    for (let round = 0; round < rounds && !this.#isRemoved(); round++) {
      Atomics.wait(clock, 0, 0, 20);
    }
  }

  #isRemoved(): boolean {
    try {
      rmdirSync(this.#folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EBUSY") return false;
      if (code !== "ENOENT") throw error;
    }
    return true;
  }
}

const rounds = 100;

/** The groups that this process lies in, as folders: of the first and of the second version. */
function ownGroups(): string[] {
  const file = "/proc/self/cgroup";
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.flatMap((line) => {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers.split(",").includes("pids")) return [join("/sys/fs/cgroup/pids", path)];
    return controllers === "" ? [join("/sys/fs/cgroup", path)] : [];
  });
}
