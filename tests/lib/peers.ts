/** The other sides that the tests of the library talk to: raw `node:net`, and Python. */
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach } from "node:test";
import { AF_INET, closeAll, SOCK_STREAM, SocketError, socket, type TcpSocket } from "socketbook";

const home = "127.0.0.1";
const cleanUps: (() => unknown)[] = [];

// Every test leaves nothing open, also when it fails.
afterEach(async () => {
  await closeAll();
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A TCP socket of the library that listens on a free port of this machine. */
export async function listening(backlog = 128): Promise<{ server: TcpSocket; port: number }> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind([home, 0]);
  await server.listen(backlog);
  return { server, port: server.getsockname()[1] };
}

/** A connected raw client. It reads nothing by itself, and does not end when the peer does. */
export async function rawClient(port: number, host = home): Promise<net.Socket> {
  const client = net.connect({ port, host, allowHalfOpen: true, noDelay: true });
  client.pause();
  cleanUps.push(() => client.destroy());
  await once(client, "connect");
  client.on("error", () => client.destroy());
  return client;
}

/** Makes servers for IPv6 until one has a port that nobody has for IPv4: the system looks at one version only. */
export async function forSixOnly<T extends { port: number }>(make: () => Promise<T>): Promise<T> {
  for (;;) {
    const made = await make();
    try {
      const four = await rawServer({ host: home, port: made.port });
      await four.close();
      return made;
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "EADDRINUSE");
    }
  }
}

/** A raw server; `connection` resolves with its next connection, which reads nothing by itself. */
export async function rawServer(
  where: net.ListenOptions = { host: home, port: 0 },
): Promise<{ port: number; connection(): Promise<net.Socket>; close(): Promise<void> }> {
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
  const arrived: net.Socket[] = [];
  const waiting: ((connection: net.Socket) => void)[] = [];
  server.on("connection", (connection) => {
    cleanUps.push(() => connection.destroy());
    connection.on("error", () => connection.destroy());
    const next = waiting.shift();
    if (next) next(connection);
    else arrived.push(connection);
  });
  server.listen(where);
  await once(server, "listening");
  const close = () => new Promise<void>((done) => server.close(() => done()));
  cleanUps.push(() => server.close());
  return {
    port: (server.address() as net.AddressInfo).port,
    close,
    connection() {
      const first = arrived.shift();
      if (first) return Promise.resolve(first);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** A connection that the library accepted, and its raw client. */
export async function accepted(): Promise<{ ours: TcpSocket; peer: net.Socket }> {
  const { server, port } = await listening();
  const [peer, [ours]] = await Promise.all([rawClient(port), server.accept()]);
  return { ours, peer };
}

/** A connection that the library made, and the raw server's end of it. */
export async function dialled(): Promise<{ ours: TcpSocket; peer: net.Socket }> {
  const server = await rawServer();
  const ours = socket(AF_INET, SOCK_STREAM);
  await ours.connect([home, server.port]);
  return { ours, peer: await server.connection() };
}

/** A port of this machine that nobody holds just now. */
export async function freePort(): Promise<number> {
  const server = await rawServer();
  await server.close();
  return server.port;
}

/** Everything until the other side ends. */
export async function collect(peer: net.Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  peer.on("data", (chunk: Buffer) => chunks.push(chunk));
  peer.resume();
  await once(peer, "end");
  return Buffer.concat(chunks);
}

/** Everything that our side receives until the peer finishes. */
export async function receiveAll(ours: TcpSocket, count = 65_536): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for (let chunk = await ours.recv(count); chunk.length > 0; chunk = await ours.recv(count)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** How the call failed. A call that does not fail fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<SocketError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  assert.ok("error" in outcome, "the call succeeded, and should have failed");
  assert.ok(outcome.error instanceof SocketError, String(outcome.error));
  return outcome.error;
}

/** A Python program of this folder, spoken to line by line. */
export class Python {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  constructor(program: string, ...args: string[]) {
    const path = join(import.meta.dirname, "python", program);
    const command = process.platform === "win32" ? "python" : "python3";
    this.child = spawn(command, ["-u", path, ...args]);
    this.child.stderr.on("data", (chunk) => {
      this.#errors += String(chunk);
    });
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
    const ended = once(this.child, "close");
    cleanUps.push(() => {
      this.child.kill();
      return ended;
    });
  }

  say(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  async hear(): Promise<string> {
    const line = await this.#lines.next();
    assert.ok(!line.done, `the Python program has ended: ${this.#errors}`);
    return line.value;
  }
}
