import { type Address, resolveAddress } from "./address.js";
import { checkBytes, checkCount } from "./arguments.js";
import { BaseSocket } from "./base-socket.js";
import { Call } from "./call.js";
import { Connection } from "./connection.js";
import type { AddressFamily, Shutdown } from "./constants.js";
import { isLackOfDescriptors } from "./descriptors.js";
import { dial, takeAgain, tooLateToConnect } from "./dial.js";
import { type Arrival, Listener } from "./listener.js";
import { type BoundPort, bindPort } from "./node-net.js";
import { currentRun } from "./notebook.js";
import type { OptionValue } from "./option-names.js";
import { makeRoom } from "./port-holders.js";
import { RunningCalls } from "./running-calls.js";
import { TcpOptions } from "./tcp-options.js";
import type { WaitOptions } from "./waiting-line.js";

/**
 * A TCP socket, made by `socket(AF_INET, SOCK_STREAM)` or by `accept`. A server goes through
 * `bind`, `listen` and `accept`; a client through `connect`; both then `send`, `recv` and `close`.
 */
export class TcpSocket extends BaseSocket {
  #port: BoundPort | undefined;
  #listener: Listener | undefined;
  #connection: Connection | undefined;
  #options: TcpOptions | undefined;
  #running: RunningCalls | undefined;

  constructor(family: AddressFamily) {
    super("TCP", family);
  }

  /**
   * bind(2): takes the port, so that `getsockname` tells it at once; port 0 takes a free one.
   * Resolves when the port is held. Fails with EADDRINUSE when it is taken, with EACCES below 1024,
   * and with EINVAL when the socket has an address already. In a notebook, a port that an earlier
   * run of the same cell still holds is taken over, and a line says so.
   * @example await server.bind(["", 12000]); // "" is every interface
   */
  async bind(address: Address): Promise<void> {
    const call = new Call(this.label, "bind", address);
    if (this.label.state === "closed") throw call.fail("EBADF");
    if (this.label.state !== "new") throw call.fail("EINVAL", "the socket is bound already");
    this.label.state = "bound";
    this.label.boundIn = currentRun();
    try {
      const [host, port] = await resolveAddress(address, this.family);
      await makeRoom(this.label, [host, port]);
      this.#port = await bindPort(host, port, this.#options?.v6only ?? false);
    } catch (cause) {
      if (!this.#isClosed()) this.label.state = "new";
      throw call.failWith(cause);
    }
    if (this.#isClosed()) {
      await this.#port.close();
      throw call.fail("EBADF");
    }
    this.label.local = [this.#port.host, this.#port.port];
    call.succeed();
  }

  /**
   * listen(2): from now on clients can connect, and up to `backlog` of them wait for `accept`.
   * Resolves when the kernel listens. Binds to a free port first if nobody did. Fails with EINVAL
   * on a connected socket, and with EADDRINUSE when another socket listens there already.
   */
  async listen(backlog = 128): Promise<void> {
    if (this.label.state === "new") await this.bind(["", 0]);
    const call = new Call(this.label, "listen", this.label.local);
    checkCount(call, "backlog", backlog);
    if (this.label.state === "closed") throw call.fail("EBADF");
    if (this.label.state === "listening") return call.succeed();
    const port = this.#port;
    if (this.label.state !== "bound" || !port) {
      throw call.fail("EINVAL", `the socket is ${this.label.state}`);
    }
    const listener = new Listener(this.label);
    this.label.state = "listening";
    try {
      await listener.start(port, Math.max(backlog, 1));
    } catch (cause) {
      if (!this.#isClosed()) this.label.state = "bound";
      throw call.failWith(cause);
    }
    this.#listener = listener;
    if (this.#isClosed()) {
      await listener.close();
      throw call.fail("EBADF");
    }
    call.succeed();
  }

  /**
   * accept(2): one connection, in the order of arrival, and the address of its client.
   * Resolves when a client has connected; several waiting calls are served first come, first
   * served. Fails with EINVAL before `listen`, and with EMFILE when a client was turned away because
   * no descriptor was left; call it again then. The connection is a new socket, which you close.
   * @example const [connection, address] = await server.accept();
   */
  async accept(options?: WaitOptions): Promise<[connection: TcpSocket, address: Address]> {
    const call = new Call(this.label, "accept");
    if (this.label.state === "closed") throw call.fail("EBADF");
    if (!this.#listener) throw call.fail("EINVAL", "the socket does not listen");
    const arrival = await this.#listener.accept(call, this.limits(call, options));
    return [this.#welcome(arrival), arrival.address];
  }

  /**
   * `for await (const [connection, address] of server)`: accepts until the server is closed. It goes on
   * when a client was turned away because no descriptor was left; a call of `accept` tells of it.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<[connection: TcpSocket, address: Address]> {
    if (!this.#listener) await this.accept();
    while (!this.#isClosed()) {
      const next = await this.accept().catch((error: unknown) => {
        if (!this.#isClosed() && !isLackOfDescriptors(error)) throw error;
      });
      if (next) yield next;
    }
  }

  /**
   * connect(2): connects to a server. Resolves when the connection is there. Fails with
   * ECONNREFUSED when nobody listens, ETIMEDOUT, ENOTFOUND, or EISCONN when it is connected.
   * After a failure the socket may try again.
   * @example await client.connect(["127.0.0.1", 12000]);
   */
  async connect(address: Address, options?: WaitOptions): Promise<void> {
    const call = new Call(this.label, "connect", address);
    const wrong = tooLateToConnect[this.label.state];
    if (wrong) throw call.fail(wrong);
    const limits = { ...this.limits(call, options), withdrawn: () => dialling.giveUp() };
    this.label.state = "connecting";
    const dialling = dial(address, this.family, this.#port);
    this.#running ??= new RunningCalls();
    try {
      const arrival = await this.#running.run(call, limits, dialling.connected);
      if (this.#isClosed()) throw call.fail("EBADF");
      this.#adopt(arrival);
      this.#running = undefined;
      call.succeed();
    } catch (cause) {
      if (this.#isClosed()) dialling.giveUp();
      else this.#port = await takeAgain(this.label, dialling, this.#options?.v6only);
      throw cause;
    }
  }

  /**
   * send(2): sends bytes, and resolves with how many once the system has taken them. When the peer
   * reads slowly, this waits. Fails with EPIPE when nothing can be sent any more, and with
   * ECONNRESET when the peer has reset the connection.
   * @example await client.send(encode("hello")); // 5
   */
  send(bytes: Uint8Array, options?: WaitOptions): Promise<number> {
    return this.#send("send", bytes, options);
  }

  /** Like `send`, under the name that Python gives to the call that always sends everything. */
  async sendall(bytes: Uint8Array, options?: WaitOptions): Promise<void> {
    await this.#send("sendall", bytes, options);
  }

  /**
   * recv(2): 1 to `count` bytes, whatever is there, as soon as anything is there. Empty means that
   * the peer has finished, again and again. One `recv` is a chunk, not a message: what was sent at
   * once may come in parts, and what was sent in parts may come at once. Fails with ECONNRESET and
   * ENOTCONN.
   * @example const chunk = await connection.recv(2048);
   */
  recv(count: number, options?: WaitOptions): Promise<Uint8Array> {
    const call = new Call(this.label, "recv");
    try {
      checkCount(call, "the count", count);
      return this.#connected(call, "ENOTCONN").recv(call, count, this.limits(call, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * shutdown(2): ends one direction and leaves the other open. After SHUT_WR the peer reads an end,
   * and this side still receives. Resolves once that is on its way. Fails with ENOTCONN.
   */
  async shutdown(how: Shutdown, options?: WaitOptions): Promise<void> {
    const call = new Call(this.label, "shutdown");
    const connection = this.#connected(call, "ENOTCONN");
    if (![0, 1, 2].includes(how)) throw call.fail("EINVAL", `${String(how)} is no SHUT_ constant`);
    await connection.shutdown(call, how, this.limits(call, options));
  }

  #send(name: string, bytes: Uint8Array, options?: WaitOptions): Promise<number> {
    const call = new Call(this.label, name);
    try {
      checkBytes(call, bytes);
      return this.#connected(call, "EPIPE").send(call, bytes, this.limits(call, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The connection of a call that needs one. */
  #connected(call: Call, otherwise: string) {
    if (this.#isClosed()) throw call.fail("EBADF");
    if (!this.#connection) throw call.fail(otherwise);
    return this.disturbance?.before?.(this.#connection) ?? this.#connection;
  }

  #welcome(arrival: Arrival): TcpSocket {
    const connection = new TcpSocket(this.family);
    connection.#options = this.#options?.inherit();
    connection.disturbance = this.disturbance?.again?.();
    connection.#adopt(arrival);
    return connection;
  }

  #adopt({ socket, address, local }: Arrival): void {
    this.label.local = local;
    this.label.remote = address;
    this.label.state = "connected";
    this.#options?.applyTo(socket);
    this.#connection = new Connection(socket, this.label);
  }

  #isClosed(): boolean {
    return this.label.state === "closed";
  }

  protected override isConnected(): boolean {
    return this.#connection !== undefined && !this.#connection.isGone;
  }

  protected override setOption(name: string, value: OptionValue): void {
    this.#options ??= new TcpOptions(this.family);
    this.#options.set(name, value, this.label.state);
    if (this.#connection) this.#options.applyTo(this.#connection.node);
  }

  protected override getOption(name: string): OptionValue {
    return (this.#options ?? new TcpOptions(this.family)).get(name, this.label.state);
  }

  protected override async release(): Promise<void> {
    this.#running?.failAll();
    await this.#connection?.close(this.#options?.abrupt ?? false);
    if (this.#listener) await this.#listener.close();
    else if (!this.#connection) await this.#port?.close();
  }
}
