import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { program } from "../scripts/terminal.js";

const kept = 200_000; // characters of what the server printed last
/** What only a mistake in a program prints: a stack, or the words of a failed operation in it. */
const mistakes = /\n {4}at |Cannot read|is not a function|is not iterable|undefined|ERR_[A-Z]/;

/** Whether the system tells what a process holds. */
export const seesProcesses = existsSync("/proc/self/fd");

/** Where a server runs: at which address, and by which command. */
export interface Place {
  readonly host: string;
  command(line: readonly string[]): readonly string[];
}

const here: Place = { host: "127.0.0.1", command: (line) => line };

/** A server of scripts/ under attack: a process of its own, with little memory, so that a leak ends it. */
export class Server {
  notes = "";
  port = 0;
  status: number | null | undefined;
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;

  private constructor(
    script: string,
    parameters: readonly string[],
    { secret, place }: { secret: string; place: Place },
  ) {
    const [node = "", ...line] = program(script, ...parameters);
    const [file = "", ...rest] = place.command([node, "--max-old-space-size=96", ...line]);
    this.#child = spawn(file, rest, {
      env: { ...process.env, SOCKETBOOK_SECRET: secret },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.notes = (this.notes + text).slice(-kept);
    });
    this.exited = once(this.#child, "close").then(([status]) => {
      this.status = status as number | null;
    });
  }

  /** Starts a server and resolves once it has named its port. */
  static async start(
    script: string,
    options: readonly string[],
    secret = "",
    place = here,
  ): Promise<Server> {
    const port = script === "file-server" ? ["0"] : ["--port", "0"];
    const parameters = [...port, "--host", place.host, ...options];
    const server = new Server(script, parameters, { secret, place });
    server.port = await server.#named();
    return server;
  }

  get lives(): boolean {
    return this.status === undefined && this.#child.exitCode === null;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What the server noted about the client with that port of its own. */
  noted(port: number): string {
    return this.notes.split("\n").find((line) => line.includes(`', ${port}): `)) ?? "";
  }

  /** A line on standard error that no server of ours means to print. */
  mistake(): string | undefined {
    const found = mistakes.exec(this.notes);
    return found === null
      ? undefined
      : this.notes.slice(Math.max(0, found.index - 200)).slice(0, 800);
  }

  /** So many descriptors are open. */
  descriptors(): number {
    return readdirSync(`/proc/${this.#child.pid}/fd`).length;
  }

  /** So many MiB of memory are in use. */
  memory(): number {
    const pages = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(pages)?.[1] ?? Number.NaN) / 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.exited;
  }

  /** Reads what the server prints, all its life long: a full pipe would stop it. */
  async #named(): Promise<number> {
    let said = "";
    return new Promise((resolve, reject) => {
      const hear = (text: string) => {
        said = said.length < 2000 ? said + text : said;
        const match = said.match(/(?:port |', |listen at: [^\n]*:)(\d+)\)?\n/);
        if (match !== null) resolve(Number(match[1]));
      };
      this.#child.stdout?.setEncoding("utf8").on("data", hear);
      this.#child.stderr?.on("data", hear);
      void this.exited.then(() => reject(new Error(`the server did not start: ${said}`)));
    });
  }
}
