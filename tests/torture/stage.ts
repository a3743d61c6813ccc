import { setTimeout as passed } from "node:timers/promises";
import type { Random } from "../../checker/src/systems/random.js";
import { Process } from "../scripts/process.js";
import { program } from "../scripts/terminal.js";
import { Cable, type End, serverHost } from "./cable/cable.js";
import type { Weather } from "./cable/weather.js";
import type { Exchange, Pair } from "./exchanges.js";
import { type Place, Server } from "./server.js";

/** Seconds within which two programs start and their exchange gets to any point, on a busy machine too. */
const beginning = 120;

/** What a program did wrong on a bad network. */
export class Wrong extends Error {}

/** One round of a trial: it may begin anew, and then meets the same random numbers. */
export interface Round {
  readonly seed: string;
  /** Seconds after which what has not happened never will. */
  readonly release: number;
  random(): Random;
}

export interface Scene extends Round {
  readonly pair: Pair;
}

/** The status of a program that ends by itself. */
export async function ended(program: Process, seconds: number): Promise<number | null> {
  const late = passed(seconds * 1000, "late" as const, { ref: false });
  const status = await Promise.race([program.exited, late]);
  if (status !== "late") return status;
  throw new Wrong(`did not end within ${seconds} seconds: ${program.stdout}${program.stderr}`);
}

/** A client of that pair has ended with status 1, one clear line that tells why, and nothing left behind. */
export function gaveUp(
  { script }: Pair,
  exchange: Exchange,
  { status, notes }: { status: number | null; notes: string },
  why: RegExp,
): void {
  if (status !== 1) {
    throw new Wrong(`without an answer the client ended with status ${status}: ${notes}`);
  }
  const left = exchange.left();
  if (left !== undefined) throw new Wrong(`the client failed, and ${left}`);
  const isOneLine = RegExp(`^${script}: [^\\n]{5,400}\\n$`).test(notes);
  if (isOneLine && why.test(notes)) return;
  throw new Wrong(`the client did not say clearly that ${why}, but: ${notes}`);
}

/** Whether the cable is cut before a program ends. */
export async function isCutBefore(cable: Cable, program: Process): Promise<boolean> {
  const isCut = cable.whenCut.then(() => true);
  return Promise.race([isCut, ended(program, beginning).then(() => false)]);
}

/** A server of scripts/ at one end of a cable, and clients of it at either end. */
export class Stage {
  readonly #scene: Scene;
  readonly cable: Cable;
  readonly exchange: Exchange;
  readonly server: Server;

  private constructor(scene: Scene, cable: Cable, exchange: Exchange, server: Server) {
    this.#scene = scene;
    this.cable = cable;
    this.exchange = exchange;
    this.server = server;
  }

  static async set(scene: Scene, set: { random: Random; weather: Weather; options: string[] }) {
    const cable = await Cable.lay(scene.seed, set.weather);
    const exchange = scene.pair.draw(set.random);
    const options = [...set.options, ...exchange.serverOptions];
    const place: Place = { host: serverHost, command: (line) => cable.at("server", line) };
    try {
      const server = await Server.start(scene.pair.server, options, "", place);
      return new Stage(scene, cable, exchange, server);
    } catch (error) {
      exchange.remove();
      await cable[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Has the cable cut somewhere in the exchange, but not before so many packets of the server. */
  async cutSomewhere(random: Random, least = 0): Promise<number> {
    const { cuts } = this.exchange;
    const packets = random.integer(Math.max(least, cuts.least), cuts.most);
    await this.cable.cutAfter(packets);
    return packets;
  }

  /** Has the cable cut one way or both, at any time, perhaps when the client has got what it came for. */
  async cutAnyhow(random: Random): Promise<void> {
    const { least, most } = this.exchange.cuts;
    const packets = random.integer(least, most + Math.ceil(most / 4) + 3);
    const ways = ["server", "client", "both"] as const;
    await this.cable.cutAfter(packets, ways[random.integer(0, 2)]);
  }

  client(end: End, ...options: string[]): Process {
    const { client, input } = this.exchange;
    const line = program(
      this.#scene.pair.script,
      ...client(serverHost, this.server.port),
      ...options,
    );
    return new Process(this.cable.at(end, line), { input });
  }

  /** The status with which a client ends by itself, if it ends soon after the time it was given. */
  async status(client: Process, seconds = 0): Promise<number | null> {
    return ended(client, seconds + this.#scene.release);
  }

  /** A client gets what it came for. */
  async succeeds(client: Process, when: string): Promise<void> {
    const status = await this.status(client);
    if (status !== 0) {
      const said = `${client.stderr}\nthe server noted: ${this.server.notes}`;
      throw new Wrong(`${when} the client ended with status ${status}: ${said}`);
    }
    const fault = this.exchange.fault(client.stdout);
    if (fault !== undefined) throw new Wrong(`${when} the client ${fault}`);
  }

  /** A client has given up: with status 1, one clear line that tells why, and nothing left behind. */
  gaveUp(client: Process, status: number | null, why: RegExp): void {
    gaveUp(this.#scene.pair, this.exchange, { status, notes: client.stderr }, why);
  }

  /** The server holds no more than it did, soon after the time that a client may take. */
  async letsGo(descriptors: number, seconds: number): Promise<void> {
    const deadline = performance.now() + (seconds + this.#scene.release) * 1000;
    while (this.server.lives && this.server.descriptors() > descriptors) {
      if (performance.now() > deadline) {
        const counts = `${descriptors} descriptors before, ${this.server.descriptors()} after`;
        throw new Wrong(`the server did not let go of a client that vanished: ${counts}`);
      }
      await passed(20); // the system has no event for a descriptor that another process closes
    }
  }

  /** What the server notes about the client at the other end. */
  async noted(): Promise<string> {
    const deadline = performance.now() + this.#scene.release * 1000;
    for (;;) {
      const note = /\('192\.0\.2\.2', \d+\): (.*)\n/.exec(this.server.notes)?.[1];
      if (note !== undefined) return note;
      if (performance.now() > deadline) throw new Wrong("the server noted nothing");
      await passed(20); // a server under attack has no event for what it notes
    }
  }

  /** Nothing is wrong with the server as such. */
  inspect(): void {
    const mistake = this.server.mistake();
    if (mistake !== undefined) throw new Wrong(`a mistake in the server: ${mistake}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.cable[Symbol.asyncDispose]();
    this.exchange.remove();
  }
}
