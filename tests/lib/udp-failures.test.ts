import assert from "node:assert/strict";
import { test } from "node:test";
import { AF_INET, decode, encode, SO_BROADCAST, SOCK_DGRAM, SOL_SOCKET, socket } from "socketbook";
import { bound, home, rawPeer, until } from "./datagram-peers.js";
import { failureOf, Python } from "./peers.js";

/** A UDP port of this machine that nobody holds just now. */
async function freeDatagramPort(): Promise<number> {
  const peer = await rawPeer();
  await peer.close();
  return peer.port;
}

test("a connected socket hears that nobody is there, and stays usable", async () => {
  const port = await freeDatagramPort();
  const ours = socket(AF_INET, SOCK_DGRAM);
  await ours.connect([home, port]);
  await ours.send(encode("anybody?"));
  const error = await failureOf(ours.recv(10));
  assert.equal(error.code, "ECONNREFUSED");
  assert.match(error.message, new RegExp(`No socket is bound to port ${port} there`));

  const peer = await rawPeer(home, port);
  await ours.send(encode("now?"));
  await until(() => peer.texts.includes("now?"));
  await peer.send("yes", ours.getsockname()[1]);
  assert.equal(decode(await ours.recv(10)), "yes");
});

test("an unconnected socket hears nothing of it", async () => {
  const { ours, port } = await bound();
  await ours.sendto(encode("anybody?"), [home, await freeDatagramPort()]);
  const waiting = ours.recv(10);

  await (await rawPeer()).send("I am", port);
  assert.equal(decode(await waiting), "I am");
});

test("a datagram that is too long fails with EMSGSIZE, and the longest arrives", async () => {
  const { ours, port } = await bound();
  const client = socket(AF_INET, SOCK_DGRAM);
  const error = await failureOf(client.sendto(new Uint8Array(65_508), [home, port]));
  assert.equal(error.code, "EMSGSIZE");
  assert.match(error.hint, /65507/);

  assert.equal(await client.sendto(new Uint8Array(65_507), [home, port]), 65_507);
  assert.equal((await ours.recv(70_000)).length, 65_507);
});

test("send without connect fails with EDESTADDRREQ", async () => {
  const { ours } = await bound();
  assert.equal((await failureOf(ours.send(encode("x")))).code, "EDESTADDRREQ");
});

test("getpeername without connect fails with ENOTCONN", async () => {
  const { ours } = await bound();
  assert.throws(() => ours.getpeername(), { code: "ENOTCONN" });
});

test("sendto on a connected socket fails with EISCONN", async () => {
  const peer = await rawPeer();
  const ours = socket(AF_INET, SOCK_DGRAM);
  await ours.connect([home, peer.port]);

  const error = await failureOf(ours.sendto(encode("x"), [home, peer.port]));
  assert.equal(error.code, "EISCONN");
});

test("broadcast needs SO_BROADCAST, and fails with EACCES without it", async () => {
  const everyone = process.platform === "linux" ? "127.255.255.255" : "255.255.255.255";
  const peer = await rawPeer("0.0.0.0");
  const ours = socket(AF_INET, SOCK_DGRAM);
  const error = await failureOf(ours.sendto(encode("all"), [everyone, peer.port]));
  assert.equal(error.code, "EACCES");
  assert.match(error.hint, /SO_BROADCAST/);

  ours.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
  await ours.sendto(encode("all"), [everyone, peer.port]);
  await until(() => peer.texts.includes("all"));
});

test("an address of the wrong family fails with EAFNOSUPPORT", async () => {
  const ours = socket(AF_INET, SOCK_DGRAM);
  assert.equal((await failureOf(ours.sendto(encode("x"), ["::1", 9]))).code, "EAFNOSUPPORT");
});

test("a string is no datagram", async () => {
  const { ours } = await bound();
  const text = "hello" as unknown as Uint8Array;
  const error = await failureOf(ours.sendto(text, [home, 9]));
  assert.equal(error.code, "EINVAL");
  assert.match(error.message, /encode\(text\)/);
});

test("a port that another socket of this program holds fails with EADDRINUSE", async () => {
  const { port } = await bound();
  const error = await failureOf(socket(AF_INET, SOCK_DGRAM).bind([home, port]));
  assert.equal(error.code, "EADDRINUSE");
  assert.match(error.hint, /held by another socket of this program/);
});

test("a port that another program holds: the hint names it, where the system tells", async () => {
  const holder = new Python("greeting.py", "server");
  const port = Number(await holder.hear());

  const error = await failureOf(socket(AF_INET, SOCK_DGRAM).bind([home, port]));
  assert.equal(error.code, "EADDRINUSE");
  if (process.platform === "linux") assert.match(error.hint, RegExp(`process ${holder.child.pid}`));
});

test("after a failed bind the socket may bind again", async () => {
  const { port } = await bound();
  const ours = socket(AF_INET, SOCK_DGRAM);
  await failureOf(ours.bind([home, port]));

  await ours.bind([home, 0]);
  assert.notEqual(ours.getsockname()[1], port);
});

test("to bind twice fails with EINVAL", async () => {
  const { ours } = await bound();
  assert.equal((await failureOf(ours.bind([home, 0]))).code, "EINVAL");
});
