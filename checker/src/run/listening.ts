import { readFileSync, readlinkSync } from "node:fs";
import { listGone, orGone, type ProcessFamily } from "./processes.js";

export type Transport = "tcp" | "udp";

/** Where a program waits for its clients, as the operating system tells it. */
export interface Listening {
  readonly transport: Transport;
  readonly host: string;
  readonly port: number;
}

const states: Readonly<Record<Transport, string>> = { tcp: "0A", udp: "07" }; // LISTEN; not connected

/** Every port on which a program waits. Linux only: elsewhere the list is empty. */
export function listeningOf(family: ProcessFamily): Listening[] {
  const processes = family.members();
  if (processes.length === 0) return [];
  const held = new Set(processes.flatMap(({ pid }) => socketsOf(pid)));
  return (["tcp", "udp"] as const).flatMap((transport) =>
    [transport, `${transport}6`].flatMap((table) =>
      rowsOf(table)
        .filter(({ state, inode }) => state === states[transport] && held.has(inode))
        .map(({ address, port }) => ({ transport, host: reachable(address), port })),
    ),
  );
}

/** The inode numbers of the sockets that a process holds. */
function socketsOf(pid: number): string[] {
  return listGone(`/proc/${pid}/fd`).flatMap((name) => {
    const target = orGone(() => readlinkSync(`/proc/${pid}/fd/${name}`)) ?? "";
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    return inode === undefined ? [] : [inode];
  });
}

function rowsOf(table: string) {
  const text = orGone(() => readFileSync(`/proc/net/${table}`, "latin1")) ?? "";
  return text
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length > 9)
    .map((fields) => {
      const [address = "", port = ""] = (fields[1] ?? "").split(":");
      return { address, port: parseInt(port, 16), state: fields[3], inode: fields[9] ?? "" };
    });
}

/** The address of this machine at which a socket bound to `address`, in hexadecimal, is reached. */
function reachable(address: string): string {
  const any = /^0+$/.test(address);
  if (address.length > 8) return any || address.endsWith("0100007F") ? "127.0.0.1" : "::1";
  if (any) return "127.0.0.1";
  return [6, 4, 2, 0].map((at) => parseInt(address.slice(at, at + 2), 16)).join(".");
}
