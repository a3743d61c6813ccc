import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A crowd of clients of one server, as crowd.ts tells of it. Use it with `await using`: it ends them. */
export class Besiegers {
  /** Resolves when all of them are connected, and rejects when they cannot come. */
  readonly come: Promise<unknown>;
  readonly #closed: Promise<unknown>;
  readonly #end: () => void;

  constructor(port: number, count: number) {
    const program = fileURLToPath(new URL("crowd.ts", import.meta.url));
    const line = ["--import", import.meta.resolve("tsx"), program, port, count, "large"].map(
      String,
    );
    const child = spawn(process.execPath, line, { stdio: ["ignore", "pipe", "inherit"] });
    this.#closed = once(child, "close");
    this.#end = () => child.kill("SIGKILL");
    const ended = this.#closed.then(() => Promise.reject(new Error("the crowd could not come")));
    this.come = Promise.race([once(child.stdout, "data"), ended]);
    this.come.catch(() => undefined); // whoever waits for it is told; it also ends when it is killed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
    await this.#closed;
  }
}
