import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import {
  AF_INET,
  decode,
  encode,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SOCK_STREAM,
  socket,
} from "socketbook";
import { accepted, collect, dialled, failureOf, listening, Python, receiveAll } from "./peers.js";

for (const [side, connect] of [
  ["an accepted connection", accepted],
  ["a connection that we made", dialled],
] as const) {
  test(`${side}: after the peer's end this side still sends`, async () => {
    const { ours, peer } = await connect();
    peer.end("question");
    assert.equal(decode(await receiveAll(ours)), "question");

    await ours.sendall(encode("a long "));
    await ours.sendall(encode("answer"));
    await ours.close();

    assert.equal(String(await collect(peer)), "a long answer");
  });

  test(`${side}: after shutdown(SHUT_WR) this side still receives`, async () => {
    const { ours, peer } = await connect();
    await ours.sendall(encode("question"));
    await ours.shutdown(SHUT_WR);
    assert.equal(String(await collect(peer)), "question");

    peer.end("answer");
    assert.equal(decode(await receiveAll(ours)), "answer");
  });
}

test("while a send waits for a slow reader: the peer's end is read at once", async () => {
  const { ours, peer } = await accepted();
  peer.pause();
  const sending = failureOf(ours.sendall(Buffer.alloc(32 * 1024 * 1024)));
  peer.end("question");

  ours.settimeout(20);
  assert.equal(decode(await receiveAll(ours)), "question");
  await ours.close();
  assert.equal((await sending).code, "EBADF");
});

test("Python reads our end, and answers after it", async () => {
  const { server, port } = await listening();
  const python = new Python("pieces.py");
  python.say(JSON.stringify({ port, pieces: ["6869"], counts: [100] }));
  const [connection] = await server.accept();
  assert.equal(decode(await receiveAll(connection)), "hi");
  await connection.sendall(encode("ho"));
  await connection.shutdown(SHUT_WR);
  assert.equal(await python.hear(), "686f");
});

test("after shutdown(SHUT_WR) a send fails with EPIPE", async () => {
  const { ours } = await accepted();
  await ours.shutdown(SHUT_WR);
  assert.equal((await failureOf(ours.send(encode("x")))).code, "EPIPE");
  await ours.shutdown(SHUT_WR);
});

test("shutdown(SHUT_WR) comes after all that was sent before it", async () => {
  const { ours, peer } = await accepted();
  const block = Buffer.alloc(8 * 1024 * 1024, "z");
  const sending = ours.sendall(block);
  const ended = ours.shutdown(SHUT_WR);
  assert.ok((await collect(peer)).equals(block));
  await Promise.all([sending, ended]);
});

test("after shutdown(SHUT_RD) recv is empty, also one that waits, and sending goes on", async () => {
  const { ours, peer } = await accepted();
  const waiting = ours.recv(10);
  await ours.shutdown(SHUT_RD);
  assert.equal((await waiting).length, 0);
  assert.equal((await ours.recv(10)).length, 0);

  await ours.sendall(encode("still here"));
  const [chunk] = await once(peer.resume(), "data");
  assert.equal(String(chunk), "still here");
});

test("shutdown(SHUT_RD) leaves what had arrived before", async () => {
  const { ours, peer } = await accepted();
  peer.write("ab");
  await ours.recv(1);
  await ours.shutdown(SHUT_RD);
  assert.equal(decode(await ours.recv(10)), "b");
  assert.equal((await ours.recv(10)).length, 0);
});

test("shutdown(SHUT_RDWR) ends both directions", async () => {
  const { ours, peer } = await accepted();
  await ours.shutdown(SHUT_RDWR);
  assert.equal((await ours.recv(10)).length, 0);
  assert.equal((await failureOf(ours.send(encode("x")))).code, "EPIPE");
  assert.equal((await collect(peer)).length, 0);
});

test("shutdown without a connection fails with ENOTCONN, with no direction with EINVAL", async () => {
  const unconnected = socket(AF_INET, SOCK_STREAM);
  assert.equal((await failureOf(unconnected.shutdown(SHUT_WR))).code, "ENOTCONN");
  const { ours } = await accepted();
  assert.equal((await failureOf(ours.shutdown(7 as never))).code, "EINVAL");
});

test("a shutdown that timed out behind a send can be made again", async () => {
  const { ours, peer } = await accepted();
  const sending = ours.sendall(Buffer.alloc(32 * 1024 * 1024));
  ours.settimeout(0.05);
  assert.equal((await failureOf(ours.shutdown(SHUT_WR))).code, "ETIMEDOUT");

  ours.settimeout(null);
  const ended = ours.shutdown(SHUT_WR);
  assert.equal((await collect(peer)).length, 32 * 1024 * 1024);
  await Promise.all([sending, ended]);
});
