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

  constructor(steps: readonly Step[], outside: readonly Address[], sockets: Sockets) {
    const labels = sideBySide(steps, sockets);
    const names = namesOf(labels, steps, sockets);
    const all = labels.map((label) => ({
      key: label,
      name: names.get(label) ?? "",
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

  nameOf(label: SocketLabel): string {
    return this.list[this.of(label)]?.name ?? "";
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

function sideBySide(steps: readonly Step[], sockets: Sockets): SocketLabel[] {
  const labels = [...new Set(steps.map(({ call: { socket } }) => socket))];
  const ordered: SocketLabel[] = [];
  for (const label of labels) {
    const peer = sockets.peerOf(label);
    const at = peer ? ordered.indexOf(peer) : -1;
    if (at < 0) ordered.push(label);
    else ordered.splice(at + 1, 0, label);
  }
  return ordered;
}

/** What each socket is in its conversation, numbered where several are the same. */
function namesOf(
  labels: readonly SocketLabel[],
  steps: readonly Step[],
  sockets: Sockets,
): Map<SocketLabel, string> {
  const roles = labels.map((label) => {
    const calls = steps.filter(({ call }) => call.socket === label).map(({ call }) => call.call);
    return roleOf(label, calls, sockets);
  });
  return new Map(
    labels.map((label, i) => {
      const role = roles[i] ?? "";
      const number = roles.slice(0, i + 1).filter((other) => other === role).length;
      const isOnly = roles.indexOf(role) === roles.lastIndexOf(role);
      return [label, isOnly ? role : `${role} ${number}`];
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
