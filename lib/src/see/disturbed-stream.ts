import type { Call } from "../call.js";
import type { Connection } from "../connection.js";
import type { Disturbance, Stream } from "../disturbance.js";
import { closedMeanwhile } from "../running-calls.js";
import { SocketError } from "../socket-error.js";
import { type Limits, WaitingLine } from "../waiting-line.js";
import type { StreamFaults } from "./faults.js";
import { seededDraw } from "./seeded-draw.js";

const quiet = 0.1;
const nothing = new Uint8Array(0);

/** Stands before a connection and hands over what arrives as a hard network might. */
export class DisturbedStream implements Disturbance, Stream {
  #faults: StreamFaults = {};
  #draw = seededDraw(1);
  #connection!: Connection;
  /** Taken from the connection, but not yet handed over: a withdrawn call left it. */
  #held: Uint8Array = nothing;
  #failure: unknown;
  #untilCut = Number.POSITIVE_INFINITY;
  #untilReset = Number.POSITIVE_INFINITY;
  /** The reset has been told to a call; after that, there is only nothing to read. */
  #told = false;
  #busy = false;
  readonly #turns = new WaitingLine<undefined, undefined>();
  readonly #late = new WaitingLine<undefined, undefined>();

  set(faults: StreamFaults): void {
    this.#faults = faults;
    this.#draw = seededDraw(faults.seed ?? 1);
    this.#untilCut = this.#nextCut();
    this.#untilReset = faults.resetAfter ?? Number.POSITIVE_INFINITY;
  }

  again(): DisturbedStream {
    const another = new DisturbedStream();
    another.set(this.#faults);
    return another;
  }

  before(connection: Connection): Stream {
    this.#connection = connection;
    return this;
  }

  close(): void {
    this.#late.failAll(closedMeanwhile);
    this.#turns.failAll(closedMeanwhile);
  }

  /** One call at a time takes from the connection; the others wait for their turn, in order. */
  async recv(call: Call, count: number, limits: Limits): Promise<Uint8Array> {
    if (this.#busy) await this.#turns.join(call, undefined, limits);
    this.#busy = true;
    try {
      return await this.#handOver(call, count, limits);
    } finally {
      this.#busy = this.#turns.first !== undefined;
      this.#turns.serve(undefined);
    }
  }

  async send(call: Call, bytes: Uint8Array, limits: Limits): Promise<number> {
    if (this.#untilReset > 0) return this.#connection.send(call, bytes, limits);
    this.#tell(call);
    throw call.fail("EPIPE");
  }

  shutdown(...parameters: Parameters<Connection["shutdown"]>): Promise<void> {
    return this.#connection.shutdown(...parameters);
  }

  async #handOver(call: Call, count: number, limits: Limits): Promise<Uint8Array> {
    if (this.#untilReset === 0) {
      this.#tell(call);
      return this.#succeed(call, nothing);
    }
    const want = Math.min(count, this.#untilCut, this.#untilReset);
    await this.#collect(call, want, limits);
    if (this.#held.length > 0) await this.#delay(call, limits);
    const bytes = this.#held.subarray(0, want);
    this.#held = this.#held.subarray(bytes.length);
    this.#untilCut -= bytes.length;
    if (this.#untilCut === 0) this.#untilCut = this.#nextCut();
    this.#untilReset -= bytes.length;
    this.#succeed(call, bytes);
    if (this.#untilReset === 0) this.#reset();
    return bytes;
  }

  /** Fills `#held`: with the next chunk; when merging, until it is full or nothing more comes. */
  async #collect(call: Call, want: number, limits: Limits): Promise<void> {
    if (this.#held.length === 0) {
      if (this.#failure !== undefined) throw this.#takeFailure(call);
      this.#held = await this.#connection.recv(call, want, limits);
    }
    const isEnd = this.#held.length === 0;
    while (this.#faults.merge && !isEnd && this.#held.length < want) {
      const more = await this.#soon(call, want - this.#held.length, limits);
      if (more.length === 0) return;
      this.#held = Buffer.concat([this.#held, more]);
    }
  }

  /** The next chunk if it comes soon. What goes wrong meanwhile is told by the next call. */
  async #soon(call: Call, count: number, limits: Limits): Promise<Uint8Array> {
    const { merge } = this.#faults;
    const seconds = typeof merge === "number" ? merge : quiet;
    try {
      return await this.#connection.recv(call, count, { ...limits, seconds });
    } catch (error) {
      const isOver = !(error instanceof SocketError) || error.code === "EBADF";
      if (isOver) throw error;
      // 0 seconds end with EAGAIN.
      if (error.code !== "ETIMEDOUT" && error.code !== "EAGAIN") this.#failure = error.cause;
      return nothing;
    }
  }

  async #delay(call: Call, limits: Limits): Promise<void> {
    const { delay = 0 } = this.#faults;
    if (delay === 0) return;
    const over = this.#late.join(call, undefined, limits);
    const timer = setTimeout(() => this.#late.serve(undefined), delay * 1000);
    try {
      await over;
    } finally {
      clearTimeout(timer);
    }
  }

  #nextCut(): number {
    const { split = false } = this.#faults;
    if (split === false) return Number.POSITIVE_INFINITY;
    return split === true ? 1 : 1 + Math.floor(this.#draw() * split);
  }

  #reset(): void {
    const cause = Object.assign(new Error("reset by disturb"), { code: "ECONNRESET" });
    this.#connection.failed(cause);
    this.#connection.node.resetAndDestroy();
  }

  /** As the kernel does: the first call after a reset fails with it. */
  #tell(call: Call): void {
    if (this.#told) return;
    // `resetAfter: 0`: nobody has handed anything over that could have brought it about.
    if (!this.#connection.isGone) this.#reset();
    this.#told = true;
    throw call.fail("ECONNRESET");
  }

  #takeFailure(call: Call): unknown {
    const failure = this.#failure;
    this.#failure = undefined;
    return call.failWith(failure);
  }

  /** Also overwrites what the record says of a call that collected more than one chunk. */
  #succeed(call: Call, bytes: Uint8Array): Uint8Array {
    call.succeed(bytes);
    return bytes;
  }
}
