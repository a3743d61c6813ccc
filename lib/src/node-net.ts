/**
 * The one file that imports `node:net`, and the one that touches internals of Node.
 *
 * The first internal is `net._createServerHandle`: the only way in Node to bind a TCP port without
 * listening on it. With it, `bind` tells the port at once and fails at once when the port is taken,
 * and a client that comes before `listen` is refused, as with the sockets of every other language.
 * It is the same in Node 20, 22, 24 and 26. Where it is missing one day, `bindPort` listens already
 * at `bind`, and whoever comes before `listen` is reset. The second is the handle of a socket: its
 * number, without which nobody is told that the descriptors run out, and `readStop`, without which a
 * paused connection takes twice the memory.
 */
import net from "node:net";
import { getSystemErrorName } from "node:util";
import { onread } from "./connection-events.js";

export type NodeSocket = net.Socket;
export type NodeServer = net.Server;
export const isIP = net.isIP;

interface Handle {
  getsockname(into: Partial<net.AddressInfo>): number;
  close(closed: () => void): void;
}

type CreateServerHandle = (
  host: string,
  port: number,
  version: 4 | 6,
  fd: undefined,
  flags: number,
) => Handle | number;

const onlyIPv6 = 1;

/** A bound TCP port, not yet listening: what `listen` or `connect` goes on with. */
export interface BoundPort {
  readonly host: string;
  readonly port: number;
  /** Resolves once the kernel listens. `arrived` gets each connection, its data still unread. */
  listen(backlog: number, arrived: (socket: NodeSocket) => void): Promise<NodeServer>;
  /** A socket that will connect from this port. */
  connectFrom(): Promise<{ socket: NodeSocket; from: net.TcpSocketConnectOpts | undefined }>;
  close(): Promise<void>;
}

/** bind(2) for TCP. Rejects with an error that has the kernel's `code`. */
export function bindPort(host: string, port: number, v6only: boolean): Promise<BoundPort> {
  const create = (net as { _createServerHandle?: CreateServerHandle })._createServerHandle;
  return create ? bindByHandle(create, host, port, v6only) : bindByListening(host, port, v6only);
}

/** A socket that is not connected; both directions end on their own (half-close). */
export function newSocket(): NodeSocket {
  return new net.Socket({ allowHalfOpen: true, onread } as net.SocketConstructorOpts);
}

interface StreamHandle {
  readonly fd?: number;
  reading?: boolean;
  readStop?(): number;
}

/** The number by which the system knows the socket; -1 where Node does not tell it. */
export function descriptorOf(socket: NodeSocket): number {
  return handleOf(socket)?.fd ?? -1;
}

/**
 * Pauses the socket at once: `pause` alone lets Node read one more chunk, of up to 64 KiB, into its own
 * memory, which thousands of clients that send and never read would fill.
 */
export function stopReading(socket: NodeSocket): void {
  socket.pause();
  const handle = handleOf(socket);
  if (!handle?.reading || !handle.readStop) return;
  handle.reading = false;
  handle.readStop();
}

function handleOf(socket: NodeSocket): StreamHandle | null | undefined {
  return (socket as { _handle?: StreamHandle | null })._handle;
}

function newServer(): NodeServer {
  // Above a mark of 0, Node would read on into its own memory while a connection is paused.
  return net.createServer({ allowHalfOpen: true, pauseOnConnect: true, highWaterMark: 0 });
}

async function bindByHandle(
  create: CreateServerHandle,
  host: string,
  port: number,
  v6only: boolean,
): Promise<BoundPort> {
  const handle = create(host, port, net.isIPv6(host) ? 6 : 4, undefined, v6only ? onlyIPv6 : 0);
  if (typeof handle === "number") throw systemError(handle);
  const close = () => new Promise<void>((closed) => handle.close(closed));
  // libuv keeps an EADDRINUSE back until the first question about the handle.
  const real: Partial<net.AddressInfo> = {};
  const failure = handle.getsockname(real);
  if (failure !== 0) {
    await close();
    throw systemError(failure);
  }
  return {
    host: real.address ?? host,
    port: real.port ?? port,
    async listen(backlog, arrived) {
      const server = newServer().on("connection", arrived);
      await listening(server, () => server.listen(handle, backlog));
      return server;
    },
    async connectFrom() {
      // Without `manualStart` Node would read from the handle before it is connected. Above a mark of 0,
      // it would take its first reading for still under way when it is stopped, and never begin again.
      const options = { handle, allowHalfOpen: true, manualStart: true, highWaterMark: 0 };
      return { socket: new net.Socket(options as net.SocketConstructorOpts), from: undefined };
    },
    close,
  };
}

/** What is left without the internal: a real bind, which a client can already tell from none. */
export async function bindByListening(
  host: string,
  port: number,
  v6only: boolean,
): Promise<BoundPort> {
  const server = newServer();
  const refuse = (socket: NodeSocket) => void socket.resetAndDestroy();
  server.on("connection", refuse);
  await listening(server, () => server.listen({ host, port, ipv6Only: v6only }));
  const real = server.address() as net.AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  return {
    host: real.address,
    port: real.port,
    async listen(_backlog, arrived) {
      server.off("connection", refuse).on("connection", arrived);
      return server;
    },
    async connectFrom() {
      await close();
      const from = { localAddress: real.address, localPort: real.port } as net.TcpSocketConnectOpts;
      return { socket: newSocket(), from };
    },
    close,
  };
}

function listening(server: NodeServer, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => {
      server.off("error", reject);
      resolve();
    });
    start();
  });
}

function systemError(errno: number): Error & { code: string } {
  const code = getSystemErrorName(errno);
  return Object.assign(new Error(`bind ${code}`), { code });
}
