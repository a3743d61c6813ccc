import { type Address, anyHost, resolveAddress } from "./address.js";
import { checkBytes, checkCount } from "./arguments.js";
import { BaseSocket } from "./base-socket.js";
import { Call } from "./call.js";
import type { AddressFamily } from "./constants.js";
import { type Datagram, DatagramQueue } from "./datagram-queue.js";
import {
  bindDatagrams,
  closeDatagrams,
  connectDatagrams,
  type DatagramSocket,
  sendDatagram,
} from "./node-dgram.js";
import { currentRun } from "./notebook.js";
import type { OptionValue } from "./option-names.js";
import { sourceFor } from "./own-loopback.js";
import { makeRoom } from "./port-holders.js";
import { record } from "./record.js";
import { closedMeanwhile, RunningCalls } from "./running-calls.js";
import { UdpOptions } from "./udp-options.js";
import { WaitingLine, type WaitOptions } from "./waiting-line.js";

/**
 * A UDP socket, made by `socket(AF_INET, SOCK_DGRAM)`. It sends and receives datagrams: each
 * arrives whole or not at all, and in any order.
 */
export class UdpSocket extends BaseSocket {
  readonly #options: UdpOptions;
  readonly #queue = new DatagramQueue();
  readonly #receiving = new WaitingLine<number, Datagram>();
  readonly #running = new RunningCalls();
  #opening: Promise<DatagramSocket> | undefined;
  #node: DatagramSocket | undefined;
  #failure: Error | undefined;
  #dropped = 0;

  constructor(family: AddressFamily) {
    super("UDP", family);
    this.#options = new UdpOptions(family);
    this.label.unclaimed = () => this.#queue.length;
  }

  /** How many datagrams were dropped because nobody called `recvfrom` and the queue was full. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * bind(2): takes the port; port 0 takes a free one. Resolves when datagrams can arrive.
   * Fails with EADDRINUSE when the port is taken, and with EINVAL when the socket has one already.
   * @example await server.bind(["127.0.0.1", 50001]);
   */
  async bind(address: Address): Promise<void> {
    const call = new Call(this.label, "bind", address);
    if (this.label.state === "closed") throw call.fail("EBADF");
    if (this.#opening) throw call.fail("EINVAL", "the socket is bound already");
    await this.#during(call, () => this.#open(resolveAddress(address, this.family)));
    call.succeed();
  }

  /**
   * connect(2): from now on `send` goes to this address, and only its datagrams are received.
   * Nothing travels: that nobody is there shows only later, as ECONNREFUSED.
   */
  async connect(address: Address, options?: WaitOptions): Promise<void> {
    const call = new Call(this.label, "connect", address);
    if (this.label.state === "closed") throw call.fail("EBADF");
    await this.#waiting(call, options, async () => {
      const target = await resolveAddress(address, this.family);
      const node = await this.#bound(target);
      if (this.label.remote) node.disconnect();
      this.label.remote = undefined;
      await connectDatagrams(node, target);
      this.label.remote = target;
      this.label.local = addressOf(node);
      this.label.state = "connected";
    });
    call.succeed();
  }

  /**
   * sendto(2): sends one datagram. Resolves with its size when the system has taken it, which says
   * nothing about its arrival. Binds to a free port first if nobody did. Fails with EMSGSIZE when
   * it is too long.
   * @example await client.sendto(encode("hello"), ["127.0.0.1", 50001]);
   */
  async sendto(bytes: Uint8Array, address: Address, options?: WaitOptions): Promise<number> {
    const call = new Call(this.label, "sendto", address);
    this.#check(call, bytes);
    if (this.label.remote) throw call.fail("EISCONN", "the socket is connected: use send(bytes)");
    const count = await this.#waiting(call, options, async () => {
      const target = await resolveAddress(address, this.family);
      return sendDatagram(await this.#bound(target), bytes, target);
    });
    call.succeed(bytes);
    return count;
  }

  /** send(2): one datagram to the address of `connect`. Fails with EDESTADDRREQ without one. */
  async send(bytes: Uint8Array, options?: WaitOptions): Promise<number> {
    const call = new Call(this.label, "send");
    this.#check(call, bytes);
    if (!this.label.remote) throw call.fail("EDESTADDRREQ");
    const count = await this.#waiting(call, options, async () =>
      sendDatagram(await this.#bound(), bytes),
    );
    call.succeed(bytes);
    return count;
  }

  /**
   * recvfrom(2): one datagram, cut to `count` bytes as the system does, and its sender's address.
   * Resolves when one is there; the rest of a datagram that was cut is lost.
   * @example const [bytes, address] = await server.recvfrom(4096);
   */
  async recvfrom(
    count: number,
    options?: WaitOptions,
  ): Promise<[bytes: Uint8Array, address: Address]> {
    const call = new Call(this.label, "recvfrom");
    const { bytes, address } = await this.#receive(call, count, options);
    return [bytes, address];
  }

  /** recv(2): like `recvfrom`, without the address. */
  async recv(count: number, options?: WaitOptions): Promise<Uint8Array> {
    return (await this.#receive(new Call(this.label, "recv"), count, options)).bytes;
  }

  async #receive(call: Call, count: number, options?: WaitOptions): Promise<Datagram> {
    if (this.label.state === "closed") throw call.fail("EBADF");
    checkCount(call, "the count", count);
    const limits = this.limits(call, options);
    const datagram = this.#queue.shift();
    if (datagram) return cut(call, datagram, count);
    this.#throwFailure(call);
    return this.#receiving.join(call, count, limits);
  }

  #arrived(datagram: Datagram): void {
    const { disturbance } = this;
    if (disturbance?.arrived) disturbance.arrived(datagram, (passed) => this.#take(passed));
    else this.#take(datagram);
  }

  #take(datagram: Datagram): void {
    const waiting = this.#receiving.first;
    if (waiting) this.#receiving.serve(cut(waiting.call, datagram, waiting.want));
    else if (!this.#queue.push(datagram)) {
      this.#dropped++;
      record.note(this.label, "dropped");
    }
  }

  /** The system tells of a refused datagram at the next call, or to the call that waits. */
  #failed(cause: Error): void {
    const waiting = this.#receiving.first;
    if (waiting) this.#receiving.refuse(waiting.call.failWith(cause));
    else this.#failure = cause;
  }

  #check(call: Call, bytes: Uint8Array): void {
    if (this.label.state === "closed") throw call.fail("EBADF");
    checkBytes(call, bytes);
    this.#throwFailure(call);
  }

  #throwFailure(call: Call): void {
    const cause = this.#failure;
    this.#failure = undefined;
    if (cause) throw call.failWith(cause);
  }

  /** Runs what a call does, within the limits of the call. */
  #waiting<T>(call: Call, options: WaitOptions | undefined, run: () => Promise<T>): Promise<T> {
    return this.#running.run(call, this.limits(call, options), run());
  }

  async #during(call: Call, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (cause) {
      throw call.failWith(cause);
    }
    if (this.label.state === "closed") throw call.fail("EBADF");
  }

  #bound(target?: Address): Promise<DatagramSocket> {
    const host = sourceFor(target?.[0]) ?? anyHost(this.family);
    return this.#opening ?? this.#open(Promise.resolve([host, 0]));
  }

  #open(place: Promise<Address>): Promise<DatagramSocket> {
    this.label.boundIn = currentRun();
    this.#opening = this.#bindNode(place);
    // A failed bind may be tried again; whoever called gets the error from the promise itself.
    this.#opening.catch(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #bindNode(resolved: Promise<Address>): Promise<DatagramSocket> {
    const place = await resolved;
    if (this.#options.get("SO_REUSEADDR", undefined) === 0) await makeRoom(this.label, place);
    const node = await bindDatagrams(this.#options, place, {
      arrived: (bytes, from) => this.#arrived({ bytes, address: from }),
      failed: (cause) => this.#failed(cause),
    });
    if (this.label.state === "closed") {
      await closeDatagrams(node);
      return node;
    }
    this.#node = node;
    this.label.local = addressOf(node);
    this.label.state = "bound";
    return node;
  }

  protected override isConnected(): boolean {
    return this.label.remote !== undefined;
  }

  protected override setOption(name: string, value: OptionValue): void {
    this.#options.set(name, value, this.#node);
  }

  protected override getOption(name: string): OptionValue {
    return this.#options.get(name, this.#node);
  }

  protected override async release(): Promise<void> {
    this.#receiving.failAll(closedMeanwhile);
    this.#running.failAll();
    // A bind under way gives its port back by itself, and its own caller hears how it ended.
    if (this.#node) await closeDatagrams(this.#node);
    else await Promise.allSettled([this.#opening]);
  }
}

function cut(call: Call, { bytes, address }: Datagram, count: number): Datagram {
  const kept = bytes.length > count ? bytes.subarray(0, count) : bytes;
  call.succeed(kept, address);
  return { bytes: kept, address };
}

function addressOf(node: DatagramSocket): Address {
  const { address, port } = node.address();
  return [address, port];
}
