import type { Address } from "./address.js";
import type { SocketLabel } from "./label.js";
import { record } from "./record.js";
import { type Attempt, asSocketError, failure, type SocketError } from "./socket-error.js";

/**
 * One call while it is made. Every call of this library passes through here: this is where it gets
 * into the record, and where its failure gets the call's name.
 */
export class Call implements Attempt {
  readonly socket: SocketLabel;
  readonly syscall: string;
  readonly address: Address | undefined;
  readonly #entry: number;

  constructor(socket: SocketLabel, syscall: string, address?: Address) {
    this.socket = socket;
    this.syscall = syscall;
    this.address = address;
    this.#entry = record.begin(socket, syscall, address);
  }

  succeed(bytes?: Uint8Array, address?: Address): void {
    record.end(this.#entry, "ok", bytes, address);
  }

  /** The call did not have to wait. */
  succeedAtOnce(bytes: Uint8Array): void {
    record.endAtOnce(this.#entry, bytes);
  }

  fail(code: string, state?: string): SocketError {
    record.end(this.#entry, code);
    return failure(this, code, state);
  }

  failWith(cause: unknown): SocketError {
    const error = asSocketError(this, cause);
    record.end(this.#entry, error.code);
    return error;
  }

  /** The caller no longer waits; nothing went wrong. */
  withdraw(): void {
    record.end(this.#entry, "withdrawn");
  }
}
