import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import type { Address } from "socketbook";
import type { Patience } from "./patience.js";

export interface Datagram {
  readonly bytes: Buffer;
  readonly from: Address;
}

/** The check's own UDP socket, made of Node's, on a free port of this machine. */
export class DatagramPeer {
  readonly address: Address;
  readonly #socket: Socket;
  readonly #patience: Patience;
  readonly #arrived: Datagram[] = [];

  static async start(patience: Patience): Promise<DatagramPeer> {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new DatagramPeer(socket, patience);
  }

  private constructor(socket: Socket, patience: Patience) {
    const { address, port } = socket.address();
    this.address = [address, port];
    this.#socket = socket;
    this.#patience = patience;
    socket.on("message", (bytes: Buffer, { address, port }: RemoteInfo) =>
      this.#arrived.push({ bytes, from: [address, port] }),
    );
  }

  /** Resolves when the system has taken the datagram. */
  async sendto(data: string | Uint8Array, [host, port]: Address): Promise<void> {
    await new Promise<void>((done, fail) =>
      this.#socket.send(data, port, nearby(host), (error) => (error ? fail(error) : done())),
    );
  }

  /** The next datagram, in the order of arrival. */
  async recvfrom(): Promise<Datagram> {
    await this.#patience.until(
      () => this.#arrived.length > 0,
      () => "no datagram",
    );
    return this.#arrived.shift() as Datagram;
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }
}

/** Where a socket is reached that is bound to every interface. */
export function nearby(host: string): string {
  if (host === "" || host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}
