import { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { freePort } from "../run/free-port.js";
import type { Limits } from "../run/limits.js";
import { beginning, GivenUp } from "../run/patience.js";
import { Program } from "../run/program.js";
import { asksFor, CommandError, fillIn } from "../run/words.js";
import { saidBy } from "../servers/started.js";
import { Conversation } from "../talk/conversation.js";
import { shown } from "../talk/shown.js";
import type { Transcript } from "../talk/transcript.js";
import { Diagnosis } from "../verdict/diagnosis.js";

/** What happens on a connection before somebody looks at it stays in the system: its reset, too. */
const asArrived = { allowHalfOpen: true, pauseOnConnect: true };

const mostKept = 1000; // datagrams, and connections: more than any check waits for

/** How a client program is started. */
export interface ClientCommand {
  readonly words: readonly string[];
  /** The port of the document, for a program that is told none. */
  readonly usualPort: number;
  /** The folder that the program starts in. */
  readonly folder?: string | undefined;
  readonly limits?: Limits | undefined;
  readonly idle?: number | undefined;
}

export interface RunOptions {
  /** What is typed on the keyboard. */
  readonly input?: string;
  /** What takes the place of `{name}` and the like in the command. */
  readonly values?: Readonly<Record<string, string>>;
}

/** One run of a client program, and the server that we play for it. */
export class ClientRun {
  readonly program: Program;
  readonly #transcript: Transcript;
  readonly #tcp: Server | undefined;
  readonly #udp: UdpSocket | undefined;
  readonly #waiting: Socket[] = [];
  readonly #datagrams: { bytes: Buffer; from: RemoteInfo }[] = [];
  readonly #open: Conversation[] = [];
  #news: () => void = ignore;

  private constructor(
    program: Program,
    transcript: Transcript,
    { tcp, udp }: { tcp?: Server | undefined; udp?: UdpSocket | undefined },
  ) {
    this.program = program;
    this.#transcript = transcript;
    this.#tcp = tcp?.on("connection", (socket: Socket) => {
      if (this.#waiting.length >= mostKept) return void socket.destroy();
      this.#waiting.push(socket);
      this.#news();
    });
    this.#udp = udp?.on("message", (bytes, from) => {
      if (this.#datagrams.length >= mostKept) return;
      this.#transcript.received("server", bytes);
      this.#datagrams.push({ bytes, from });
      this.#news();
    });
  }

  /** Listens, and starts the client. With `nobody` there is no server at its port. */
  static async start(
    command: ClientCommand,
    kind: "tcp" | "udp" | "nobody",
    transcript: Transcript,
    { input = "", values = {} }: RunOptions = {},
  ): Promise<ClientRun> {
    const port = asksFor(command.words, "port") ? await freePort() : command.usualPort;
    const host = "127.0.0.1";
    const tcp = kind === "tcp" ? createServer(asArrived).listen(port, host) : undefined;
    const udp = kind === "udp" ? createSocket("udp4").bind(port, host) : undefined;
    if (tcp ?? udp) await listening((tcp ?? udp) as Server, port);
    if (input !== "") transcript.note(`keyboard: ${shown(input)}`);
    const program = new Program(fillIn(command.words, { ...values, port }), { ...command, input });
    return new ClientRun(program, transcript, { tcp, udp });
  }

  /** The connection of the client. */
  async accept(): Promise<Conversation> {
    if (!(await this.#comes(() => this.#waiting.length > 0))) throw this.#absent("never connects");
    const socket = this.#waiting.shift() as Socket;
    this.#transcript.note("the client connects");
    const talk = new Conversation("server", socket, {
      transcript: this.#transcript,
      patience: this.program.patience,
    });
    this.#open.push(talk);
    socket.resume();
    return talk;
  }

  /** The next datagram of the client. */
  async datagram(): Promise<{ bytes: Buffer; from: RemoteInfo }> {
    if (!(await this.#comes(() => this.#datagrams.length > 0))) throw this.#absent("sends nothing");
    return this.#datagrams.shift() as { bytes: Buffer; from: RemoteInfo };
  }

  async answer(bytes: string, { port, address }: RemoteInfo): Promise<void> {
    this.#transcript.sent("server", bytes);
    await new Promise<void>((done) => this.#udp?.send(bytes, port, address, () => done()));
  }

  /** Waits until the client ends by itself; how it ended does not matter here. */
  async expectEnd(otherwise = "never ends"): Promise<void> {
    const ended = await this.program.patience(this.program.exited);
    if (this.program.overLimit !== undefined) throw new Diagnosis(this.program.overLimit);
    if (ended instanceof GivenUp) throw new Diagnosis(otherwise, saidBy(this.program));
    await this.program.patience(this.program.silent, 0.5);
    this.#transcript.note(`the client ends: ${this.program.ending}`);
  }

  /** The same, and it must have succeeded. */
  async expectSuccess(): Promise<void> {
    await this.expectEnd();
    if (this.program.hasFailed) throw new Diagnosis("crashes", saidBy(this.program));
  }

  /** What the client printed must contain this text. */
  expectShown(text: string, otherwise = "does not show the answer"): void {
    const printed = String(this.program.stdout);
    if (printed.includes(text)) return;
    throw new Diagnosis(otherwise, {
      expected: `${shown(text)} on the screen`,
      came: shown(printed),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const talk of this.#open) talk.leave();
    for (const socket of this.#waiting) socket.destroy();
    await this.program[Symbol.asyncDispose]();
    for (const server of [this.#tcp, this.#udp]) {
      if (server !== undefined) await new Promise<void>((done) => server.close(() => done()));
    }
  }

  async #comes(isThere: () => boolean): Promise<boolean> {
    while (!isThere()) {
      const news = new Promise<"news">((resolve) => {
        this.#news = () => resolve("news");
      });
      const ended = this.program.exited.then(() => "ended" as const);
      const what = await this.program.patience(Promise.race([news, ended]), beginning);
      if (what !== "news") {
        // What it sent before it ended is in the system's queues, and is delivered by now or in a turn.
        await nextTurn();
        await nextTurn();
        return isThere();
      }
    }
    return true;
  }

  #absent(otherwise: string): Diagnosis {
    const { program } = this;
    if (program.overLimit !== undefined) return new Diagnosis(program.overLimit);
    return new Diagnosis(program.hasFailed ? "crashes" : otherwise, saidBy(program));
  }
}

async function listening(server: Server, port: number): Promise<void> {
  try {
    await once(server, "listening");
  } catch (error) {
    throw new CommandError(`cannot play the server at port ${port}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function ignore(): void {
  // Nobody waits for news.
}
