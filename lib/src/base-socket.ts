import { inspect } from "node:util";
import { type Address, anyHost } from "./address.js";
import { Call } from "./call.js";
import type { AddressFamily, OptionLevel } from "./constants.js";
import type { Disturbance } from "./disturbance.js";
import { SocketLabel } from "./label.js";
import { type OptionValue, optionName } from "./option-names.js";
import { register, unregister } from "./registry.js";
import type { SocketError } from "./socket-error.js";
import type { Limits, WaitOptions } from "./waiting-line.js";

/** What TCP and UDP sockets have in common: a name, an end, a timeout and options. */
export abstract class BaseSocket {
  readonly family: AddressFamily;
  /** Which socket this is and what state it is in, for people. */
  readonly label: SocketLabel;
  /** What `disturb` has put between this socket and what arrives for it. */
  disturbance: Disturbance | undefined;
  #timeout: number | null = null;

  constructor(kind: "TCP" | "UDP", family: AddressFamily) {
    this.family = family;
    this.label = new SocketLabel(kind);
    register(this);
  }

  /**
   * getsockname(2): the address of this side, as soon as `bind` or `connect` gave it one.
   * Before that it is the "any" address with port 0. Fails with EBADF after `close`.
   */
  getsockname(): Address {
    const call = new Call(this.label, "getsockname");
    if (this.label.state === "closed") throw call.fail("EBADF");
    call.succeed();
    return this.label.local ?? [anyHost(this.family), 0];
  }

  /**
   * getpeername(2): the address of the other side.
   * Fails with ENOTCONN while there is none, and when the connection has ended.
   */
  getpeername(): Address {
    const call = new Call(this.label, "getpeername");
    if (this.label.state === "closed") throw call.fail("EBADF");
    if (!this.label.remote || !this.isConnected()) throw call.fail("ENOTCONN");
    call.succeed();
    return this.label.remote;
  }

  /**
   * How long the waiting calls of this socket may take, in seconds, as in Python: null (the
   * default) is without limit, 0 is not at all. A call that takes longer fails with ETIMEDOUT (with
   * EAGAIN for 0), and the socket stays usable.
   */
  settimeout(seconds: number | null): void {
    const call = new Call(this.label, "settimeout");
    if (seconds !== null && !(typeof seconds === "number" && seconds >= 0)) {
      throw call.fail("EINVAL", `${String(seconds)} is neither seconds nor null`);
    }
    this.#timeout = seconds;
    call.succeed();
  }

  /** The limit that `settimeout` set, in seconds, or null. */
  gettimeout(): number | null {
    return this.#timeout;
  }

  /**
   * setsockopt(2): sets an option of this socket. An option that Node cannot honour fails with
   * ENOPROTOOPT and says why; none is accepted in silence.
   *
   * @example server.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1);
   */
  setsockopt(level: OptionLevel, option: number, value: OptionValue): void {
    const call = new Call(this.label, "setsockopt");
    if (this.label.state === "closed") throw call.fail("EBADF");
    attempt(call, () => this.setOption(optionName(level, option), value));
  }

  /** getsockopt(2): the value of an option. Fails with ENOPROTOOPT where Node cannot tell. */
  getsockopt(level: OptionLevel, option: number): OptionValue {
    const call = new Call(this.label, "getsockopt");
    if (this.label.state === "closed") throw call.fail("EBADF");
    return attempt(call, () => this.getOption(optionName(level, option)));
  }

  /**
   * close(2): ends the socket. Resolves when the port is free. Every waiting call of this socket
   * fails at once with EBADF. Fails never; to close twice is fine.
   */
  async close(): Promise<void> {
    if (this.label.state === "closed") return this.#closing;
    const call = new Call(this.label, "close");
    this.label.state = "closed";
    unregister(this);
    this.disturbance?.close();
    this.label.unclaimed = undefined; // a label must not keep its socket alive
    this.#closing = this.release();
    await this.#closing;
    call.succeed();
  }

  /** Lets `await using s = socket(…)` close the socket at the end of its block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What a notebook shows of a socket: its kind, its addresses and its state. */
  [inspect.custom](): string {
    return String(this.label);
  }

  #closing: Promise<void> | undefined;

  /** Throws where the signal is aborted already, so that the call takes nothing, even what is there. */
  protected limits(call: Call, options?: WaitOptions): Limits {
    const signal = options?.signal;
    if (signal?.aborted) {
      call.withdraw();
      throw signal.reason;
    }
    return { seconds: this.#timeout, signal };
  }

  protected abstract isConnected(): boolean;
  protected abstract setOption(name: string, value: OptionValue): void;
  protected abstract getOption(name: string): OptionValue;
  /** Gives back what the socket holds of the system. */
  protected abstract release(): Promise<void>;
}

/** Runs what belongs to a call, so that whatever it throws becomes that call's `SocketError`. */
export function attempt<T>(call: Call, run: () => T): T {
  try {
    const result = run();
    call.succeed();
    return result;
  } catch (cause) {
    throw call.failWith(cause) satisfies SocketError;
  }
}
