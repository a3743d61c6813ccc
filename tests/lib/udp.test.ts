import assert from "node:assert/strict";
import { test } from "node:test";
import { AF_INET, AF_INET6, decode, encode, history, SOCK_DGRAM, socket } from "socketbook";
import { bound, home, rawPeer, until } from "./datagram-peers.js";
import { failureOf, Python } from "./peers.js";

test("a Python client is greeted, and its address is told", async () => {
  const { ours, port } = await bound();
  const client = new Python("greeting.py", "client", String(port));

  const [bytes, address] = await ours.recvfrom(4096);
  assert.equal(decode(bytes), "Hello, UDPServer!");
  const answer = encode("UDPServer has received your message");
  assert.equal(await ours.sendto(answer, address), answer.length);

  assert.equal(await client.hear(), "UDPServer has received your message");
});

test("a Python server answers a socket that nobody bound", async () => {
  const server = new Python("greeting.py", "server");
  const port = Number(await server.hear());
  const client = socket(AF_INET, SOCK_DGRAM);

  await client.sendto(encode("hello"), [home, port]);

  const [bytes, address] = await client.recvfrom(4096);
  assert.equal(decode(bytes), "Python has received hello");
  assert.deepEqual(address, [home, port]);
});

test("a datagram is cut to the count, and its rest is lost", async () => {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  await peer.send("hello", port);
  await peer.send("world", port);

  assert.equal(decode((await ours.recvfrom(3))[0]), "hel");
  assert.equal(decode(await ours.recv(4096)), "world");
});

test("a waiting call gets its datagram cut to its own count", async () => {
  const { ours, port } = await bound();
  const waiting = ours.recvfrom(2);
  await (await rawPeer()).send("hello", port);

  assert.equal(decode((await waiting)[0]), "he");
});

test("an empty datagram is a datagram, and no end", async () => {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  await peer.send("", port);
  await peer.send("after", port);

  const [nothing, address] = await ours.recvfrom(10);
  assert.equal(nothing.length, 0);
  assert.deepEqual(address, [home, peer.port]);
  assert.equal(decode(await ours.recv(10)), "after");
});

test("an empty datagram can be sent", async () => {
  const ours = socket(AF_INET, SOCK_DGRAM);
  const peer = await rawPeer();

  assert.equal(await ours.sendto(new Uint8Array(0), [home, peer.port]), 0);
  await until(() => peer.texts.length === 1);
  assert.deepEqual(peer.texts, [""]);
});

test("waiting calls are served first come, first served", async () => {
  const { ours, port } = await bound();
  const calls = [ours.recv(10), ours.recv(10), ours.recv(10)];
  const peer = await rawPeer();
  for (const text of ["one", "two", "three"]) await peer.send(text, port);

  assert.deepEqual((await Promise.all(calls)).map(decode), ["one", "two", "three"]);
});

test("a full queue drops the newest datagrams and counts them", async () => {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  let arrived = 0;
  // One at a time, so that the kernel's own queue never is the one that overflows.
  for (let i = 0; i < 1024 + 6; i++) {
    await peer.send(String(i), port);
    await new Promise((turn) => setImmediate(turn));
    if (i >= 1024) await until(() => ours.dropped === i - 1023);
  }
  assert.equal(history().filter(({ call }) => call === "dropped").length, 6);

  while (arrived < 1024) assert.equal(decode(await ours.recv(10)), String(arrived++));
  await peer.send("room again", port);
  assert.equal(decode(await ours.recv(20)), "room again");
  assert.equal(ours.dropped, 6);
});

test("a timeout takes no datagram", async () => {
  const { ours, port } = await bound();
  ours.settimeout(0.01);
  const error = await failureOf(ours.recvfrom(10));
  assert.equal(error.code, "ETIMEDOUT");
  assert.equal(error.syscall, "recvfrom");

  ours.settimeout(null);
  await (await rawPeer()).send("later", port);
  assert.equal(decode(await ours.recv(10)), "later");
});

test("a signal ends the wait with its reason, and takes no datagram", async () => {
  const { ours, port } = await bound();
  const stop = new AbortController();
  const withdrawn = ours.recv(10, { signal: stop.signal });
  const stays = ours.recv(10);
  stop.abort(new Error("enough"));
  await assert.rejects(withdrawn, /enough/);

  await (await rawPeer()).send("for the other", port);
  assert.equal(decode(await stays), "for the ot");
});

test("a signal that is aborted already leaves the datagram where it is", async () => {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  await peer.send("one", port);
  await peer.send("two", port);
  assert.equal(decode(await ours.recv(10)), "one");

  const signal = AbortSignal.abort(new Error("never mind"));
  await assert.rejects(ours.recv(10, { signal }), /never mind/);
  assert.equal(decode(await ours.recv(10)), "two");
});

test("over IPv6", async () => {
  const ours = socket(AF_INET6, SOCK_DGRAM);
  await ours.bind(["::1", 0]);
  const peer = await rawPeer("::1");
  await peer.send("six", ours.getsockname()[1]);

  const [bytes, address] = await ours.recvfrom(10);
  assert.equal(decode(bytes), "six");
  assert.deepEqual(address, ["::1", peer.port]);
  await ours.sendto(encode("back"), address);
  await until(() => peer.texts.includes("back"));
});
