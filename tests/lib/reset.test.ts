/** The peer resets the connection, at each point of a conversation. */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { Socket } from "node:net";
import { test } from "node:test";
import { decode, encode, history, SO_LINGER, SOL_SOCKET, type TcpSocket } from "socketbook";
import { accepted, dialled, failureOf, listening, rawClient } from "./peers.js";

async function reset(peer: Socket): Promise<void> {
  peer.resetAndDestroy();
  await once(peer, "close");
}

/** Resolves once the library has noticed that the connection is gone. */
async function noticed(ours: TcpSocket): Promise<void> {
  const isThere = () => history().some((e) => e.socket === ours.label && e.call === "reset");
  while (!isThere()) await new Promise((next) => setImmediate(next));
}

test("before accept: the connection is still accepted, and its calls tell", async () => {
  const { server, port } = await listening();
  const client = await rawClient(port);
  const arrived = server.accept().then(([connection]) => connection);
  const ours = await arrived;
  await reset(client);

  assert.equal((await failureOf(ours.recv(10))).code, "ECONNRESET");
});

test("before accept, while nobody waits: the server goes on", async () => {
  const { server, port } = await listening();
  await reset(await rawClient(port));
  const client = await rawClient(port);
  client.end("hello");

  for (;;) {
    const [connection, address] = await server.accept();
    const outcome = await connection.recv(10).catch((error: unknown) => error);
    if (address[1] !== client.localPort) continue;
    assert.equal(decode(outcome as Uint8Array), "hello");
    return;
  }
});

test("before recv: ECONNRESET once, then an end", async () => {
  const { ours, peer } = await accepted();
  await reset(peer);

  const error = await failureOf(ours.recv(10));
  assert.equal(error.code, "ECONNRESET");
  assert.equal(error.syscall, "recv");
  assert.notEqual(error.hint, "");
  assert.equal((await ours.recv(10)).length, 0);
  assert.equal((await failureOf(ours.send(encode("x")))).code, "EPIPE");
});

test("while recv waits: it fails, and so does every other call that waits", async () => {
  const { ours, peer } = await dialled();
  const waiting = [failureOf(ours.recv(10)), failureOf(ours.recv(10))];
  await reset(peer);
  assert.deepEqual(
    (await Promise.all(waiting)).map((error) => error.code),
    ["ECONNRESET", "ECONNRESET"],
  );
  assert.equal((await ours.recv(10)).length, 0);
});

test("while sendall waits: it fails", async () => {
  const { ours, peer } = await accepted();
  const sending = failureOf(ours.sendall(Buffer.alloc(32 * 1024 * 1024)));
  const reader = failureOf(ours.recv(1));
  await reset(peer);
  const codes = [(await sending).code, (await reader).code];
  // A write that is under way may hear of it as a broken pipe.
  for (const code of codes) assert.match(code, /^(ECONNRESET|EPIPE)$/);
  assert.equal((await failureOf(ours.sendall(encode("x")))).code, "EPIPE");
});

test("after data that was read: the data first, then ECONNRESET", async () => {
  const { ours, peer } = await accepted();
  peer.write("data");
  assert.equal(decode(await ours.recv(10)), "data");
  await reset(peer);
  assert.equal((await failureOf(ours.recv(10))).code, "ECONNRESET");
});

test("after data that is half read: the rest is not lost", async () => {
  const { ours, peer } = await accepted();
  peer.write("abcd");
  assert.equal(decode(await ours.recv(2)), "ab");
  const next = ours.recv(2);
  await reset(peer);
  assert.equal(decode(await next), "cd");
  assert.match((await failureOf(ours.recv(10))).code, /^ECONNRESET$/);
});

for (const pair of [accepted, dialled]) {
  test(`right behind data that nobody has read (${pair.name}): the data, then ECONNRESET`, async () => {
    const { ours, peer } = await pair();
    peer.write("abc");
    await reset(peer);

    assert.equal(decode(await ours.recv(10)), "abc");
    assert.equal((await failureOf(ours.recv(10))).code, "ECONNRESET");
  });
}

test("right behind data, while a send waits for a slow reader: the data, then no plain end", async () => {
  const { ours, peer } = await accepted();
  peer.pause();
  const sending = failureOf(ours.sendall(Buffer.alloc(32 * 1024 * 1024)));
  peer.write("abc");
  await reset(peer);

  assert.equal(decode(await ours.recv(10)), "abc");
  const codes = [await sending, await failureOf(ours.recv(10)).catch(() => undefined)];
  assert.ok(codes.some((error) => /^(ECONNRESET|EPIPE)$/.test(error?.code ?? "")));
  assert.ok(!history().some((e) => e.socket === ours.label && e.call === "finished"));
});

test("noticed by nobody who waits: send tells of it, and getpeername", async () => {
  const { ours, peer } = await accepted();
  peer.write("x");
  await ours.recv(1); // from now on the library reads, so that it notices
  await reset(peer);
  await noticed(ours);

  assert.throws(() => ours.getpeername(), { code: "ENOTCONN" });
  assert.equal((await failureOf(ours.send(encode("x")))).code, "ECONNRESET");
  assert.equal((await failureOf(ours.send(encode("x")))).code, "EPIPE");
  assert.equal((await ours.recv(10)).length, 0);
});

test("after the peer's end: a send is answered with a reset, the next one fails", async () => {
  const { ours, peer } = await accepted();
  peer.destroy();
  assert.equal((await ours.recv(10)).length, 0);
  let error: unknown;
  while (error === undefined)
    error = await ours.send(encode("x")).then(
      () => undefined,
      (e) => e,
    );
  assert.match((error as { code: string }).code, /^(ECONNRESET|EPIPE)$/);
});

test("close after a reset is fine, and a shutdown fails with ENOTCONN", async () => {
  const { ours, peer } = await accepted();
  await reset(peer);
  await failureOf(ours.recv(1));
  assert.equal((await failureOf(ours.shutdown(1))).code, "ENOTCONN");
  await ours.close();
  await ours.close();
});

test("a reset of one connection leaves the others of the server alone", async () => {
  const { server, port } = await listening();
  const bad = await rawClient(port);
  const [first] = await server.accept();
  const good = await rawClient(port);
  const [second] = await server.accept();

  await reset(bad);
  assert.equal((await failureOf(first.recv(1))).code, "ECONNRESET");

  good.write("fine");
  assert.equal(decode(await second.recv(10)), "fine");
});

test("with SO_LINGER of 0 seconds, close resets the peer", async () => {
  const { ours, peer } = await accepted();
  ours.setsockopt(SOL_SOCKET, SO_LINGER, [1, 0]);
  const heard = new Promise<unknown>((resolve) => peer.once("error", resolve));
  peer.resume();
  await ours.close();
  assert.equal(((await heard) as { code: string }).code, "ECONNRESET");
});
