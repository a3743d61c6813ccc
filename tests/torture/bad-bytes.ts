import { setTimeout as passed } from "node:timers/promises";
import { Random } from "../../checker/src/systems/random.js";
import { type Answer, type Attack, draw, told } from "./attack.js";
import { Finding, type Torture } from "./finding.js";
import { Server, seesProcesses } from "./server.js";
import { type Shared, sharedFolder } from "./shared-folder.js";
import type { System } from "./systems.js";

const batch = 500;
const growth = 64; // MiB: what a server may hold more than after its first batch, before its heap is full

/**
 * Milliseconds. A connection that was reset stays in the queue until the server accepts it. Where the queue
 * holds one or two, the system would drop the next client's first segment, which comes again after a second.
 */
const untilAccepted = 3;

/** A server says so of a silent client. On a machine that stands still, any client may be late. */
const tooLate = /(nothing for|no whole line within) [\d.]+ seconds/;

/**
 * Attacks one server. After each batch an honest client must be served, the process must live (or have
 * ended as its protocol says), and it must hold as many descriptors as at its start. Silent clients stay
 * all the while. Throws a `Finding`. Resolves with the number of attacks.
 */
export async function badBytes(system: System, torture: Torture): Promise<string> {
  const shared = sharedFolder();
  const siege = new Siege(system, torture, shared);
  try {
    return await siege.hold();
  } finally {
    await siege.server?.[Symbol.asyncDispose]();
    shared.remove();
  }
}

class Siege {
  server: Server | undefined;
  #descriptors = 0;
  #memory = 0;
  #restarts = 0;
  readonly #system: System;
  readonly #torture: Torture;
  readonly #shared: Shared;

  constructor(system: System, torture: Torture, shared: Shared) {
    this.#system = system;
    this.#torture = torture;
    this.#shared = shared;
  }

  /** So many seconds without any event are too many, on a slow machine too. */
  get #limit(): number {
    return this.#torture.patience + this.#torture.release;
  }

  async hold(): Promise<string> {
    const server = await this.#start();
    // Those who say nothing stay meanwhile; every other client is served all the same.
    await Promise.all([this.#silent(server), this.#batches(server)]);
    if (this.server?.lives) await this.#inspect(this.server, "all attacks", 1);
    const held = seesProcesses ? `, ${Math.round(this.server?.memory() ?? 0)} MiB at the end` : "";
    const { name } = this.#system;
    return `${name}: ${this.#torture.inputs} attacks, ${this.#restarts} ends by protocol${held}`;
  }

  async #batches(started: Server): Promise<void> {
    const { from, inputs, progress } = this.#torture;
    let server = started;
    for (let first = from; first < from + inputs; first += batch) {
      const last = Math.min(first + batch, from + inputs);
      const { ending, others } = this.#drawn(first, last);
      await this.#attack(server, others);
      await this.#inspect(server, `the attacks ${first} to ${last - 1}`, 4);
      for (const numbered of ending) {
        await this.#end(server, numbered);
        server = await this.#start();
      }
      progress(`${this.#system.name}: ${last - from} of ${inputs}`);
    }
  }

  async #start(): Promise<Server> {
    await this.server?.[Symbol.asyncDispose]();
    const { script, options } = this.#system;
    const root = script.endsWith("file-server") ? ["--root", this.#shared.root] : [];
    const patience = ["--timeout", String(this.#torture.patience)];
    const server = await Server.start(
      script,
      [...options, ...root, ...patience],
      this.#shared.token,
    );
    this.server = server;
    await this.#isServed(server, "the start");
    if (seesProcesses) this.#descriptors = server.descriptors();
    this.#memory = Number.NaN;
    return server;
  }

  /** The attacks of a batch; a few, known by their number, are drawn so that they end the server. */
  #drawn(first: number, last: number): { ending: Numbered[]; others: Numbered[] } {
    const { name, good, message, ends } = this.#system;
    const drawn: Record<"ending" | "others", Numbered[]> = { ending: [], others: [] };
    for (let index = first; index < last; index++) {
      const random = new Random(`${this.#torture.seed} ${name} ${index}`);
      const shallEnd = ends !== undefined && (index === 60 || index % 2000 === 1999);
      let attack: Attack;
      do attack = draw(random, index, Buffer.from(good), message(random, this.#shared));
      while (ends !== undefined && ends(attack) !== shallEnd);
      drawn[shallEnd ? "ending" : "others"].push({ index, attack });
    }
    return drawn;
  }

  async #attack(server: Server, attacks: readonly Numbered[]): Promise<void> {
    const left = attacks.values();
    const worker = async () => {
      for (const { index, attack } of left) {
        const answer = await this.#system.talk
          .perform(server.port, attack, this.#limit)
          .catch((error: Error) => {
            throw this.#found(
              `could not connect: ${error.message}\n${server.notes}`,
              index,
              attack,
            );
          });
        this.#judge(server, { index, attack }, answer);
        if (this.#system.width === 1 && attack.ending === "reset") await passed(untilAccepted);
      }
    };
    await Promise.all(Array.from({ length: this.#system.width }, worker));
  }

  #judge(server: Server, { index, attack }: Numbered, answer: Answer): void {
    if (answer.bytes.includes(this.#shared.token)) {
      throw this.#found("gave away a secret that lies outside its folder", index, attack);
    }
    if (answer.waited) {
      throw this.#found(`left a client waiting for ${this.#limit} seconds`, index, attack);
    }
    const fault = this.#system.fault(attack, answer, this.#shared);
    if (fault === undefined) return;
    if (tooLate.test(server.noted(answer.port))) return;
    throw this.#found(fault, index, attack);
  }

  async #inspect(server: Server, after: string, surplus: number): Promise<void> {
    await this.#isServed(server, after);
    const mistake = server.mistake();
    if (mistake !== undefined) throw this.#found(`a mistake in the program: ${mistake}`);
    if (!seesProcesses) return;
    const deadline = performance.now() + this.#torture.release * 1000;
    while (server.descriptors() > this.#descriptors + surplus) {
      if (performance.now() > deadline) {
        const counts = `${this.#descriptors} at the start, ${server.descriptors()} after ${after}`;
        throw this.#found(`descriptors: ${counts}`);
      }
      await passed(20); // the system has no event for a descriptor that another process closes
    }
    const memory = server.memory();
    if (Number.isNaN(this.#memory)) this.#memory = memory;
    if (memory > this.#memory + growth) {
      throw this.#found(`${this.#memory} MiB after the first attacks, ${memory} after ${after}`);
    }
  }

  async #isServed(server: Server, after: string): Promise<void> {
    const { good, answer, talk } = this.#system;
    for (let attempts = 1; ; attempts++) {
      const before = server.notes.length;
      const got = await talk.honest(server.port, good).catch((error: Error) => error.message);
      if (answer.test(got)) return;
      const isTooLate = tooLate.test(server.notes.slice(before));
      if (isTooLate && attempts < 5) continue;
      const state = server.lives ? "the server lives" : `the server has ended (${server.status})`;
      throw this.#found(
        `after ${after} an honest client got "${got}"; ${state}\n${server.notes.slice(-1000)}`,
      );
    }
  }

  /** An attack that ends the server by its protocol, if its bytes arrive: then the status is 0. */
  async #end(server: Server, { index, attack }: Numbered): Promise<void> {
    await this.#system.talk.perform(server.port, { ...attack, ending: "end" }, this.#limit);
    const stays = this.#system.talk.honest(server.port, this.#system.good).catch(() => "refused");
    await Promise.race([server.exited, stays]);
    if (!server.lives && server.status !== undefined && server.status !== 0) {
      throw this.#found(`ended with status ${server.status}\n${server.notes}`, index, attack);
    }
    this.#restarts++;
  }

  /** One client that says nothing, and one that stops in the middle: the server must let both go. */
  async #silent(server: Server): Promise<void> {
    if (this.#system.width === 1) return;
    const half = Buffer.from(this.#system.good.slice(0, 2));
    const attacks: Attack[] = [[], [half]].map((pieces) => ({ pieces, ending: "silence" }));
    await Promise.all(
      attacks.map((attack) => this.#system.talk.perform(server.port, attack, this.#limit)),
    );
  }

  #found(what: string, index?: number, attack?: Attack): Finding {
    const { seed, from, inputs } = this.#torture;
    const only = `--seed ${seed} --only "${this.#system.name}"`;
    const where = attack === undefined ? "" : `\nattack ${index}: ${told(attack)}`;
    return new Finding(
      `${this.#system.name}: ${what}${where}`,
      index === undefined
        ? `${only} --from ${from} --inputs ${inputs}`
        : `${only} --from ${index} --inputs 1`,
    );
  }
}

interface Numbered {
  readonly index: number;
  readonly attack: Attack;
}
