import type { Connection } from "./connection.js";
import type { Datagram } from "./datagram-queue.js";

/** What the waiting calls of a TCP socket ask of its connection. */
export type Stream = Pick<Connection, "recv" | "send" | "shutdown">;

/** What `disturb` puts between a socket and what arrives for it. */
export interface Disturbance {
  /** What the calls of a TCP socket use in place of its connection. */
  before?(connection: Connection): Stream;
  /** Takes a datagram that arrived, and delivers what the socket is to receive. */
  arrived?(datagram: Datagram, deliver: (datagram: Datagram) => void): void;
  /** The same for a connection that a disturbed server has accepted. */
  again?(): Disturbance;
  /** The socket is closed: nothing waits any more. */
  close(): void;
}
