import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Address } from "socketbook";
import type { Patience } from "./patience.js";
import { Peer } from "./peer.js";

/** A server of the check, on a free port of this machine, for a client that the learner made. */
export class PeerServer {
  readonly address: Address;
  readonly #server: Server;
  readonly #patience: Patience;
  readonly #arrived: Peer[] = [];
  #taken = 0;

  static async start(patience: Patience): Promise<PeerServer> {
    const server = createServer({ pauseOnConnect: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new PeerServer(server, patience);
  }

  private constructor(server: Server, patience: Patience) {
    const { address, port } = server.address() as AddressInfo;
    this.address = [address, port];
    this.#server = server;
    this.#patience = patience;
    server.on("connection", (socket: Socket) => this.#welcome(socket));
  }

  /** The next client, in the order in which they connected. */
  async accept(): Promise<Peer> {
    await this.#patience.until(
      () => this.#arrived.length > this.#taken,
      () => "nobody connected",
    );
    return this.#arrived[this.#taken++] as Peer;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    await Promise.all(this.#arrived.map((peer) => peer.close()));
    await closed;
  }

  #welcome(socket: Socket): void {
    this.#arrived.push(new Peer(socket, this.#patience));
    socket.resume();
  }
}
