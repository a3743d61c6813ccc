import assert from "node:assert/strict";
import { test } from "node:test";
import { AF_INET, decode, encode, openSockets, SOCK_DGRAM, socket } from "socketbook";
import { bound, home, rawPeer, until } from "./datagram-peers.js";
import { failureOf } from "./peers.js";

test("before bind the address is any with port 0; the first sendto takes a port", async () => {
  const peer = await rawPeer();
  const ours = socket(AF_INET, SOCK_DGRAM);
  assert.deepEqual(ours.getsockname(), ["0.0.0.0", 0]);

  await ours.sendto(encode("x"), [home, peer.port]);
  const [host, port] = ours.getsockname();
  assert.equal(host, "0.0.0.0");
  assert.ok(port > 0);

  await peer.send("found you", port);
  assert.equal(decode(await ours.recv(10)), "found you");
});

test("connect tells this side's address, and lets only the peer in", async () => {
  const [peer, stranger] = [await rawPeer(), await rawPeer()];
  const ours = socket(AF_INET, SOCK_DGRAM);
  await ours.connect([home, peer.port]);
  const [host, port] = ours.getsockname();
  assert.equal(host, home);
  assert.deepEqual(ours.getpeername(), [home, peer.port]);

  await stranger.send("let me in", port);
  await peer.send("welcome", port);
  assert.equal(decode(await ours.recv(10)), "welcome");
});

test("connect again changes the peer", async () => {
  const [first, second] = [await rawPeer(), await rawPeer()];
  const ours = socket(AF_INET, SOCK_DGRAM);
  await ours.connect([home, first.port]);
  await ours.send(encode("one"));
  await ours.connect([home, second.port]);
  await ours.send(encode("two"));

  await until(() => first.texts.length > 0 && second.texts.length > 0);
  assert.deepEqual([first.texts, second.texts], [["one"], ["two"]]);
  assert.deepEqual(ours.getpeername(), [home, second.port]);
});

test("the name localhost is looked up in the socket's own family", async () => {
  const peer = await rawPeer();
  const ours = socket(AF_INET, SOCK_DGRAM);
  await ours.sendto(encode("by name"), ["localhost", peer.port]);
  await until(() => peer.texts.includes("by name"));
});

test("close ends every waiting call with EBADF and frees the port", async () => {
  const { ours, port } = await bound();
  const waits = [ours.recvfrom(10), ours.recv(10)].map(failureOf);
  await ours.close();

  assert.deepEqual(
    (await Promise.all(waits)).map(({ code }) => code),
    ["EBADF", "EBADF"],
  );
  assert.equal((await rawPeer(home, port)).port, port);
  assert.deepEqual(openSockets(), []);
});

test("every call on a closed socket fails with EBADF, and close may be called again", async () => {
  const { ours } = await bound();
  await ours.close();
  await ours.close();

  const calls = [
    ours.bind([home, 0]),
    ours.connect([home, 9]),
    ours.sendto(encode("x"), [home, 9]),
    ours.send(encode("x")),
    ours.recvfrom(10),
    ours.recv(10),
  ];
  for (const call of calls) assert.equal((await failureOf(call)).code, "EBADF");
  assert.throws(() => ours.getsockname(), { code: "EBADF" });
});

test("close while bind is under way leaves the port free", async () => {
  const peer = await rawPeer();
  await peer.close();
  const ours = socket(AF_INET, SOCK_DGRAM);
  const binding = failureOf(ours.bind([home, peer.port]));
  await ours.close();

  assert.equal((await rawPeer(home, peer.port)).port, peer.port);
  assert.equal((await binding).code, "EBADF");
});
