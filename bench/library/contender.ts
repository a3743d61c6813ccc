import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type ContenderName = "raw" | "socketbook" | "without record" | "promise-socket" | "python";

/** What a measured program answers to a command; times are in microseconds. */
export interface Answer {
  readonly port: number;
  readonly wall: number;
  readonly cpu: number;
  readonly total: number;
  readonly rss: number;
  readonly heap: number;
}

/** What a server does with its connections: answers, swallows, or only keeps them. */
export type Kind = "echo" | "sink" | "idle";

interface Command {
  readonly do: "serve" | "connect" | "trips" | "bulk" | "dial" | "memory" | "usage";
  readonly kind?: Kind;
  readonly port?: number;
  readonly count?: number;
}

const node = (file: string, ...options: string[]) => [
  process.execPath,
  "--expose-gc",
  join(import.meta.dirname, file),
  ...options,
];

const commands: Readonly<Record<ContenderName, readonly string[]>> = {
  raw: node("raw.mjs"),
  socketbook: node("socketbook.mjs"),
  "without record": node("socketbook.mjs", "--without-record"),
  "promise-socket": node("promise-socket.mjs"),
  python: ["python3", join(import.meta.dirname, "blocking.py")],
};

/** Whether this machine can run a contender. */
export function isHere(name: ContenderName): boolean {
  if (name === "python") return spawnSync("python3", ["-c", "import resource"]).status === 0;
  if (name !== "promise-socket") return true;
  try {
    return createRequire(import.meta.url).resolve(name) !== "";
  } catch {
    return false;
  }
}

/** One process of a contender, which does what it is asked. */
class Program {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;

  constructor(name: ContenderName) {
    const [file = "", ...parameters] = commands[name];
    this.#child = spawn(file, parameters, { stdio: ["pipe", "pipe", "inherit"] });
    this.#ended = new Promise((resolve) => this.#child.once("close", resolve));
    const input = this.#child.stdout as NodeJS.ReadableStream;
    this.#answers = createInterface({ input })[Symbol.asyncIterator]();
  }

  async ask(command: Command): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`The measured program ended: ${this.#child.spawnargs.join(" ")}`);
    return JSON.parse(value) as Answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

/** A server and a client of one contender, each in a process of its own. */
export class Pair {
  readonly server: Program;
  readonly client: Program;
  #port = 0;

  private constructor(name: ContenderName) {
    this.server = new Program(name);
    this.client = new Program(name);
  }

  static async start(name: ContenderName, kind: Kind): Promise<Pair> {
    const pair = new Pair(name);
    pair.#port = (await pair.server.ask({ do: "serve", kind })).port;
    return pair;
  }

  /** Has the client do something, and tells the time it took and the CPU time of both. */
  async measure(what: Command["do"], count: number): Promise<{ wall: number; cpu: number }> {
    const before = await this.server.ask({ do: "usage" });
    const { wall, cpu } = await this.client.ask({ do: what, port: this.#port, count });
    const after = await this.server.ask({ do: "usage" });
    return { wall, cpu: cpu + after.total - before.total };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
  }
}
