import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { calm, type Weather } from "./weather.js";

export type End = "server" | "client";

/** What one direction has carried, in packets. */
export type Counts = Readonly<
  Record<"sent" | "lost" | "doubled" | "overtaken" | "delivered", number>
>;

/** How to get to the ends: the carrier holds each open under a number. */
type Ends = Readonly<Record<End, number> & { python: string }>;

/** The server's address on every cable: one for documentation (RFC 5737), which no other network has. */
export const serverHost = "192.0.2.1";

/** What keeps this machine from laying a cable. It is no mistake, but then nothing can be tried. */
export class NoCable extends Error {}

/**
 * A cable between two network namespaces: what runs at its ends has a TCP and UDP of its own, the
 * kernel's, and reaches nothing but the other end. A process in Python carries the packets. Use it with
 * `await using`: when it goes, or this process is killed, everything at its ends goes too.
 */
export class Cable {
  readonly #carrier: ChildProcess;
  readonly #said = new EventEmitter();
  readonly #gone = new AbortController();
  /** Resolves when the cable has been cut; never, if it never is. */
  readonly whenCut = new Promise<void>((resolve) => this.#said.once("cut", () => resolve()));
  #ends: Ends = { python: "python3", server: -1, client: -1 };

  private constructor(seed: string, weather: Weather) {
    const carry = join(import.meta.dirname, "carry.py");
    const told = JSON.stringify({ seed, ...weather });
    this.#carrier = spawn("python3", [carry, told], { stdio: ["pipe", "pipe", "inherit"] });
    this.#carrier.on("error", (error) => this.#gone.abort(error));
    this.#carrier.on("close", (status) => {
      this.#gone.abort(new Error(`the carrier of the cable ended with status ${status}`));
    });
    this.#carrier.stdin?.on("error", (error) => this.#gone.abort(error));
    createInterface(this.#carrier.stdout as Readable).on("line", (line) => {
      for (const [word, value] of Object.entries(JSON.parse(line))) this.#said.emit(word, value);
    });
  }

  /** Lays a cable; fails with `NoCable` where the system does not let us. */
  static async lay(seed: string, weather: Weather): Promise<Cable> {
    if (process.platform !== "linux") {
      throw new NoCable(`${process.platform} has no network namespaces`);
    }
    const cable = new Cable(seed, weather);
    const missing = cable.#hears("missing").then((what) => {
      throw new NoCable(`no network namespace with a TUN device: ${what}`);
    });
    cable.#ends = (await Promise.race([cable.#hears("ready"), missing])) as Ends;
    return cable;
  }

  /** The command that runs another command at one end, as a child of this process. */
  at(end: End, command: readonly string[]): string[] {
    const enter = join(import.meta.dirname, "enter.py");
    const [parent, carrier] = [String(process.pid), String(this.#carrier.pid)];
    return [this.#ends.python, enter, parent, carrier, String(this.#ends[end]), ...command];
  }

  /**
   * Cuts the cable at the packet after so many of the server's; `whenCut` tells when that was. A way is
   * cut alone when it is named after the end whose packets no longer arrive.
   */
  async cutAfter(packets: number, way: End | "both" = "both"): Promise<void> {
    await this.#ask({ cutAfter: packets, way }, "set");
  }

  mend(): void {
    this.#tell({ mend: true });
  }

  async counts(): Promise<Record<End, Counts>> {
    return (await this.#ask({ count: true }, "counts")) as Record<End, Counts>;
  }

  /** Fails when the carrier has ended before its time: then nothing that happened tells anything. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#gone.signal.throwIfAborted();
    this.#carrier.stdin?.end();
    await once(this.#gone.signal, "abort");
  }

  async #ask(command: object, answer: string): Promise<unknown> {
    const heard = this.#hears(answer);
    this.#tell(command);
    return heard;
  }

  #tell(command: object): void {
    this.#carrier.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  async #hears(word: string): Promise<unknown> {
    const { signal } = this.#gone;
    try {
      const [value] = await once(this.#said, word, { signal });
      return value;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  }
}

/** Why no cable can be laid on this machine; undefined when one can. */
export async function whyNoCable(): Promise<string | undefined> {
  try {
    await using _cable = await Cable.lay("any", calm);
    return undefined;
  } catch (error) {
    if (error instanceof NoCable) return error.message;
    throw error;
  }
}
