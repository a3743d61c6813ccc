import { type Address, formatAddress } from "./address.js";
import { type CellRun, notebook } from "./notebook.js";

export type SocketState = "new" | "bound" | "listening" | "connecting" | "connected" | "closed";

let opened = 0;

/**
 * What a person needs to tell one socket from another: its kind, its addresses, its state, and the
 * cell that opened it. Errors, the registry and the record speak of a socket through its label, so
 * that none of them keeps the socket itself alive.
 */
export class SocketLabel {
  readonly id = ++opened;
  readonly kind: "TCP" | "UDP";
  /** The number of the notebook cell that opened the socket, where there is one. */
  readonly cell = notebook()?.currentCell()?.number;
  state: SocketState = "new";
  local: Address | undefined;
  remote: Address | undefined;
  /** The run of a cell that called `bind`. */
  boundIn: CellRun | undefined;
  /** How much lies in the library that no call has taken: connections, bytes, or datagrams. */
  unclaimed: (() => number) | undefined;

  constructor(kind: "TCP" | "UDP") {
    this.kind = kind;
  }

  /** For example `TCP socket 127.0.0.1:12000 (listening)`. */
  toString(): string {
    const addresses = [this.local, this.remote].filter((a) => a !== undefined).map(formatAddress);
    const where = addresses.length > 0 ? ` ${addresses.join(" → ")}` : "";
    return `${this.kind} socket${where} (${this.state})`;
  }
}
