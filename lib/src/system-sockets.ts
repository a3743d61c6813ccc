import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A socket as the Linux kernel lists it. */
export interface SystemSocket {
  readonly version: 4 | 6;
  readonly localHost: string;
  readonly localPort: number;
  readonly listening: boolean;
  /** The number by which the kernel knows the socket; 0 where it has no owner any more. */
  readonly inode: string;
}

/** The states of a TCP socket that listens, and of a UDP socket that anybody may send to. */
const stateOpen = { TCP: "0A", UDP: "07" };

/** The sockets of this system that are open to all on a port. Empty where there is no /proc. */
export function systemListeners(port: number, kind: "TCP" | "UDP" = "TCP"): SystemSocket[] {
  const table = `/proc/self/net/${kind.toLowerCase()}`;
  const sockets = [...readTable(table, 4, kind), ...readTable(`${table}6`, 6, kind)];
  return sockets.filter((socket) => socket.listening && socket.localPort === port);
}

/** The process that owns a socket, for example `python3 (process 4711)`, where it may be known. */
export function ownerOf(socket: SystemSocket): string | undefined {
  const wanted = `socket:[${socket.inode}]`;
  for (const pid of list("/proc").filter((name) => /^\d+$/.test(name))) {
    const owns = list(`/proc/${pid}/fd`).some((fd) => linkAt(`/proc/${pid}/fd/${fd}`) === wanted);
    if (owns) return `${read(`/proc/${pid}/comm`).trim()} (process ${pid})`;
  }
  return undefined;
}

function readTable(path: string, version: 4 | 6, kind: "TCP" | "UDP"): SystemSocket[] {
  const rows = read(path).split("\n").slice(1).filter(Boolean);
  return rows.map((row) => {
    const columns = row.trim().split(/\s+/);
    const [host = "", port = "0"] = (columns[1] ?? "").split(":");
    return {
      version,
      localHost: version === 4 ? hostFromHex(host) : host,
      localPort: Number.parseInt(port, 16),
      listening: columns[3] === stateOpen[kind],
      inode: columns[9] ?? "0",
    };
  });
}

/** /proc writes an IPv4 address as one number in the byte order of the machine. */
function hostFromHex(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  return bytes
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join(".");
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
