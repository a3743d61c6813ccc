import { EventEmitter, once } from "node:events";
import type { Socket } from "node:net";
import { history } from "socketbook";
import { Failure } from "./failure.js";
import type { Patience } from "./patience.js";
import { show } from "./show.js";

const most = 2 ** 20;

/**
 * The check's own end of a connection, made of Node's socket and not of the library's: it is in no
 * list and no picture of the learner's notebook. Each method that waits fails with what has come
 * so far when nothing comes any more.
 */
export class Peer {
  readonly #socket: Socket;
  readonly #patience: Patience;
  readonly #changes = new EventEmitter();
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #taken = 0;
  #sent = 0;
  /** How the other side has ended the connection. */
  ending: "end" | "reset" | undefined;

  constructor(socket: Socket, patience: Patience) {
    this.#socket = socket;
    this.#patience = patience;
    socket.setNoDelay();
    socket.on("data", (chunk) => this.#arrived(chunk));
    socket.on("end", () => this.#ended("end"));
    socket.on("error", () => this.#ended("reset"));
  }

  /** Everything that has come so far and has not been read. */
  get unread(): Buffer {
    return Buffer.concat(this.#chunks).subarray(this.#taken);
  }

  send(data: string | Uint8Array): void {
    this.#sent += Buffer.byteLength(data);
    this.#socket.write(data);
  }

  /** Says that nothing more will be sent; the other side reads an empty chunk. */
  finish(): void {
    this.#socket.end();
  }

  /** Leaves without a word, as a program does that crashes. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Resolves when the system has let it go. */
  async close(): Promise<void> {
    if (this.#socket.closed) return;
    const closed = new Promise((done) => this.#socket.once("close", done));
    this.#socket.destroy();
    await closed;
  }

  /** Everything until the other side finishes. */
  async all(): Promise<Buffer> {
    await this.#until(() => this.ending !== undefined, "the end of the connection");
    if (this.ending === "reset") throw this.#broken();
    return this.#take(this.unread.length);
  }

  /** So many bytes; fewer when the other side finishes before. */
  async exactly(count: number): Promise<Buffer> {
    await this.#until(() => this.unread.length >= count || this.ending !== undefined);
    if (this.ending === "reset" && this.unread.length < count) throw this.#broken();
    return this.#take(Math.min(count, this.unread.length));
  }

  /** Everything up to this mark and with it; all there is when the other side finishes before. */
  async through(mark: string): Promise<Buffer> {
    await this.#until(() => this.unread.includes(mark) || this.ending !== undefined);
    const at = this.unread.indexOf(mark);
    if (at < 0 && this.ending === "reset") throw this.#broken();
    return this.#take(at < 0 ? this.unread.length : at + Buffer.byteLength(mark));
  }

  /**
   * Resolves when the learner's socket at the other end has received all that was sent, as the
   * library's record tells: what is sent afterwards comes in another chunk. Resolves as well when
   * the learner's function has returned and will not receive any more.
   */
  async taken(): Promise<void> {
    const { localPort } = this.#socket;
    const received = () =>
      history()
        .filter(({ call, socket }) => call === "recv" && socket.remote?.[1] === localPort)
        .reduce((sum, { count = 0 }) => sum + count, 0);
    const holds = () =>
      received() >= this.#sent || this.ending !== undefined || this.#patience.isIdle;
    await this.#patience.until(holds, () => `${received()} of ${this.#sent} bytes were received`);
  }

  async #until(holds: () => boolean, what?: string): Promise<void> {
    while (!holds()) {
      const next = once(this.#changes, "change");
      await this.#patience.wait(next, () => this.#sofar(what));
    }
  }

  #sofar(what?: string): string {
    return what === undefined || this.unread.length === 0
      ? show(this.unread)
      : `${show(this.unread)} without ${what}`;
  }

  #arrived(chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > most) this.#socket.destroy(new Error("too much"));
    else this.#chunks.push(chunk);
    this.#changes.emit("change");
  }

  #ended(how: "end" | "reset"): void {
    this.ending ??= how;
    this.#changes.emit("change");
  }

  #broken(): Failure {
    if (this.#length > most) return new Failure(`more than ${most} bytes, without an end`);
    return new Failure(`${show(this.unread)}, and then the connection was reset`);
  }

  #take(count: number): Buffer {
    const bytes = this.unread.subarray(0, count);
    this.#taken += count;
    return bytes;
  }
}
