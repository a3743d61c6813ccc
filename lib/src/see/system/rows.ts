import { type Address, formatAddress } from "../../address.js";
import type { SocketLabel } from "../../label.js";
import { history } from "../../record.js";
import { openSockets } from "../../registry.js";
import type { SystemSocket } from "../../system-sockets.js";

/** One socket, as the system sees it and as this library does; one of the two may not know it. */
export interface SocketRow {
  readonly kind: "TCP" | "UDP";
  /** LISTEN, ESTABLISHED, TIME_WAIT …; empty where the system does not list the socket. */
  readonly state: string;
  readonly local: string;
  readonly remote: string;
  /** Bytes that no program has taken from the system; of a listening socket, connections. */
  readonly receiveQueue: number | undefined;
  /** Bytes that the peer has not confirmed. */
  readonly sendQueue: number | undefined;
  /** `this program`, or another process, where it may be known. */
  readonly owner: string | undefined;
  /** The state of the library's socket, where the socket is one of this program; else empty. */
  readonly library: string;
  /** What lies in the library and no call has taken: connections, bytes, or datagrams. */
  readonly unclaimed: number | undefined;
}

/** Which sockets to look for: those of a port, of one kind or of both. */
export interface Wanted {
  readonly port: number | undefined;
  readonly kind: "TCP" | "UDP" | undefined;
}

/** From here on systems give out ports by themselves, so a free one was another's a moment ago. */
const firstFreePort = 32_768;

/** Picks the sockets of one port; without a port, those that this program has had a part in. */
export function wanted({ port, kind: only }: Wanted): (socket: SystemSocket) => boolean {
  const labels = [...openSockets().map(({ label }) => label), ...history().map((e) => e.socket)];
  // A connection is known by both its ports: the system gives a free one to many, one after another.
  const known = new Set(
    labels.flatMap(({ kind, local, remote }) =>
      local ? [`${kind} ${local[1]} ${remote?.[1] ?? "any"}`] : [],
    ),
  );
  const isOurs = (kind: string, ...pairs: string[]) => pairs.some((p) => known.has(`${kind} ${p}`));
  return ({ kind, state, local: [, own], remote: [, other] }) => {
    if (only !== undefined && kind !== only) return false;
    const [there, back] = [`${own} ${other}`, `${other} ${own}`];
    if (port === undefined) return isOurs(kind, there, back, `${own} any`, `${other} any`);
    if (own !== port && other !== port) return false;
    return state !== "TIME_WAIT" || port < firstFreePort || isOurs(kind, there, back);
  };
}

/** The system's sockets, each with what the library knows of it; then those that only the library knows. */
export function rowsOf(system: readonly SystemSocket[], { port, kind }: Wanted): SocketRow[] {
  const unseen = new Set(openSockets().map(({ label }) => label));
  const rows = system.map((socket) => {
    const label = [...unseen].find((each) => isSame(each, socket));
    if (label) unseen.delete(label);
    return rowOf(socket, label);
  });
  const own = [...unseen].filter(
    (label) =>
      (kind === undefined || label.kind === kind) &&
      (port === undefined || label.local?.[1] === port || label.remote?.[1] === port),
  );
  return [...rows.toSorted(inOrder(port)), ...own.map(ownRow)];
}

function rowOf(socket: SystemSocket, label: SocketLabel | undefined): SocketRow {
  const { kind, state, local, remote, receiveQueue, sendQueue, owner } = socket;
  return {
    kind,
    state,
    local: shown(local),
    remote: shown(remote),
    receiveQueue,
    sendQueue,
    owner: owner?.endsWith(`(process ${process.pid})`) ? "this program" : owner,
    library: label?.state ?? "",
    unclaimed: label?.unclaimed?.() ?? (label && 0),
  };
}

function ownRow({ kind, state, local, remote, unclaimed }: SocketLabel): SocketRow {
  return {
    kind,
    state: "",
    local: local ? shown(local) : "*:*",
    remote: remote ? shown(remote) : "*:*",
    receiveQueue: undefined,
    sendQueue: undefined,
    owner: undefined,
    library: state,
    unclaimed: unclaimed?.() ?? 0,
  };
}

function isSame({ kind, local, remote }: SocketLabel, socket: SystemSocket): boolean {
  if (kind !== socket.kind || local?.[1] !== socket.local[1]) return false;
  if ((remote?.[1] ?? 0) !== socket.remote[1]) return false;
  // A host that ends in its IPv4 form is that host, seen through a socket of IPv6.
  const isHost = (one: string, other: string) => isAny(one) || isAny(other) || one.endsWith(other);
  return isHost(socket.local[0], local[0]) && isHost(socket.remote[0], remote?.[0] ?? "");
}

function isAny(host: string): boolean {
  return host === "" || host === "0.0.0.0" || host === "::";
}

function shown([host, port]: Address): string {
  const where = formatAddress([isAny(host) ? "" : host, port]);
  return port === 0 ? "*:*" : where;
}

const order = [
  "LISTEN open SYN_SENT SYN_RECEIVED ESTABLISHED connected",
  "CLOSE_WAIT LAST_ACK FIN_WAIT_1 FIN_WAIT_2 CLOSING TIME_WAIT",
].flatMap((states) => states.split(" "));

/** In the order of a socket's life; of one state, first the server's ends, then those that we hold. */
function inOrder(port: number | undefined): (one: SocketRow, other: SocketRow) => number {
  const rank = ({ state, local, library }: SocketRow) => {
    const isServer = local.endsWith(`:${port}`);
    return 4 * (order.indexOf(state) + 1) + (isServer ? 0 : 2) + (library === "" ? 1 : 0);
  };
  return (one, other) => rank(one) - rank(other);
}
