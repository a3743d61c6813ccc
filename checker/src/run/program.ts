import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { constants } from "node:os";
import { type Limited, type Limits, limit } from "./limits.js";
import { Output } from "./output.js";
import { type Patience, patienceWithProgram } from "./patience.js";
import { ProcessFamily, processesMarked } from "./processes.js";
import { watch } from "./watch.js";

export interface ProgramOptions {
  readonly folder?: string | undefined;
  readonly limits?: Limits | undefined;
  /** How many seconds of doing nothing count as waiting for ever. */
  readonly idle?: number | undefined;
  /** Its environment; without it, that of this process. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** What is typed on the keyboard; without it standard input is empty. */
  readonly input?: string | undefined;
}

const mostOutput = 16 * 2 ** 20;
const running = new Set<Program>();
process.on("exit", () => {
  for (const program of running) program.abandon();
});

/** A program in another process, with all that it starts. It ends with this process. */
export class Program {
  readonly stdout = new Output();
  readonly stderr = new Output();
  /** Resolves when the first process has ended. */
  readonly exited: Promise<void>;
  /** Resolves when its output is complete: no process can print any more. */
  readonly silent: Promise<void>;
  readonly patience: Patience;
  readonly family: ProcessFamily;
  /** The limit that the program went over, in words. */
  overLimit: string | undefined;
  /** How it ended: `exit status 1`, `signal SIGSEGV`, or why it could not start. */
  ending: string | undefined;
  #failed = false;
  readonly #child: ChildProcess;
  readonly #marker = `SOCKETBOOK_CHECKS=${randomUUID()}`;
  readonly #unwatch: () => void;
  readonly #limited: Limited;

  constructor(words: readonly string[], options: ProgramOptions = {}) {
    const { limits } = options;
    const limited = limits ? limit(words, limits, options.folder) : { words };
    this.#limited = limited;
    const [file = "", ...parameters] = limited.words;
    const [name = "", value] = this.#marker.split("=");
    this.#child = spawn(file, parameters, {
      cwd: options.folder,
      detached: process.platform !== "win32", // a session and a group of its own, to end them all at once
      env: { ...(options.environment ?? process.env), PYTHONUNBUFFERED: "1", [name]: value },
      stdio: "pipe",
    });
    running.add(this);
    this.#collect();
    this.#child.stdin?.on("error", ignore).end(options.input ?? "");
    this.exited = new Promise((resolve) => {
      const end = (how: string, failed: boolean) => {
        this.ending ??= how;
        this.#failed ||= failed;
        resolve();
      };
      this.#child.once("error", (error) => end(`could not start: ${error.message}`, true));
      this.#child.once("exit", (status, signal) => {
        const killed = signal ?? (limits?.sandbox && signalOf(status));
        end(killed ? `signal ${killed}` : `exit status ${status}`, status !== 0);
      });
    });
    this.silent = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.family = new ProcessFamily(this.pid);
    const printed = () => this.stdout.length + this.stderr.length;
    this.patience = patienceWithProgram(this.family, options.idle ?? 2, printed);
    this.#unwatch = limits ? watch(this.family, limits, (reason) => this.stop(reason)) : ignore;
  }

  /** The number of the first process; it leads the session of the others. */
  get pid(): number {
    return this.#child.pid ?? 2 ** 31; // no process has this number
  }

  get hasEnded(): boolean {
    return this.ending !== undefined;
  }

  /** Whether it ended by a failure: an exit status other than 0, a signal, or no start at all. */
  get hasFailed(): boolean {
    return this.hasEnded && this.#failed;
  }

  /** Whether it prints far more than any program of a course has to say. */
  get isChatty(): boolean {
    return this.stdout.length + this.stderr.length > 2 ** 20;
  }

  /** The processes that it consists of, also those that went out of sight of the first. */
  get processes(): number[] {
    return [...processesMarked(this.#marker), ...(this.#limited.group?.members() ?? [])];
  }

  /** Ends all its processes and resolves when the first is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.exited;
    // Who got away where there are no groups may hold the other ends, and must not hold this process up.
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.destroy();
    await this.#limited.group?.[Symbol.asyncDispose]();
    running.delete(this);
  }

  /** Ends all its processes and removes their group, for a checker that is about to end itself. */
  abandon(): void {
    this.kill();
    this.#limited.group?.removeNow();
  }

  /** Ends all its processes at once, without waiting. */
  kill(): void {
    this.#unwatch();
    if (this.#child.pid === undefined) return;
    if (process.platform === "win32") {
      spawnSync("taskkill", ["/pid", String(this.pid), "/T", "/F"], { stdio: "ignore" });
      return;
    }
    killIfThere(-this.pid);
    // A fork that runs while the list is read is found in the next round.
    for (let round = 0, left = this.processes; left.length > 0 && round < 100; round++) {
      for (const pid of left) killIfThere(pid);
      left = this.processes;
    }
  }

  #collect(): void {
    for (const [stream, output] of [
      [this.#child.stdout, this.stdout],
      [this.#child.stderr, this.stderr],
    ] as const) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output.add(text);
        if (output.length > mostOutput) this.stop("prints without end");
      });
    }
  }

  /** Ends the program because it went over a limit, which becomes its diagnosis. */
  stop(diagnosis: string): void {
    this.overLimit ??= diagnosis;
    this.kill();
  }
}

/** The signal by which a program ended whose status a shell tells. */
function signalOf(status: number | null): string | undefined {
  const number = (status ?? 0) - 128;
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

function ignore(): void {
  // A program may end without reading its input, and a watch may never have begun.
}
