import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { endianness } from "node:os";
import type { Address } from "./address.js";

export type TcpState =
  | "CLOSED"
  | "LISTEN"
  | "SYN_SENT"
  | "SYN_RECEIVED"
  | "ESTABLISHED"
  | "FIN_WAIT_1"
  | "FIN_WAIT_2"
  | "CLOSE_WAIT"
  | "CLOSING"
  | "LAST_ACK"
  | "TIME_WAIT";

/** A socket as the operating system lists it. What a system does not tell is undefined. */
export interface SystemSocket {
  readonly kind: "TCP" | "UDP";
  readonly version: 4 | 6;
  /** The state of TCP; of a UDP socket whether anybody may send to it. */
  readonly state: string;
  readonly local: Address;
  readonly remote: Address;
  /** Bytes that no program has taken yet; of a listening socket, connections. */
  readonly receiveQueue: number | undefined;
  /** Bytes that the peer has not confirmed yet. */
  readonly sendQueue: number | undefined;
  /** For example `python3 (process 4711)`. */
  readonly owner: string | undefined;
  /** The number by which Linux knows the socket; 0 where it has no owner any more. */
  readonly inode: string;
}

/** The numbers of include/net/tcp_states.h; a UDP socket uses two of them in its own way. */
const states: Readonly<Record<string, TcpState>> = {
  "01": "ESTABLISHED",
  "02": "SYN_SENT",
  "03": "SYN_RECEIVED",
  "04": "FIN_WAIT_1",
  "05": "FIN_WAIT_2",
  "06": "TIME_WAIT",
  "07": "CLOSED",
  "08": "CLOSE_WAIT",
  "09": "LAST_ACK",
  "0A": "LISTEN",
  "0B": "CLOSING",
  // A connection that the kernel is still making, listed as one of its own.
  "0C": "SYN_RECEIVED",
};

const tables = [
  ["TCP", 4, "tcp"],
  ["TCP", 6, "tcp6"],
  ["UDP", 4, "udp"],
  ["UDP", 6, "udp6"],
] as const;

/** The sockets of this Linux system, without their owners. Empty where there is no /proc. */
export function linuxSockets(): SystemSocket[] {
  return tables.flatMap(([kind, version, name]) =>
    parseTable(read(`/proc/self/net/${name}`), kind, version),
  );
}

/** The sockets of this system that are open to all on a port. Empty where there is no /proc. */
export function systemListeners(port: number, kind: "TCP" | "UDP" = "TCP"): SystemSocket[] {
  const open = kind === "TCP" ? "LISTEN" : "open";
  return linuxSockets().filter(
    (socket) => socket.kind === kind && socket.state === open && socket.local[1] === port,
  );
}

/** The process that owns a socket, for example `python3 (process 4711)`, where it may be known. */
export function ownerOf({ inode }: SystemSocket): string | undefined {
  return ownersOf(new Set([inode])).get(inode);
}

/** The owners of these sockets, by their inodes. The processes of other users are closed to us. */
export function ownersOf(inodes: ReadonlySet<string>): Map<string, string> {
  const owners = new Map<string, string>();
  for (const pid of list("/proc").filter((name) => /^\d+$/.test(name))) {
    for (const fd of list(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(linkAt(`/proc/${pid}/fd/${fd}`))?.[1];
      if (inode === undefined || !inodes.has(inode)) continue;
      owners.set(inode, `${read(`/proc/${pid}/comm`).trim()} (process ${pid})`);
    }
    if (owners.size === inodes.size) break;
  }
  return owners;
}

/** One file of /proc/net: see proc_net_tcp(5). */
export function parseTable(text: string, kind: "TCP" | "UDP", version: 4 | 6): SystemSocket[] {
  const rows = text.split("\n").slice(1).filter(Boolean);
  return rows.map((row) => {
    const [, local = "", remote = "", state = "", queues = "", , , , , inode = "0"] = row
      .trim()
      .split(/\s+/);
    const [sendQueue = 0, receiveQueue = 0] = queues.split(":").map((n) => Number.parseInt(n, 16));
    const name = states[state] ?? state;
    return {
      kind,
      version,
      state: kind === "TCP" ? name : name === "ESTABLISHED" ? "connected" : "open",
      local: addressFromHex(local),
      remote: addressFromHex(remote),
      receiveQueue,
      sendQueue,
      owner: undefined,
      inode,
    };
  });
}

/** /proc writes an address in words of four bytes, each in the byte order of the machine. */
function addressFromHex(text: string): Address {
  const [hex = "", port = "0"] = text.split(":");
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => {
    const inOrder = (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    return endianness() === "LE" ? inOrder.reverse() : inOrder;
  });
  const host = bytes.length === 4 ? bytes.join(".") : hostOfIPv6(bytes);
  return [host, Number.parseInt(port, 16)];
}

function hostOfIPv6(bytes: readonly number[]): string {
  const groups = bytes.flatMap((byte, at) =>
    at % 2 === 0 ? [(byte * 256 + (bytes[at + 1] ?? 0)).toString(16)] : [],
  );
  // The URL parser writes an IPv6 address in its short form (RFC 5952).
  const short = new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255;
  return isMapped ? `::ffff:${bytes.slice(12).join(".")}` : short;
}

function read(path: string): string {
  return whereReadable(() => readFileSync(path, "utf8"), "");
}

function list(path: string): string[] {
  return whereReadable(() => readdirSync(path), []);
}

function linkAt(path: string): string {
  return whereReadable(() => readlinkSync(path), "");
}

/** Processes end while we look, and those of other users are closed to us: both are no answer. */
function whereReadable<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
