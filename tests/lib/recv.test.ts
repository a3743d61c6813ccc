import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { AF_INET, decode, encode, SOCK_STREAM, socket } from "socketbook";
import { accepted, dialled, failureOf, receiveAll } from "./peers.js";

test("recv gives what is there, and does not wait for as much as was asked", async () => {
  const { ours, peer } = await dialled();
  peer.write("hi");
  assert.equal(decode(await ours.recv(2048)), "hi");
});

test("recv never gives more than was asked, and the rest comes next", async () => {
  const { ours, peer } = await accepted();
  peer.write("abcdefgh");
  const chunks = [await ours.recv(3), await ours.recv(1), await ours.recv(100)];
  assert.deepEqual(chunks.map(decode), ["abc", "d", "efgh"]);
});

test("what was sent in parts can be received at once", async () => {
  const { ours, peer } = await accepted();
  peer.write("one ");
  assert.equal(decode(await ours.recv(1)), "o");
  peer.write("two ");
  peer.end("three");
  await once(peer, "finish");
  let received = "o";
  while (received !== "one two three") {
    const chunk = await ours.recv(100);
    assert.ok(chunk.length > 0, "the end came before all bytes");
    received += decode(chunk);
  }
});

test("after the peer's end recv is empty, again and again", async () => {
  const { ours, peer } = await accepted();
  peer.end("last words");
  assert.equal(decode(await receiveAll(ours)), "last words");
  for (let i = 0; i < 3; i++) assert.equal((await ours.recv(10)).length, 0);
});

test("the end reaches a recv that waits", async () => {
  const { ours, peer } = await accepted();
  const waiting = [ours.recv(10), ours.recv(10)];
  peer.end();
  assert.deepEqual(
    (await Promise.all(waiting)).map((bytes) => bytes.length),
    [0, 0],
  );
});

test("several waiting calls get the bytes in the order of the calls", async () => {
  const { ours, peer } = await accepted();
  const calls = [ours.recv(2), ours.recv(2), ours.recv(2)];
  peer.write("aabbcc");
  assert.deepEqual((await Promise.all(calls)).map(decode), ["aa", "bb", "cc"]);
});

test("recv(0) is empty at once and takes nothing", async () => {
  const { ours, peer } = await accepted();
  assert.equal((await ours.recv(0)).length, 0);
  peer.write("x");
  assert.equal(decode(await ours.recv(1)), "x");
});

for (const count of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`recv(${count}) fails with EINVAL`, async () => {
    const { ours } = await accepted();
    assert.equal((await failureOf(ours.recv(count))).code, "EINVAL");
  });
}

test("a recv that timed out takes no byte", async () => {
  const { ours, peer } = await accepted();
  ours.settimeout(0.01);
  assert.equal((await failureOf(ours.recv(10))).code, "ETIMEDOUT");

  ours.settimeout(null);
  peer.write("kept");
  assert.equal(decode(await ours.recv(10)), "kept");
});

test("a withdrawn recv takes no byte, and fails with the signal's reason", async () => {
  const { ours, peer } = await accepted();
  const controller = new AbortController();
  const withdrawn = ours.recv(10, { signal: controller.signal });
  const next = ours.recv(10);
  const reason = new Error("stop");

  controller.abort(reason);
  await assert.rejects(withdrawn, reason);

  peer.write("kept");
  assert.equal(decode(await next), "kept");
});

test("a recv whose signal is aborted already takes no byte that is there", async () => {
  const { ours, peer } = await accepted();
  peer.write("abc");
  await ours.recv(1);
  const signal = AbortSignal.abort(new Error("too late"));

  await assert.rejects(ours.recv(10, { signal }), /too late/);
  await assert.rejects(ours.send(encode("never"), { signal }), /too late/);

  assert.equal(decode(await ours.recv(10)), "bc");
  await ours.close();
  peer.resume();
  assert.equal(peer.bytesRead, 0);
});

test("a byte that is there wins over a timeout of 0", async () => {
  const { ours, peer } = await accepted();
  peer.write("ab");
  await ours.recv(1);
  ours.settimeout(0);
  assert.equal(decode(await ours.recv(1)), "b");
  assert.equal((await failureOf(ours.recv(1))).code, "EAGAIN");
});

test("a timeout that is no number of seconds fails with EINVAL", () => {
  const ours = socket(AF_INET, SOCK_STREAM);
  for (const wrong of [-1, Number.NaN, "1" as unknown as number]) {
    assert.throws(() => ours.settimeout(wrong), { code: "EINVAL" });
  }
  assert.equal(ours.gettimeout(), null);
});

test("send says how many bytes went; a text is no bytes", async () => {
  const { ours, peer } = await accepted();
  assert.equal(await ours.send(encode("grüße")), 7);
  assert.equal(await ours.send(new Uint8Array(0)), 0);

  const error = await failureOf(ours.send("grüße" as unknown as Uint8Array));
  assert.equal(error.code, "EINVAL");
  assert.match(error.message, /encode/);

  const [first] = (await once(peer.resume(), "data")) as [Buffer];
  assert.equal(String(first), "grüße");
});

test("many sends at once arrive in their order", async () => {
  const { ours, peer } = await accepted();
  const blocks = Array.from({ length: 50 }, (_, i) => Buffer.alloc(10_000, i));
  const sending = Promise.all(blocks.map((block) => ours.send(block)));
  const ended = sending.then(() => ours.close());
  const received: Buffer[] = [];
  for await (const chunk of peer) received.push(chunk as Buffer);

  assert.deepEqual(
    await sending,
    blocks.map(() => 10_000),
  );
  assert.ok(Buffer.concat(received).equals(Buffer.concat(blocks)));
  await ended;
});

test("a loop that overlooks the end leaves everything else its turn", async () => {
  const { ours, peer } = await accepted();
  peer.end();
  let turn = false;
  setTimeout(() => {
    turn = true;
  }, 1);
  for (let empty = 0; !turn && empty < 1e6; empty++) await ours.recv(10);
  assert.ok(turn, "a million calls of recv, and no timer ran");
});
