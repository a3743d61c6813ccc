/** The one file that imports `node:dgram`: the calls of a UDP socket, as promises. */
import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from "node:dgram";
import type { Address } from "./address.js";
import { inTurn } from "./turn.js";

export type DatagramSocket = Socket;
export type DatagramSocketOptions = SocketOptions;

export interface DatagramEvents {
  arrived(bytes: Uint8Array, address: Address): void;
  failed(cause: Error): void;
}

/** Makes Node's socket and binds it. Rejects with the kernel's error; nothing stays open then. */
export function bindDatagrams(
  options: { creation(): SocketOptions; applyTo(socket: Socket): void },
  [address, port]: Address,
  events: DatagramEvents,
): Promise<DatagramSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(options.creation());
    socket.once("error", (cause) => {
      socket.close();
      reject(cause);
    });
    // `exclusive`: in a worker of node:cluster, too, the port belongs to this process.
    socket.bind({ address, port, exclusive: true }, () => {
      try {
        options.applyTo(socket);
      } catch (refused) {
        socket.close();
        return reject(refused);
      }
      socket.removeAllListeners("error");
      socket.on("error", (cause) => events.failed(cause));
      socket.on("message", (bytes: Uint8Array, { address: host, port: from }: RemoteInfo) =>
        events.arrived(bytes, [host, from]),
      );
      resolve(socket);
    });
  });
}

export function sendDatagram(
  socket: DatagramSocket,
  bytes: Uint8Array,
  address?: Address,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, count: number) =>
      error ? reject(error) : resolve(inTurn(count));
    if (address) socket.send(bytes, address[1], address[0], done);
    else socket.send(bytes, done);
  });
}

export function connectDatagrams(socket: DatagramSocket, [host, port]: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    // Node's callback gets an error that its types do not mention.
    const done = (error?: Error) => (error ? reject(error) : resolve());
    socket.connect(port, host, done);
  });
}

export function closeDatagrams(socket: DatagramSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.close(() => resolve());
  });
}
