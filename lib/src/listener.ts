import type { Address } from "./address.js";
import type { Call } from "./call.js";
import { SOMAXCONN } from "./constants.js";
import { isAmongTheLast } from "./descriptors.js";
import type { SocketLabel } from "./label.js";
import type { BoundPort, NodeServer, NodeSocket } from "./node-net.js";
import { record } from "./record.js";
import { Refusal } from "./refusal.js";
import { closedMeanwhile } from "./running-calls.js";
import { type Limits, WaitingLine } from "./waiting-line.js";

const crowded = "this process has too many files and sockets open, so a client was turned away";

/** A connection that the kernel has completed, the address of its peer, and its own. */
export interface Arrival {
  readonly socket: NodeSocket;
  readonly address: Address;
  readonly local: Address;
}

/**
 * The listening half of a TCP socket: the line of connections that wait for `accept`.
 *
 * Node accepts from the kernel as soon as a connection is there and cannot be asked to leave it
 * (nodejs/node#1744). So the line is kept here, with the data of each connection still unread in
 * the kernel, and with room for as many as Linux keeps at most: whoever comes then is reset.
 */
export class Listener {
  readonly #label: SocketLabel;
  readonly #arrivals: Arrival[] = [];
  readonly #accepting = new WaitingLine<undefined, Arrival>();
  #server: NodeServer | undefined;
  /** Why a client was lost, until an `accept` has told it. */
  #failure: unknown;

  constructor(label: SocketLabel) {
    this.#label = label;
    label.unclaimed = () => this.#arrivals.length;
  }

  async start(port: BoundPort, backlog: number): Promise<void> {
    this.#server = await port.listen(backlog, (socket) => this.#arrived(socket));
    this.#server.on("error", (cause) => this.#failed(cause));
  }

  accept(call: Call, limits: Limits): Promise<Arrival> {
    const cause = this.#failure;
    this.#failure = undefined;
    if (cause !== undefined) return Promise.reject(call.failWith(cause));
    const arrival = this.#arrivals.shift();
    if (!arrival) return this.#accepting.join(call, undefined, limits);
    call.succeed(undefined, arrival.address);
    return Promise.resolve(arrival);
  }

  /** Frees the port, resets who still waits for `accept`, and ends every waiting `accept`. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#accepting.failAll(closedMeanwhile);
    for (const { socket } of this.#arrivals.splice(0)) socket.resetAndDestroy();
    // `close` frees the port before it returns; its callback would wait for all connections.
    server?.close();
    await new Promise((done) => setImmediate(done));
  }

  #arrived(socket: NodeSocket): void {
    if (isAmongTheLast(socket)) {
      socket.destroy(); // at once: a reset would keep the descriptor for another turn
      this.#failed(new Refusal("EMFILE", crowded));
      return;
    }
    const address = [socket.remoteAddress ?? "", socket.remotePort ?? 0] as const;
    const local = this.#ownAddress(socket);
    if (this.#accepting.first) {
      this.#accepting.first.call.succeed(undefined, address);
      this.#accepting.serve({ socket, address, local });
    } else if (this.#arrivals.length < SOMAXCONN) {
      this.#arrivals.push({ socket, address, local });
    } else {
      record.note(this.#label, "dropped");
      socket.resetAndDestroy();
    }
  }

  /** One address for all connections, unless each has its own: idle ones stay small. */
  #ownAddress(socket: NodeSocket): Address {
    const { local } = this.#label;
    if (local && local[0] !== "0.0.0.0" && local[0] !== "::") return local;
    return [socket.localAddress ?? "", socket.localPort ?? 0];
  }

  /** A client is lost, for example with EMFILE; listening goes on. */
  #failed(cause: unknown): void {
    if (this.#accepting.first) {
      const { call } = this.#accepting.first;
      this.#accepting.refuse(call.failWith(cause));
    } else {
      record.note(this.#label, "dropped");
      this.#failure = cause;
    }
  }
}
