import { createConnection } from "node:net";
import {
  type Address,
  AF_INET,
  openSockets,
  SOCK_STREAM,
  socket,
  type TcpSocket,
} from "socketbook";
import { DatagramPeer, nearby } from "./datagram-peer.js";
import { Failure } from "./failure.js";
import { lastCall, leftOpen, overlooksTheEnd, thrown } from "./learner.js";
import { Patience } from "./patience.js";
import { Peer } from "./peer.js";
import { PeerServer } from "./peer-server.js";
import { show, showAddress } from "./show.js";

/** A function as a learner may write it. */
export type Made<Arguments extends readonly unknown[], Result> = (
  ...given: Arguments
) => Result | PromiseLike<Result>;

/**
 * One run of a check. It tries what the learner made, and keeps what it tries in words, so that a
 * failure can be told: what was tried, what was expected, what came, and the likely cause. Whatever
 * it opens is closed when the check has ended; so are sockets that the learner's code opened in it.
 */
export class Trial {
  readonly patience = new Patience();
  readonly #before = openSockets();
  readonly #firstCall = lastCall();
  readonly #opened: { close(): unknown }[] = [];
  tried = "to use what you made";
  expected = "something that can be used";
  #likely: string | undefined;
  /** How often something was expected of the learner's work; a check that never did checks nothing. */
  expectations = 0;

  /** Says what is tried next, what should come, and why it most likely does not when it does not. */
  attempt(tried: string, expected: string, likely?: string): void {
    this.tried = tried;
    this.expected = expected;
    this.#likely = likely;
  }

  /** Fails the check when this does not hold: `came` tells what came instead. */
  expect(holds: boolean, came: string, likely?: string): void {
    this.expectations++;
    if (!holds) throw new Failure(came, likely);
  }

  /** Fails the check unless the two are equal: texts, numbers, or bytes that are compared as text. */
  equal(came: unknown, wanted: string | number | boolean, likely?: string): void {
    const plain = came instanceof Uint8Array ? Buffer.from(came).toString() : came;
    this.expect(plain === wanted, show(came), likely);
  }

  /** What most likely went wrong in this attempt, unless the failure itself knows better. */
  likelyOf(failure: Failure): string | undefined {
    if (overlooksTheEnd(this.#firstCall)) {
      return "recv gives an empty chunk when the other side has finished, and your loop goes on";
    }
    return failure.likely ?? this.#likely;
  }

  /** What the learner made, as a function; fails when it is none. */
  function<Arguments extends readonly unknown[], Result>(made: unknown): Made<Arguments, Result> {
    const likely = "hand over the function itself, without calling it: no brackets behind its name";
    this.expect(typeof made === "function", `${show(made)}, which is no function`, likely);
    return made as Made<Arguments, Result>;
  }

  /** What the learner made, as the address of a server; fails when it is none. */
  address(made: unknown): Address {
    const [host, port] = Array.isArray(made) ? made : [];
    const isAddress = typeof host === "string" && Number.isInteger(port);
    this.expect(isAddress, `${show(made)}, which is no address`, "an address is [host, port]");
    return [host as string, port as number];
  }

  /** Calls the learner's function, and waits for its result. */
  call<Arguments extends readonly unknown[], Result>(
    made: Made<Arguments, Result>,
    ...given: Arguments
  ): Promise<Result> {
    const result = calling(made, given);
    return this.patience.wait(result, () => "the function did not return");
  }

  /**
   * Calls the learner's function and goes on at once: it is a server, or talks to a peer of the
   * check. When it fails, whatever the check waits for fails with that.
   */
  start<Arguments extends readonly unknown[], Result>(
    made: Made<Arguments, Result>,
    ...given: Arguments
  ): Started<Result> {
    const started: { hasReturned: boolean; result: Promise<Result> } = {
      hasReturned: false,
      result: calling(made, given),
    };
    this.patience.started++;
    started.result.then(
      () => {
        started.hasReturned = true;
        this.patience.returned++;
      },
      (error: Error) => this.patience.end(error),
    );
    return started;
  }

  /** Waits for the result of a function that was started. */
  result<Result>(started: Started<Result>): Promise<Result> {
    return this.patience.wait(started.result, () => "the function did not return");
  }

  /** A socket of the library that listens on a free port, for a server that the learner wrote. */
  async listening(): Promise<TcpSocket> {
    const server = this.#keep(socket(AF_INET, SOCK_STREAM));
    await server.bind(["127.0.0.1", 0]);
    await server.listen();
    return server;
  }

  /** A connected socket of the library, for the learner's function, and the check's end of it. */
  async connection(): Promise<[connection: TcpSocket, peer: Peer]> {
    const server = await this.listening();
    const peer = await this.connect(server.getsockname());
    const [connection] = await server.accept();
    return [this.#keep(connection), peer];
  }

  /** An address of this machine at which nobody listens. */
  async deserted(): Promise<Address> {
    const bound = this.#keep(socket(AF_INET, SOCK_STREAM));
    await bound.bind(["127.0.0.1", 0]);
    return bound.getsockname();
  }

  /** A client of the check at the learner's server; fails when nobody listens there. */
  async connect([host, port]: Address): Promise<Peer> {
    const connection = createConnection({ host: nearby(host), port });
    const peer = this.#keep(new Peer(connection, this.patience));
    const connected = new Promise<string>((done) => {
      connection.once("connect", () => done(""));
      connection.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });
    const code = await this.patience.wait(connected, () => "no connection");
    const where = showAddress([host, port]);
    const refused = `nobody listens at ${where}: the connection failed (${code})`;
    this.expect(code === "", refused, this.#likely ?? "the server ended, or it never listened");
    return peer;
  }

  /** A server of the check, for a client that the learner wrote. */
  async server(): Promise<PeerServer> {
    return this.#keep(await PeerServer.start(this.patience));
  }

  /** A UDP socket of the check. */
  async datagrams(): Promise<DatagramPeer> {
    return this.#keep(await DatagramPeer.start(this.patience));
  }

  /** The sockets that the learner's code opened in this check and has not closed. */
  leftOpen(): ReturnType<typeof openSockets> {
    return leftOpen(this.#before).filter((one) => !this.#opened.includes(one as TcpSocket));
  }

  async close(): Promise<void> {
    for (const one of this.#opened.reverse()) await one.close();
    await Promise.all(leftOpen(this.#before).map((one) => one.close()));
  }

  #keep<T extends { close(): unknown }>(one: T): T {
    this.#opened.push(one);
    return one;
  }
}

/** A function of the learner that runs beside the check. */
export interface Started<Result> {
  readonly hasReturned: boolean;
  readonly result: Promise<Result>;
}

async function calling<Arguments extends readonly unknown[], Result>(
  made: Made<Arguments, Result>,
  given: Arguments,
): Promise<Result> {
  try {
    return await made(...given);
  } catch (error) {
    throw thrown(error);
  }
}
