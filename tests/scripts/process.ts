import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { program } from "./terminal.js";

/** A program of scripts/ whose output goes to pipes, as it does for another program. */
export class Process {
  stdout = "";
  stderr = "";
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(command: readonly string[], options: { cwd?: string; input?: string } = {}) {
    const [file = "", ...parameters] = command;
    this.#child = spawn(file, parameters, { cwd: options.cwd, stdio: "pipe" });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.#child.stdin?.on("error", ignore).end(options.input ?? "");
    this.exited = once(this.#child, "close").then(([status]) => status as number | null);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The lines of standard error, all of them complete. */
  get notes(): string[] {
    return this.stderr.split("\n").slice(0, -1);
  }

  /** Resolves once standard output and standard error together match; fails when the program ends. */
  async says(pattern: RegExp, seconds = 30): Promise<RegExpMatchArray> {
    const streams = [this.#child.stdout, this.#child.stderr];
    const timeout = AbortSignal.timeout(seconds * 1000);
    for (;;) {
      const match = (this.stdout + this.stderr).match(pattern);
      if (match !== null) return match;
      const news = streams.map((stream) => stream && once(stream, "data", { signal: timeout }));
      const ended = this.exited.then(() => Promise.reject(new Error("it ended")));
      await Promise.race([...news, ended]).catch((error: Error) => {
        throw new Error(`never said ${pattern}: ${error.message}\n${this.stdout}\n${this.stderr}`);
      });
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.exited;
  }
}

/** Runs a program of scripts/ in pipes. */
export function run(name: string, ...parameters: string[]): Process {
  return new Process(program(name, ...parameters));
}

function ignore(): void {
  // A program that ends without reading its input closes the pipe; that is its right.
}
