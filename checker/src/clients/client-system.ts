import type { Random } from "../systems/random.js";
import type { Transcript } from "../talk/transcript.js";
import { type ClientCommand, ClientRun, type RunOptions } from "./client-run.js";

/** What a criterion of a client has at hand: it starts the client as often as it likes. */
export class ClientUnderTest {
  readonly #command: ClientCommand;
  readonly #transcript: Transcript;
  readonly #runs: ClientRun[] = [];

  constructor(command: ClientCommand, transcript: Transcript) {
    this.#command = command;
    this.#transcript = transcript;
  }

  async start(kind: "tcp" | "udp" | "nobody", options?: RunOptions): Promise<ClientRun> {
    const run = await ClientRun.start(this.#command, kind, this.#transcript, options);
    this.#runs.push(run);
    return run;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const run of this.#runs) await run[Symbol.asyncDispose]();
  }
}

/** One thing that must hold of a client. */
export interface ClientCriterion {
  readonly id: string;
  readonly title: string;
  readonly required: boolean;
  readonly points: number;
  try(client: ClientUnderTest, random: Random): Promise<void>;
}

/** The client of a system. The first criterion is the normal case. */
export interface ClientSystem {
  readonly name: string;
  readonly criteria: readonly ClientCriterion[];
}

type Try = ClientCriterion["try"];

export function required(id: string, title: string, attempt: Try): ClientCriterion {
  return { id, title, required: true, points: 2, try: attempt };
}

export function recommended(id: string, title: string, attempt: Try): ClientCriterion {
  return { id, title, required: false, points: 1, try: attempt };
}
