import { execFile } from "node:child_process";
import { linuxSockets, ownersOf, type SystemSocket } from "../../system-sockets.js";
import { agreed } from "./agreed.js";
import { keyOf, parseLsof, parseMacNetstat, parseWindowsNetstat } from "./parse-netstat.js";

type Wanted = (socket: SystemSocket) => boolean;

/** The sockets of this system that are wanted, or a note why they cannot be told. */
export async function readSystem(
  wanted: Wanted,
): Promise<{ sockets: SystemSocket[]; note: string | undefined }> {
  // Who looks again and again until a state comes must not keep the sockets from their own work.
  await new Promise((turn) => setImmediate(turn));
  try {
    const sockets = await read(wanted);
    const note = sockets ? undefined : `this system (${process.platform}) lists no sockets here`;
    return { sockets: sockets ?? [], note };
  } catch (error) {
    return { sockets: [], note: `the system's table cannot be read: ${(error as Error).message}` };
  }
}

async function read(wanted: Wanted): Promise<SystemSocket[] | undefined> {
  if (process.platform === "darwin") return readMac(wanted);
  if (process.platform === "win32") {
    return parseWindowsNetstat(await outputOf("netstat", "-ano")).filter(wanted);
  }
  if (linuxSockets().length === 0) return undefined;
  const sockets = agreed(() => linuxSockets().filter(wanted));
  const owners = ownersOf(new Set(sockets.map(({ inode }) => inode).filter((n) => n !== "0")));
  return sockets.map((socket) => ({ ...socket, owner: owners.get(socket.inode) }));
}

async function readMac(wanted: Wanted): Promise<SystemSocket[]> {
  const sockets = parseMacNetstat(await outputOf("netstat", "-an")).filter(wanted);
  const owners = parseLsof(await outputOf("lsof", "-nP", "-i", "-FpcPn").catch(() => ""));
  return sockets.map((socket) => ({
    ...socket,
    owner: owners.get(keyOf(socket.kind, socket.local, socket.remote)),
  }));
}

function outputOf(command: string, ...parameters: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: 10_000, maxBuffer: 64 * 1024 * 1024, windowsHide: true };
    execFile(command, parameters, limits, (error, output) => {
      // lsof fails when one of many files was closed to it; what it told of the others counts.
      if (error && output === "") reject(error);
      else resolve(output);
    });
  });
}
