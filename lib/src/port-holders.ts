import type { Address } from "./address.js";
import type { SocketLabel } from "./label.js";
import type { CellRun } from "./notebook.js";
import { Refusal } from "./refusal.js";
import { type OpenSocket, openSockets } from "./registry.js";

/**
 * Called before a port is bound. In a notebook, a socket that an earlier run of the calling cell
 * left on this port is closed, and a line says so: to run a cell again is no mistake. Any other
 * open socket of this process there means EADDRINUSE. (Two sockets that are bound and do not yet
 * listen would else share a TCP port on Linux, since libuv sets SO_REUSEADDR.)
 */
export async function makeRoom(label: SocketLabel, address: Address): Promise<void> {
  const holders = openSockets().filter((other) => holds(other, label, address));
  for (const holder of holders) {
    if (!isEarlierRun(holder.label.boundIn, label.boundIn))
      throw new Refusal("EADDRINUSE", "the port is taken");
    await holder.close();
    console.log(`Port ${address[1]}: closed the socket of an earlier run of this cell.`);
  }
}

function holds(other: OpenSocket, label: SocketLabel, [host, port]: Address): boolean {
  const local = other.label.local;
  if (!local || port === 0 || other.label === label || other.label.kind !== label.kind)
    return false;
  if (other.label.state === "connected" && label.kind === "TCP") return false;
  const sameFamily = host.includes(":") === local[0].includes(":");
  return local[1] === port && sameFamily && (local[0] === host || isAny(host) || isAny(local[0]));
}

function isAny(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function isEarlierRun(bound: CellRun | undefined, now: CellRun | undefined): boolean {
  return (
    bound !== undefined && now !== undefined && bound.id === now.id && bound.number !== now.number
  );
}
