import { type Address, formatAddress } from "../../address.js";
import type { SocketLabel } from "../../label.js";
import { howMany } from "./bytes-words.js";
import type { Sockets } from "./sockets.js";
import type { Step } from "./steps.js";

/** A column of the drawing: a socket of this process, or somebody outside of it. */
export interface Lane {
  readonly name: string;
  readonly address: string;
  readonly outside: boolean;
}

const mostSockets = 6;
const mostOutside = 2;

/**
 * The columns: the sockets in the order in which they appear, a connection beside its client, and
 * who is outside of this process at the right edge. Those that are too many share a column.
 */
export class Lanes {
  readonly list: readonly Lane[];
  readonly #places = new Map<SocketLabel | string, number>();
  readonly #names: ReadonlyMap<SocketLabel, string>;

  /** `labels`: the sockets in the order in which they appear, each as often as it does. */
  constructor(
    labels: readonly SocketLabel[],
    steps: readonly Step[],
    outside: readonly Address[],
    sockets: Sockets,
  ) {
    const ordered = sideBySide(labels, sockets);
    this.#names = namesOf(ordered, steps, sockets);
    const all = ordered.map((label) => ({
      key: label,
      name: this.nameOf(label),
      address: ownAddress(label),
      outside: false,
    }));
    const strangers = new Map(outside.map((address) => [keyOf(address), address]));
    const edge = [...strangers].map(([key, address]) => {
      return { key, name: "outside", address: formatAddress(address), outside: true };
    });
    const list: Lane[] = [];
    this.#place(list, all, mostSockets, (rest) => howMany(rest, "more socket"));
    this.#place(list, edge, mostOutside, () => "outside");
    this.list = list;
  }

  of(label: SocketLabel): number {
    return this.#places.get(label) ?? 0;
  }

  has(label: SocketLabel): boolean {
    return this.#places.has(label);
  }

  outside(address: Address): number {
    return this.#places.get(keyOf(address)) ?? 0;
  }

  /** The sockets of this process in a lane: one, unless they share it. */
  labelsIn(lane: number): SocketLabel[] {
    return [...this.#places].flatMap(([key, place]) => {
      return place === lane && typeof key !== "string" ? [key] : [];
    });
  }

  /** The name of a socket, which is not that of its lane where it shares one. */
  nameOf(label: SocketLabel): string {
    return this.#names.get(label) ?? "";
  }

  isShared(label: SocketLabel): boolean {
    return this.list[this.of(label)]?.name !== this.nameOf(label);
  }

  #place(
    list: Lane[],
    lanes: readonly (Lane & { key: SocketLabel | string })[],
    most: number,
    shared: (rest: number) => string,
  ): void {
    const own = lanes.length > most ? most - 1 : most;
    lanes.forEach(({ key, name, address, outside }, i) => {
      this.#places.set(key, list.length - (i > own ? 1 : 0));
      if (i < own) list.push({ name, address, outside });
      if (i !== own) return;
      const rest = lanes.length - own;
      list.push({ name: shared(rest), address: `${rest} addresses`, outside });
    });
  }
}

/** One name for one place: `localhost` and what a bound socket shows of it are the same. */
function keyOf([host, port]: Address): string {
  const local = ["", "localhost", "0.0.0.0"].includes(host.toLowerCase());
  return `${local ? "127.0.0.1" : host.replace(/^::ffff:/, "")} ${port}`;
}

function ownAddress({ local }: SocketLabel): string {
  return local ? formatAddress(local) : "no port";
}

/** A client, and right of it the connection that `accept` gave for it. */
function sideBySide(labels: readonly SocketLabel[], sockets: Sockets): SocketLabel[] {
  const ordered = new Set<SocketLabel>();
  for (const label of labels) {
    const peer = sockets.peerOf(label);
    const pair = peer ? [label, peer] : [label];
    if (peer && sockets.isAccepted(label)) pair.reverse();
    for (const each of pair) ordered.add(each);
  }
  return [...ordered];
}

/** What each socket is in its conversation, numbered where several are the same. */
function namesOf(
  labels: readonly SocketLabel[],
  steps: readonly Step[],
  sockets: Sockets,
): Map<SocketLabel, string> {
  const calls = new Map<SocketLabel, string[]>(labels.map((label) => [label, []]));
  for (const { call } of steps) calls.get(call.socket)?.push(call.call);
  const counts = new Map<string, number>();
  const numbered = labels.map((label) => {
    const role = roleOf(label, calls.get(label) ?? [], sockets);
    const number = (counts.get(role) ?? 0) + 1;
    counts.set(role, number);
    return { label, role, number };
  });
  return new Map(
    numbered.map(({ label, role, number }) => {
      return [label, counts.get(role) === 1 ? role : `${role} ${number}`];
    }),
  );
}

function roleOf(label: SocketLabel, calls: readonly string[], sockets: Sockets): string {
  if (label.kind === "UDP") {
    return calls[0] === "bind" || calls[0] === "recvfrom" ? "UDP server" : "UDP client";
  }
  if (calls.includes("listen") || calls.includes("accept") || label.state === "listening") {
    return "server";
  }
  if (calls.includes("connect")) return "client";
  if (sockets.isAccepted(label)) return "connection";
  return label.remote ? "client" : "socket";
}
