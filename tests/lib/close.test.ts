import assert from "node:assert/strict";
import { once } from "node:events";
import { Socket } from "node:net";
import { test } from "node:test";
import { AF_INET, closeAll, encode, openSockets, SOCK_STREAM, socket } from "socketbook";
import { accepted, collect, failureOf, listening, rawClient, rawServer } from "./peers.js";

test("close of a listening socket frees its port before it resolves", async () => {
  const { server, port } = await listening();
  await server.close();
  await rawServer({ host: "127.0.0.1", port });
});

test("close at any moment after the system has connected leaves no connection behind", async (t) => {
  const { port } = await rawServer();
  const emit = Socket.prototype.emit as (...event: unknown[]) => boolean;
  for (let turns = 0; turns < 10; turns++) {
    const client = socket(AF_INET, SOCK_STREAM);
    const closed = new Promise<Socket>((resolve) => {
      t.mock.method(Socket.prototype, "emit", function (this: Socket, ...event: unknown[]) {
        const isHeard = emit.apply(this, event);
        if (event[0] === "connect") void closeLater(this).then(resolve);
        return isHeard;
      });
    });
    const closeLater = async (connection: Socket) => {
      for (let turn = 0; turn < turns; turn++) await undefined;
      await client.close();
      return connection;
    };
    await client.connect(["127.0.0.1", port]).catch(() => undefined);
    assert.equal((await closed).destroyed, true, `after ${turns} turns`);
    t.mock.restoreAll();
  }
});

test("close of a bound socket frees its port before it resolves", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  const [, port] = server.getsockname();
  await server.close();
  await rawServer({ host: "127.0.0.1", port });
});

test("close frees the port also while its connections live on", async () => {
  const { server, port } = await listening();
  const [peer, [connection]] = await Promise.all([rawClient(port), server.accept()]);
  await server.close();

  const next = socket(AF_INET, SOCK_STREAM);
  await next.bind(["127.0.0.1", port]);
  await next.listen();

  peer.write("still here");
  assert.equal((await connection.recv(100)).length, 10);
});

test("who still waits for accept is reset", async () => {
  const { server, port } = await listening();
  const client = await rawClient(port);
  const heard = new Promise<unknown>((resolve) => client.once("error", resolve));
  client.resume();
  await server.close();
  assert.equal(((await heard) as { code: string }).code, "ECONNRESET");
});

test("every waiting call fails at once with EBADF", async () => {
  const { server } = await listening();
  const { ours } = await accepted();
  const calls = [
    failureOf(server.accept()),
    failureOf(server.accept()),
    failureOf(ours.recv(1)),
    failureOf(ours.recv(1)),
    failureOf(ours.sendall(Buffer.alloc(32 * 1024 * 1024))),
    failureOf(ours.send(encode("behind it"))),
  ];
  await Promise.all([server.close(), ours.close()]);
  const errors = await Promise.all(calls);
  assert.deepEqual(new Set(errors.map((error) => error.code)), new Set(["EBADF"]));
});

test("a waiting connect fails with EBADF", async () => {
  const { server } = await listening();
  const client = socket(AF_INET, SOCK_STREAM);
  const connecting = failureOf(client.connect(server.getsockname()));
  await client.close();
  assert.equal((await connecting).code, "EBADF");
  await server.close();
});

test("to close twice is fine, also at the same time", async () => {
  const { server } = await listening();
  await Promise.all([server.close(), server.close()]);
  await server.close();
});

test("close while bind and listen are under way leaves no port behind", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  const binding = failureOf(server.bind(["127.0.0.1", 0]));
  await server.close();
  assert.equal((await binding).code, "EBADF");

  const other = socket(AF_INET, SOCK_STREAM);
  await other.bind(["127.0.0.1", 0]);
  const [, port] = other.getsockname();
  const starting = failureOf(other.listen());
  await other.close();
  assert.equal((await starting).code, "EBADF");
  await rawServer({ host: "127.0.0.1", port });
});

test("close without unread data ends the connection in order", async () => {
  const { ours, peer } = await accepted();
  await ours.sendall(encode("good bye"));
  await ours.close();
  assert.equal(String(await collect(peer)), "good bye");
});

test("close with unread data resets the connection", async () => {
  const { ours, peer } = await accepted();
  peer.write("one two");
  await ours.recv(3);
  const heard = new Promise<unknown>((resolve) => peer.once("error", resolve));
  peer.resume();
  await ours.close();
  assert.equal(((await heard) as { code: string }).code, "ECONNRESET");
});

test("what sendall has handed over still reaches a peer that reads late", async () => {
  const { ours, peer } = await accepted();
  const block = Buffer.alloc(100_000, "q");
  await ours.sendall(block);
  await ours.close();
  assert.ok((await collect(peer)).equals(block));
});

test("a peer of a sendall that was cut off by close reads no byte that was not sent", async () => {
  const { ours, peer } = await accepted();
  const block = Buffer.alloc(32 * 1024 * 1024, "q");
  const sending = failureOf(ours.sendall(block));
  await ours.close();
  assert.equal((await sending).code, "EBADF");
  let count = 0;
  peer.on("data", (chunk: Buffer) => {
    assert.ok(chunk.every((byte) => byte === 0x71));
    count += chunk.length;
  });
  peer.resume();
  await Promise.race([once(peer, "end"), once(peer, "close")]);
  assert.ok(count < block.length);
});

test("await using closes the socket", async () => {
  let port = 0;
  {
    await using server = socket(AF_INET, SOCK_STREAM);
    await server.bind(["127.0.0.1", 0]);
    await server.listen();
    port = server.getsockname()[1];
  }
  await rawServer({ host: "127.0.0.1", port });
});

test("closeAll closes everything that is open, and says how many", async () => {
  const { server } = await listening();
  const { ours } = await accepted();
  assert.ok(openSockets().some(({ label }) => label === server.label));

  assert.equal(await closeAll(), 3);

  assert.deepEqual(openSockets(), []);
  assert.equal(ours.label.state, "closed");
  assert.equal(await closeAll(), 0);
});
