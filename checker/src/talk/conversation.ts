import { connect, type Socket } from "node:net";
import { GivenUp, type Patience } from "../run/patience.js";
import type { Transcript } from "./transcript.js";

/** Why waiting for bytes ended: enough of them, the peer's end, its reset, or nothing worth waiting for. */
export type Stop = "enough" | "end" | "reset" | "silence";

const mostBytes = 32 * 2 ** 20;
const longestWait = 120; // seconds for one answer, also when a byte of it comes now and then

/** What a conversation takes place in. */
export interface Around {
  readonly transcript: Transcript;
  readonly patience: Patience;
  /**
   * Whether a connection that the other side has closed leaves nothing behind there: its port can be
   * bound again at once, instead of after a minute.
   */
  readonly forgets?: boolean;
}

/**
 * One TCP connection to a program under test. All that arrives is collected; what has not been taken yet
 * is `rest`. Every wait is bounded by the patience that is given.
 */
export class Conversation {
  readonly name: string;
  /** Whether the last bytes that were sent end a line. */
  hasSentLine = false;
  /** Whether the peer did nothing at all when waiting for it was given up. */
  isPeerAsleep = false;
  readonly #socket: Socket;
  readonly #transcript: Transcript;
  readonly #patience: Patience;
  readonly #forgets: boolean;
  #chunks: Buffer[] = [];
  #length = 0;
  #state: "open" | "end" | "reset" = "open";
  #news: () => void = ignore;

  /** `socket` is connected, or accepted, with `allowHalfOpen`. */
  constructor(name: string, socket: Socket, { transcript, patience, forgets = false }: Around) {
    this.name = name;
    this.#socket = socket;
    this.#transcript = transcript;
    this.#patience = patience;
    this.#forgets = forgets;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#add(chunk));
    socket.on("end", () => this.#stop("end"));
    socket.on("error", () => this.#stop("reset"));
    socket.on("close", () => this.#stop("end"));
  }

  /** What has arrived and was not taken yet. */
  get rest(): Buffer {
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }

  /** How many bytes have arrived and were not taken yet. */
  get length(): number {
    return this.#length;
  }

  /** Sends and returns at once; what the peer does not read stays in the system's buffers. */
  send(bytes: Uint8Array | string): void {
    this.#transcript.sent(this.name, bytes);
    this.hasSentLine = Buffer.from(bytes).at(-1) === 0x0a;
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  /** Sends several pieces, each in a segment of its own, with time for the peer to read in between. */
  async sendPieces(pieces: readonly (Uint8Array | string)[]): Promise<void> {
    for (const [index, piece] of pieces.entries()) {
      this.send(piece);
      if (index < pieces.length - 1) await this.#patience(new Promise(ignore), 0.2);
    }
  }

  /** Waits until `enough` bytes are there, or the peer ends, or nothing more is worth waiting for. */
  async receive(enough: (bytes: number) => boolean, idleSeconds?: number): Promise<Stop> {
    const started = performance.now();
    for (;;) {
      if (enough(this.#length) || this.#length > mostBytes) return "enough";
      if (performance.now() - started > longestWait * 1000) return "silence";
      if (this.#state !== "open") return this.#state;
      const news = new Promise<void>((resolve) => {
        this.#news = resolve;
      });
      const waited = await this.#patience(news, idleSeconds);
      if (waited instanceof GivenUp) {
        this.isPeerAsleep = waited.why === "idle";
        this.#transcript.note(`${this.name} waits, and nothing comes`);
        return "silence";
      }
    }
  }

  /** Takes the first `count` bytes of what has arrived. */
  take(count: number): Buffer {
    const bytes = this.rest;
    this.#chunks = [bytes.subarray(count)];
    this.#length = this.#chunks[0]?.length ?? 0;
    return bytes.subarray(0, count);
  }

  /** Says that nothing more will be sent, and goes on receiving. */
  finish(): void {
    this.#transcript.note(`${this.name} says that it sends no more`);
    this.#socket.end();
  }

  /** Closes the connection as a program does that ends. */
  leave(): void {
    if (this.#socket.destroyed) return;
    this.#transcript.note(`${this.name} closes`);
    if (this.#forgets && this.#state === "end") this.#socket.resetAndDestroy();
    this.#socket.end();
    this.#socket.destroy();
  }

  /** Breaks the connection off, as a machine does that crashes. */
  reset(): void {
    this.#transcript.note(`${this.name} resets the connection`);
    this.#socket.resetAndDestroy();
  }

  #add(chunk: Buffer): void {
    this.#transcript.received(this.name, chunk);
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length > mostBytes) this.#socket.destroy();
    this.#news();
  }

  #stop(how: "end" | "reset"): void {
    if (this.#state !== "open") return;
    this.#state = how;
    if (!this.#socket.destroyed || how === "reset") {
      this.#transcript.note(
        `${this.name} sees the other side ${how === "end" ? "close" : "reset"}`,
      );
    }
    this.#news();
  }
}

/** Connects to a server; resolves with nothing when it refuses or cannot be reached. */
export async function dial(
  host: string,
  port: number,
  patience: Patience,
): Promise<Socket | undefined> {
  const socket = connect({ host, port, allowHalfOpen: true });
  const connected = new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  const result = await patience(connected, 8); // a full queue is tried again after 1, 3 and 7 seconds
  if (result === true) return socket;
  socket.on("error", ignore).destroy();
  return undefined;
}

function ignore(): void {
  // Nobody waits for news, or the failure has been told by a promise.
}
