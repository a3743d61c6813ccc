import { type Address, formatAddress } from "./address.js";
import { hintFor } from "./hints.js";
import type { SocketLabel } from "./label.js";
import { Refusal } from "./refusal.js";
import { stateOfPorts } from "./used-up-ports.js";

/** What a call was doing when it failed. */
export interface Attempt {
  /** The name of the call, which is also that of the system call where there is one. */
  readonly syscall: string;
  readonly socket: SocketLabel;
  readonly address?: Address | undefined;
}

/**
 * The one failure of every socket call. `message` says what was attempted, on what, the state
 * found and the code, then gives a hint. `code` and `syscall` are the ones of the Unix manual,
 * `address` is the one that the call was given, and `cause` is Node's own error where there was one.
 *
 * @example
 * try { await client.connect(["127.0.0.1", 12000]); }
 * catch (error) { if (error instanceof SocketError && error.code === "ECONNREFUSED") … }
 */
export class SocketError extends Error {
  override readonly name = "SocketError";
  readonly code: string;
  readonly syscall: string;
  readonly address: Address | undefined;
  /** What a person can do about it; empty where there is nothing sensible to say. */
  readonly hint: string;

  constructor(attempt: Attempt, code: string, state: string, options?: ErrorOptions) {
    const { syscall, socket, address } = attempt;
    const what = address ? `to ${describe(address)}` : `on the ${socket}`;
    const hint = hintFor(code, attempt, options?.cause !== undefined);
    super(`${syscall} ${what} failed: ${state} (${code}).${hint && ` ${hint}`}`, options);
    this.code = code;
    this.syscall = syscall;
    this.address = address;
    this.hint = hint;
  }
}

/** What each code says about the state of things, where the caller has nothing nearer to say. */
const states: Readonly<Record<string, string>> = {
  EACCES: "the system does not allow it",
  EADDRINUSE: "the address is already in use",
  EADDRNOTAVAIL: "this machine has no such address",
  EAGAIN: "it would have to wait, and the timeout is 0",
  EAI_AGAIN: "no name server answered",
  EALREADY: "the socket is already connecting",
  EBADF: "the socket is closed",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the peer reset the connection",
  EDESTADDRREQ: "the socket has no address to send to",
  EHOSTUNREACH: "there is no way to that host",
  EISCONN: "the socket is already connected",
  EMFILE: "this process has too many files and sockets open",
  ENFILE: "this machine has too many files and sockets open",
  EMSGSIZE: "the message is too long",
  ENOPROTOOPT: "Node cannot honour this option",
  ENETUNREACH: "there is no way to that network",
  ENOTCONN: "the socket is not connected",
  EPIPE: "this socket can send no more",
  ETIMEDOUT: "nobody answered in time",
};

/** The error of a call that the state of the socket forbids, or that ended without Node's help. */
export function failure(attempt: Attempt, code: string, state?: string): SocketError {
  return new SocketError(attempt, code, state ?? states[code] ?? "the system refused");
}

/** Turns whatever Node or an address check threw into the one error class, and keeps the cause. */
export function asSocketError(attempt: Attempt, cause: unknown): SocketError {
  if (cause instanceof SocketError) return cause;
  if (cause instanceof Refusal) {
    const options = cause.cause === undefined ? undefined : { cause: cause.cause };
    return new SocketError(attempt, cause.code, cause.state, options);
  }
  const { code, message } = cause as { code?: unknown; message?: unknown };
  const name = typeof code === "string" ? code : "EIO";
  const state = stateOfPorts(name, attempt) ?? states[name] ?? String(message ?? cause);
  return new SocketError(attempt, name, state, { cause });
}

/** An address that is wrong in itself is shown as it was given. */
function describe(address: Address): string {
  const wellFormed = Array.isArray(address) && typeof address[0] === "string";
  return wellFormed ? formatAddress(address) : String(JSON.stringify(address));
}
