import type { SocketLabel } from "../../label.js";
import type { SystemSocket, TcpState } from "../../system-sockets.js";

/** What the system said of a connection at one moment; undefined: it did not list it. */
export interface Observation {
  /** Milliseconds since the process began, as in the record. */
  readonly at: number;
  readonly state: TcpState | undefined;
}

const observations = new WeakMap<SocketLabel, Observation[]>();

/** Keeps what the system's list says of a connection now, and gives all that it has said so far. */
export function observe(label: SocketLabel, sockets: readonly SystemSocket[]): Observation[] {
  const seen = observations.get(label) ?? [];
  const socket = sockets.find((each) => isSameConnection(label, each));
  seen.push({ at: performance.now(), state: socket?.state as TcpState | undefined });
  observations.set(label, seen);
  return seen;
}

function isSameConnection({ local, remote }: SocketLabel, socket: SystemSocket): boolean {
  if (socket.kind !== "TCP" || local?.[1] !== socket.local[1]) return false;
  return (remote?.[1] ?? 0) === socket.remote[1];
}
