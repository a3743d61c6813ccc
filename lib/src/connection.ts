import type { Call } from "./call.js";
import { report } from "./connection-events.js";
import { SHUT_RD, SHUT_WR, type Shutdown } from "./constants.js";
import { isFlushed, whenFlushed } from "./flush.js";
import type { SocketLabel } from "./label.js";
import { type NodeSocket, stopReading } from "./node-net.js";
import { ReceiveQueue } from "./receive-queue.js";
import { record } from "./record.js";
import { closedMeanwhile } from "./running-calls.js";
import { Turns } from "./turn.js";
import { type Limits, WaitingLine } from "./waiting-line.js";

/** Read ahead of `recv` by this much; then the kernel's own window makes the sender wait. */
const readAhead = 16 * 1024;
/** What Node is given at once: a withdrawn `send` leaves at most this much on its way. */
const sliceLength = 64 * 1024;
const nothing = new Uint8Array(0);

interface Sending {
  readonly bytes: Uint8Array;
  /** How many of the bytes Node has been given. */
  given: number;
  /** A `shutdown` waits in the same line, so that it comes after all that was sent before it. */
  readonly last: boolean;
}

/**
 * The connected half of a TCP socket: bytes in both directions over one `node:net` socket, with
 * the answers of the kernel. Notebook 09 derives the reading half by hand.
 */
export class Connection {
  readonly node: NodeSocket;
  readonly #label: SocketLabel;
  readonly #turns = new Turns();
  #received: ReceiveQueue | undefined;
  #receiving: WaitingLine<number, Uint8Array> | undefined;
  #sending: WaitingLine<Sending, number> | undefined;
  /** What ended the connection, until a call has reported it. */
  #failure: unknown;
  #reading = false;
  #flushing = false;
  #readEnded = false;
  #writeEnded = false;
  /** The system has ended the connection: by a reset, or after both directions have finished. */
  #gone = false;

  constructor(socket: NodeSocket, label: SocketLabel) {
    this.node = socket;
    this.#label = label;
    socket.pause();
    report(socket, this);
  }

  get isGone(): boolean {
    return this.#gone;
  }

  recv(call: Call, count: number, limits: Limits): Promise<Uint8Array> {
    if (this.#unread > 0 && !this.#receiving?.first) {
      return this.#turns.take(this.#hand(call, count));
    }
    if (this.#failure !== undefined) return Promise.reject(this.#takeFailure(call));
    if (this.#readEnded || this.#gone || count === 0) {
      call.succeed(nothing);
      // A loop that overlooks the end goes on for ever, and all else must still get its turn.
      return new Promise((resolve) => setImmediate(resolve, nothing));
    }
    this.#turns.waited();
    this.#receiving ??= new WaitingLine();
    const arrival = this.#receiving.join(call, count, limits);
    this.#read();
    return arrival;
  }

  send(call: Call, bytes: Uint8Array, limits: Limits): Promise<number> {
    if (this.#failure !== undefined) return Promise.reject(this.#takeFailure(call));
    if (this.#writeEnded || this.#gone) return Promise.reject(call.fail("EPIPE"));
    if (bytes.length > sliceLength || this.#flushing || this.#sending?.first) {
      return this.#enqueue(call, { bytes, given: 0, last: false }, limits);
    }
    // The usual case, without a line to wait in: the kernel takes the bytes at once.
    this.node.write(bytes);
    if (isFlushed(this.node)) {
      call.succeedAtOnce(bytes);
      return this.#turns.take(bytes.length);
    }
    return this.#enqueue(call, { bytes, given: bytes.length, last: false }, limits);
  }

  async shutdown(call: Call, how: Shutdown, limits: Limits): Promise<void> {
    if (this.#gone) throw call.fail("ENOTCONN");
    if (how !== SHUT_WR) {
      this.#endReceiving();
      this.#read();
    }
    if (how !== SHUT_RD && !this.#writeEnded) {
      this.#writeEnded = true;
      const withdrawn = () => {
        this.#writeEnded = false;
      };
      const end = { bytes: nothing, given: 0, last: true };
      await this.#enqueue(call, end, { ...limits, withdrawn });
    } else call.succeed();
  }

  /** Closes as close(2) does: what the kernel has taken still goes out; unread data means reset. */
  close(abruptly: boolean): Promise<void> {
    this.#receiving?.failAll(closedMeanwhile);
    this.#sending?.failAll(closedMeanwhile);
    this.#failure = undefined;
    this.#gone = true;
    const socket = this.node;
    if (socket.closed) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once("close", () => resolve());
      if (socket.destroyed) return;
      if (abruptly || this.#unread > 0) socket.resetAndDestroy();
      else socket.destroy();
    });
  }

  arrived(chunk: Uint8Array): void {
    if (this.#readEnded) return;
    if (chunk.length <= (this.#receiving?.first?.want ?? 0) && this.#unread === 0) {
      // The usual case, without a turn in the queue: the chunk goes to the call that waits for it.
      this.#receiving?.first?.call.succeed(chunk);
      this.#receiving?.serve(chunk);
      return;
    }
    this.#keep(chunk);
    while (this.#receiving?.first && this.#unread > 0) {
      const { call, want } = this.#receiving.first;
      this.#receiving.serve(this.#hand(call, want));
    }
    if (this.#unread >= readAhead) {
      this.#reading = false;
      stopReading(this.node);
    }
  }

  peerFinished(): void {
    // libuv takes a reset right behind data for an end; a write, one that waits or an empty one, fails then.
    if (this.#writeEnded) this.#finished();
    else if (isFlushed(this.node)) whenFlushed(this.node, () => this.#finished());
    else setImmediate(() => this.#finished());
  }

  #finished(): void {
    if (this.#gone) return;
    record.note(this.#label, "finished");
    this.#endReceiving();
  }

  failed(cause: unknown): void {
    if (this.#gone) return;
    this.#gone = true;
    record.note(this.#label, "reset");
    const fail = (call: Call) => call.failWith(cause);
    const receiving = this.#receiving?.failAll(fail);
    const sending = this.#sending?.failAll(fail);
    if (!receiving && !sending) this.#failure = cause;
  }

  ended(): void {
    this.#gone = true;
    this.#endReceiving();
    this.#sending?.failAll((call) => call.fail("EPIPE"));
  }

  get #unread(): number {
    return this.#received?.length ?? 0;
  }

  #keep(chunk: Uint8Array): void {
    if (!this.#received) this.#label.unclaimed = () => this.#unread;
    this.#received ??= new ReceiveQueue();
    this.#received.push(chunk);
  }

  #hand(call: Call, count: number): Uint8Array {
    const bytes = this.#received?.take(count) ?? nothing;
    call.succeed(bytes);
    if (this.#unread === 0 && !this.#readEnded) this.#read();
    return bytes;
  }

  #read(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.node.resume();
  }

  #endReceiving(): void {
    this.#readEnded = true;
    while (this.#receiving?.first) {
      this.#receiving.first.call.succeed(nothing);
      this.#receiving.serve(nothing);
    }
  }

  /** The kernel tells of an end by force once; after that, there is only nothing to read. */
  #takeFailure(call: Call): unknown {
    const cause = this.#failure;
    this.#failure = undefined;
    return call.failWith(cause);
  }

  #enqueue(call: Call, sending: Sending, limits: Limits): Promise<number> {
    this.#sending ??= new WaitingLine();
    const sent = this.#sending.join(call, sending, limits);
    this.#pump();
    return this.#flushing ? sent : this.#turns.take(sending.bytes.length);
  }

  /** Gives Node what waits, slice by slice, as fast as the kernel takes it. */
  #pump(): void {
    while (!this.#flushing && this.#sending?.first) {
      const { call, want } = this.#sending.first;
      if (want.given < want.bytes.length) {
        const slice = want.bytes.subarray(want.given, want.given + sliceLength);
        want.given += slice.length;
        this.node.write(slice);
      }
      if (!isFlushed(this.node)) {
        this.#flush();
        return;
      }
      if (want.given < want.bytes.length) continue;
      if (want.last) this.node.end();
      call.succeed(want.bytes);
      this.#sending.serve(want.bytes.length);
    }
  }

  #flush(): void {
    this.#flushing = true;
    this.#turns.waited();
    whenFlushed(this.node, () => {
      this.#flushing = false;
      this.#pump();
    });
  }
}
