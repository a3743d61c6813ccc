import type { TcpState } from "../../system-sockets.js";

/** One arrow of the state diagram. */
export interface Edge {
  readonly from: TcpState;
  readonly to: TcpState;
  /** What happens, and after the slash what is sent then. */
  readonly label: string;
}

const arrows = [
  ["CLOSED", "LISTEN", "listen()"],
  ["CLOSED", "SYN_SENT", "connect() / SYN"],
  ["LISTEN", "SYN_RECEIVED", "SYN / SYN, ACK"],
  ["SYN_SENT", "SYN_RECEIVED", "SYN / SYN, ACK"],
  ["SYN_SENT", "ESTABLISHED", "SYN, ACK / ACK"],
  ["SYN_RECEIVED", "ESTABLISHED", "ACK"],
  ["SYN_RECEIVED", "FIN_WAIT_1", "close() / FIN"],
  ["ESTABLISHED", "FIN_WAIT_1", "close() / FIN"],
  ["ESTABLISHED", "CLOSE_WAIT", "FIN / ACK"],
  ["FIN_WAIT_1", "FIN_WAIT_2", "ACK"],
  ["FIN_WAIT_1", "CLOSING", "FIN / ACK"],
  ["FIN_WAIT_2", "TIME_WAIT", "FIN / ACK"],
  ["CLOSING", "TIME_WAIT", "ACK"],
  ["TIME_WAIT", "CLOSED", "time is over"],
  ["CLOSE_WAIT", "LAST_ACK", "close() / FIN"],
  ["LAST_ACK", "CLOSED", "ACK"],
] as const;

/**
 * The arrows of RFC 9293, figure 5, in the words of the calls. Left out are those back to CLOSED of a
 * socket that is closed before it has a connection, and a LISTEN that sends, which no socket call does.
 */
export const edges: readonly Edge[] = arrows.map(([from, to, label]) => ({ from, to, label }));

/** The shortest way along the arrows, without the state it begins in; undefined where there is none. */
export function wayBetween(from: TcpState, to: TcpState): TcpState[] | undefined {
  const ways: TcpState[][] = [[from]];
  const seen = new Set<TcpState>([from]);
  for (const way of ways) {
    const last = way.at(-1);
    if (last === to) return way.slice(1);
    for (const edge of edges) {
      if (edge.from !== last || seen.has(edge.to)) continue;
      seen.add(edge.to);
      ways.push([...way, edge.to]);
    }
  }
  return undefined;
}
