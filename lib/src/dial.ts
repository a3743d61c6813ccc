import { type Address, anyHost, resolveAddress, versionOf } from "./address.js";
import { type AddressFamily, AF_INET } from "./constants.js";
import type { SocketLabel, SocketState } from "./label.js";
import type { Arrival } from "./listener.js";
import { type BoundPort, bindPort, type NodeSocket, newSocket } from "./node-net.js";
import { sourceFor } from "./own-loopback.js";

/** The states in which a socket cannot connect, and what the kernel says then. */
export const tooLateToConnect: Partial<Record<SocketState, string>> = {
  closed: "EBADF",
  connecting: "EALREADY",
  connected: "EISCONN",
  listening: "EISCONN",
};

/** An attempt to connect, which can be given up. */
export interface Dialling {
  readonly connected: Promise<Arrival>;
  /** The port that was bound before, unless the attempt went so far that it took it. */
  unusedPort(): BoundPort | undefined;
  giveUp(): void;
}

/** connect(2), from a port that was bound before, or from any. Nothing is read yet. */
export function dial(address: Address, family: AddressFamily, port?: BoundPort): Dialling {
  let socket: NodeSocket | undefined;
  let unused = port;
  let givenUp = false;

  async function connect(): Promise<Arrival> {
    const [host, remotePort] = await resolveAddress(address, family);
    if (givenUp) throw ended();
    unused = undefined;
    const start = await port?.connectFrom();
    const dialled = start?.socket ?? newSocket();
    socket = dialled;
    if (givenUp) dialled.destroy();
    dialled.pause();
    return new Promise((resolve, reject) => {
      const closed = () => reject(ended());
      dialled.on("error", reject).on("close", closed);
      dialled.once("connect", () => {
        // Not removeAllListeners: that would turn the table of listeners into a four times larger one.
        dialled.off("error", reject).off("close", closed);
        const local = [dialled.localAddress ?? "", dialled.localPort ?? 0] as const;
        resolve({ socket: dialled, address: peerOf(dialled, [host, remotePort]), local });
      });
      if (!givenUp) {
        const from = start?.from ?? sourceOf(host, start !== undefined);
        dialled.connect({ ...from, host, port: remotePort, family: versionOf(family) });
      }
    });
  }

  return {
    connected: connect(),
    unusedPort: () => unused,
    giveUp() {
      givenUp = true;
      socket?.destroy();
    },
  };
}

/** After a failed connect, a bound socket keeps its port for another try; or is new, if that was taken. */
export async function takeAgain(
  label: SocketLabel,
  dialling: Dialling,
  v6only = false,
): Promise<BoundPort | undefined> {
  const { local } = label;
  const unused = dialling.unusedPort();
  const port = unused ?? (local && (await bindPort(...local, v6only).catch(noPort)));
  if (label.state === "closed") {
    await port?.close();
    return undefined;
  }
  label.local = port && local;
  label.state = port ? "bound" : "new";
  return port;
}

function ended(): Error {
  return Object.assign(new Error("given up"), { code: "EBADF" });
}

function noPort(): undefined {
  // What the caller of `connect` needs to know is why that failed.
}

/** Where a socket that is not bound connects from, where it matters. */
function sourceOf(host: string, isBound: boolean): { localAddress?: string } {
  const localAddress = isBound ? undefined : sourceFor(host);
  return localAddress === undefined ? {} : { localAddress };
}

/** The peer is who was asked for; Node is asked only where the system may put it otherwise. */
function peerOf(socket: NodeSocket, [host, port]: Address): Address {
  const sameForAll = !host.includes(":") && host !== anyHost(AF_INET);
  return [sameForAll ? host : (socket.remoteAddress ?? host), port];
}
