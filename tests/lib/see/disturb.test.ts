/** A connection and a UDP socket that receive what their peers never sent like that. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import fc from "fast-check";
import {
  clearHistory,
  decode,
  disturb,
  encode,
  frame,
  history,
  StreamReader,
  type TcpSocket,
} from "socketbook";
import { until } from "../datagram-peers.js";
import {
  accepted,
  collect,
  failureOf,
  listening,
  Python,
  rawClient,
  receiveAll,
} from "../peers.js";

/** Every chunk until the peer finishes, as text. */
async function chunks(ours: TcpSocket, count = 100): Promise<string[]> {
  const all: string[] = [];
  for (let bytes = await ours.recv(count); bytes.length > 0; bytes = await ours.recv(count)) {
    all.push(decode(bytes));
  }
  return all;
}

test("split: one byte a recv, however much was asked for", async () => {
  const { ours, peer } = await accepted();
  assert.equal(disturb(ours, { split: true }), ours);
  peer.end("hello");
  assert.deepEqual(await chunks(ours), [..."hello"]);
});

test("split and merge: cut at the same places for the same seed, however it was sent", async () => {
  const text = "the quick brown fox jumps over the lazy dog";
  const seen = [];
  for (const [seed, pieces] of [
    [7, [text]],
    [7, [text]],
    [7, [...text]],
    [8, [text]],
  ] as const) {
    const { ours, peer } = await accepted();
    disturb(ours, { seed, split: 6, merge: true });
    for (const piece of pieces) peer.write(piece);
    peer.end();
    seen.push(await chunks(ours));
  }
  const [first, again, inPieces, otherSeed] = seen;
  assert.equal(first?.join(""), text);
  assert.ok(
    first.every(({ length }) => length <= 6) && new Set(first.map((c) => c.length)).size > 1,
  );
  assert.deepEqual(again, first);
  assert.deepEqual(inPieces, first);
  assert.notDeepEqual(otherSeed, first);
});

test("merge: what a Python client sends in pieces comes as one chunk", async () => {
  const { server, port } = await listening();
  disturb(server, { merge: 20 }); // and so is every connection that it accepts
  const python = new Python("pieces.py");
  const pieces = ["one", "two", "three"].map((piece) => Buffer.from(piece).toString("hex"));
  python.say(JSON.stringify({ port, pieces, counts: [10] }));
  const [connection] = await server.accept();
  clearHistory();
  assert.deepEqual(await chunks(connection), ["onetwothree"]);
  assert.deepEqual(
    history().map(({ call, count }) => `${call} ${count ?? ""}`.trim()),
    ["recv 11", "finished", "recv 0"],
    "the record tells what the calls gave, not what it took",
  );
  await connection.sendall(encode("done"));
  await connection.close();
  assert.equal(await python.hear(), Buffer.from("done").toString("hex"));
});

test("merge: without an end, it hands over when nothing more comes", async () => {
  const { ours, peer } = await accepted();
  disturb(ours, { merge: 0.02 });
  peer.write("one");
  assert.equal(decode(await ours.recv(100)), "one");
  assert.equal(history().at(-1)?.outcome, "ok");
  peer.write("two");
  assert.equal(decode(await ours.recv(2)), "tw", "no more than was asked for");
  assert.equal(decode(await ours.recv(2)), "o");
});

test("a reader gets whole lines and messages, however the connection is disturbed", async () => {
  const faults = fc.record(
    { seed: fc.nat(), split: fc.integer({ min: 1, max: 9 }), merge: fc.constant(0.001) },
    { requiredKeys: ["seed"] },
  );
  await fc.assert(
    fc.asyncProperty(faults, fc.array(fc.string({ unit: "grapheme" })), async (how, texts) => {
      const { ours, peer } = await accepted();
      const reader = new StreamReader(disturb(ours, how));
      for (const text of texts) peer.write(frame(encode(text)));
      peer.end();
      for (const text of texts)
        assert.equal(decode((await reader.readMessage()) ?? encode("-")), text);
      assert.equal(await reader.readMessage(), null);
      await ours.close();
    }),
    { numRuns: 30 },
  );
});

test("delay: the chunk comes late, and a timeout before that loses nothing", async () => {
  const { ours, peer } = await accepted();
  disturb(ours, { delay: 1000 });
  peer.write("late");
  ours.settimeout(0.05);
  assert.equal((await failureOf(ours.recv(10))).code, "ETIMEDOUT");
  ours.settimeout(null);
  disturb(ours, { delay: 0.2 });
  const begun = performance.now();
  assert.equal(decode(await ours.recv(2)), "la");
  assert.ok(performance.now() - begun > 190);
  disturb(ours, {});
  assert.equal(decode(await ours.recv(10)), "te", "what is left belongs to the next call");
});

test("several waiting calls are served in order; a withdrawn one takes nothing", async () => {
  const { ours, peer } = await accepted();
  disturb(ours, { split: true, merge: 0.01 });
  const controller = new AbortController();
  const first = ours.recv(10, { signal: controller.signal });
  const [second, third] = [ours.recv(10), ours.recv(10)];
  controller.abort(new Error("stop"));
  await assert.rejects(first, /stop/);
  peer.write("ab");
  assert.deepEqual([decode(await second), decode(await third)], ["a", "b"]);
});

test("close ends every call that waits, also behind another and in a delay", async () => {
  const { ours, peer } = await accepted();
  clearHistory();
  disturb(ours, { delay: 1000 });
  peer.write("x");
  const waiting = [ours.recv(1), ours.recv(1)].map(failureOf);
  await until(() => history().some(({ call, outcome }) => call === "recv" && outcome === "ok"));
  await ours.close();
  assert.deepEqual(
    (await Promise.all(waiting)).map(({ code }) => code),
    ["EBADF", "EBADF"],
  );
});

test("resetAfter: so many bytes come, then both sides find the connection reset", async () => {
  const { ours, peer } = await accepted();
  disturb(ours, { resetAfter: 4 });
  peer.removeAllListeners("error");
  const reset = once(peer, "error");
  peer.write("hello world");
  peer.resume();
  assert.equal(decode(await ours.recv(3)), "hel");
  assert.equal(decode(await ours.recv(3)), "l");
  assert.equal((await failureOf(ours.recv(3))).code, "ECONNRESET");
  assert.equal((await ours.recv(3)).length, 0);
  assert.equal((await failureOf(ours.send(encode("x")))).code, "EPIPE");
  const [error] = await reset;
  assert.equal((error as NodeJS.ErrnoException).code, "ECONNRESET");
});

test("resetAfter 0: the first recv finds it", async () => {
  const { ours } = await accepted();
  disturb(ours, { resetAfter: 0 });
  assert.equal((await failureOf(ours.recv(3))).code, "ECONNRESET");
});

test("a reset by the peer while chunks are merged: first the bytes, then the reset", async () => {
  const { ours, peer } = await accepted();
  clearHistory();
  disturb(ours, { merge: 20 });
  peer.write("abc");
  const merged = ours.recv(10);
  // A reset destroys what has arrived and is not read yet, so it waits until these bytes are read.
  await until(() => history()[0]?.outcome === "ok");
  peer.resetAndDestroy();
  assert.equal(decode(await merged), "abc");
  assert.equal((await failureOf(ours.recv(10))).code, "ECONNRESET");
  assert.equal((await ours.recv(10)).length, 0);
});

test("what the disturbed socket sends is not touched", async () => {
  const { server, port } = await listening();
  const [peer, [ours]] = await Promise.all([rawClient(port), server.accept()]);
  disturb(ours, { split: true, delay: 0.5, resetAfter: 100 });
  await ours.sendall(Buffer.alloc(300_000, "x"));
  await ours.shutdown(1);
  assert.equal((await collect(peer)).length, 300_000);
  peer.end("ok");
  disturb(ours, {});
  assert.equal(String(await receiveAll(ours)), "ok");
});

test("a fault of the other kind of socket, or of no such value, is refused", async () => {
  const { ours } = await accepted();
  for (const [faults, told] of [
    [{ drop: 0.5 }, /TCP knows seed, split, merge, delay, resetAfter, and not drop/],
    [{ split: 0 }, /split is 0, not true or a whole number/],
    [{ delay: -1 }, /delay is -1, not seconds/],
    [{ resetAfter: 1.5 }, /resetAfter is 1.5, not a whole number of bytes/],
    [{ seed: Number.NaN }, /seed is NaN, not a number/],
  ] as const) {
    assert.throws(() => disturb(ours, faults as object), told);
  }
});
