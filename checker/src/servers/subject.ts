import { setTimeout as pause } from "node:timers/promises";
import { GivenUp, type Patience, patienceByClock } from "../run/patience.js";
import type { Program } from "../run/program.js";
import { Conversation, dial } from "../talk/conversation.js";
import { Datagrams } from "../talk/datagrams.js";
import { Transcript } from "../talk/transcript.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import type { SharedFolder } from "./shared-folder.js";
import { type Started, saidBy } from "./started.js";

export interface Place {
  readonly host: string;
  readonly port: number;
}

const untilGone = 10; // seconds for a server that we did not start to end

/** The server that is being checked: a program that we started, or just an address. */
export class Subject {
  readonly place: Place;
  readonly program: Program | undefined;
  readonly folder: SharedFolder | undefined;
  readonly patience: Patience;
  transcript = new Transcript();
  #clients = 0;
  #served = 0;
  #open: { leave(): void }[] = [];
  #first: Started["first"];
  readonly #forgets: boolean;

  constructor(
    server: Place | Started,
    options: { folder?: SharedFolder | undefined; seconds?: number | undefined } = {},
  ) {
    this.place = server;
    this.folder = options.folder;
    this.program = "program" in server ? server.program : undefined;
    this.#first = "program" in server ? server.first : undefined;
    this.#forgets = "program" in server && server.isPortFixed;
    this.patience = this.program?.patience ?? patienceByClock(options.seconds ?? 10);
  }

  /** Forgets what the last criterion did, and closes what it left open. */
  begin(): void {
    this.#leaveAll();
    this.#clients = 0;
    this.transcript = new Transcript();
  }

  /** A new TCP client. */
  async connect(): Promise<Conversation> {
    const name = `client ${++this.#clients}`;
    const socket = this.#first ?? (await dial(this.place.host, this.place.port, this.patience));
    this.#first = undefined;
    if (socket === undefined) {
      this.transcript.note(`${name} cannot connect`);
      throw await this.stopped(this.#served > 0 ? "serves only one client" : "refuses a client");
    }
    this.#served++;
    this.transcript.note(`${name} connects`);
    const client = new Conversation(name, socket, {
      transcript: this.transcript,
      patience: this.patience,
      forgets: this.#forgets,
    });
    this.#open.push(client);
    return client;
  }

  /** A new UDP client. */
  async datagrams(): Promise<Datagrams> {
    const name = `client ${++this.#clients}`;
    const client = await Datagrams.open(name, this.place, this.transcript, this.patience);
    this.#open.push(client);
    return client;
  }

  /** What a server does that is worse than not answering. */
  get complaint(): string | undefined {
    if (this.program?.overLimit !== undefined) return this.program.overLimit;
    return this.program?.isChatty ? "prints without end" : undefined;
  }

  /** The diagnosis of a server that stopped serving: `otherwise`, unless the program crashed. */
  async stopped(otherwise: string, expected?: string): Promise<Diagnosis> {
    if (this.program === undefined) return new Diagnosis(otherwise, { expected });
    await this.patience(this.program.exited, 0.3);
    if (this.complaint !== undefined) return new Diagnosis(this.complaint);
    if (this.program.hasFailed) return new Diagnosis("crashes", saidBy(this.program));
    // It may accept a second client in the moment in which it ends.
    const isOver = this.program.hasEnded && this.#served === 2;
    return new Diagnosis(isOver ? "serves only one client" : otherwise, { expected });
  }

  /** Waits for the server to end by itself and give its port back; `after` says what asked it to. */
  async expectEnd(after: string): Promise<void> {
    if (this.program !== undefined) {
      const ended = await this.patience(this.program.exited);
      if (ended instanceof GivenUp) throw new Diagnosis(`goes on after ${after}`);
      this.transcript.note(`the program ends: ${this.program.ending}`);
      if (this.program.hasFailed) throw new Diagnosis("crashes", saidBy(this.program));
      if (await this.#answers()) throw new Diagnosis("leaves its port taken");
      return;
    }
    const since = performance.now();
    while (await this.#answers()) {
      if (performance.now() - since > untilGone * 1000)
        throw new Diagnosis(`goes on after ${after}`);
      await pause(50);
    }
    this.transcript.note("the port is free again");
  }

  #leaveAll(): void {
    for (const client of this.#open) client.leave();
    this.#open = [];
  }

  async #answers(): Promise<boolean> {
    const socket = await dial(this.place.host, this.place.port, this.patience);
    socket?.on("error", ignore).destroy();
    return socket !== undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaveAll();
    this.#first?.destroy();
    await this.program?.[Symbol.asyncDispose]();
  }
}

function ignore(): void {
  // The connection was only a question.
}
