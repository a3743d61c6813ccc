import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { AF_INET, clearHistory, encode, history, SOCK_STREAM, socket } from "socketbook";
import { accepted, failureOf, freePort, listening } from "./peers.js";

beforeEach(clearHistory);

/** The calls as one line each: the name, how it ended, and how many bytes. */
function told(): string[] {
  return history().map(({ call, outcome, count }) => `${call} ${outcome} ${count ?? ""}`.trim());
}

test("a server's calls are recorded in the order in which they began", async () => {
  const { ours, peer } = await accepted();
  peer.write("hello");
  await ours.recv(10);
  await ours.sendall(encode("HELLO!"));
  await ours.close();
  assert.deepEqual(
    told().filter((line) => !line.startsWith("getsockname")),
    ["bind ok", "listen ok", "accept ok", "recv ok 5", "sendall ok 6", "close ok"],
  );
});

test("an entry tells the socket, the address, the bytes and the time", async () => {
  const { ours, peer } = await accepted();
  peer.write("hello");
  await ours.recv(3);
  const entries = history();
  const accept = entries.find(({ call }) => call === "accept");
  assert.deepEqual(accept?.address, ours.getpeername());

  const recv = entries.find(({ call }) => call === "recv");
  assert.equal(recv?.socket, ours.label);
  assert.equal(recv?.count, 3);
  assert.equal(String(Buffer.from(recv?.preview ?? [])), "hel");
  assert.ok((recv?.ended ?? 0) >= (recv?.started ?? Number.POSITIVE_INFINITY));
  const sequences = entries.map(({ sequence }) => sequence);
  assert.deepEqual(
    sequences,
    sequences.toSorted((a, b) => a - b),
  );
});

test("the preview holds the first 32 bytes, and the count all of them", async () => {
  const { ours } = await accepted();
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
  await ours.sendall(bytes);
  const entry = history().at(-1);
  assert.equal(entry?.count, 1000);
  assert.deepEqual(entry?.preview, bytes.slice(0, 32));
});

test("a call that waits is waiting, and has no end", async () => {
  const { ours, peer } = await accepted();
  const waiting = ours.recv(10);
  const entry = history().at(-1);
  assert.deepEqual([entry?.outcome, entry?.ended, entry?.count], ["waiting", undefined, undefined]);
  peer.write("x");
  await waiting;
  assert.equal(history().at(-1)?.outcome, "ok");
});

test("withdrawn, timed out, closed and refused calls are told apart", async () => {
  const { ours } = await accepted();
  const controller = new AbortController();
  const withdrawn = ours.recv(1, { signal: controller.signal });
  controller.abort(new Error("stop"));
  await assert.rejects(withdrawn);
  await assert.rejects(ours.recv(1, { signal: AbortSignal.abort(new Error("stop")) }));
  ours.settimeout(0.01);
  await failureOf(ours.recv(1));
  ours.settimeout(null);
  const closed = failureOf(ours.recv(1));
  await ours.close();
  await closed;
  await failureOf(socket(AF_INET, SOCK_STREAM).connect(["127.0.0.1", await freePort()]));

  const outcomes = history()
    .filter(({ call }) => call === "recv" || call === "connect")
    .map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ["withdrawn", "withdrawn", "ETIMEDOUT", "EBADF", "ECONNREFUSED"]);
});

test("what nobody called is recorded too: the peer's end, and a reset", async () => {
  const first = await accepted();
  first.peer.end();
  await first.ours.recv(1);
  const second = await accepted();
  second.peer.resetAndDestroy();
  await failureOf(second.ours.recv(1));
  const events = history().filter(({ call }) => call === "finished" || call === "reset");
  assert.deepEqual(
    events.map(({ call, socket: { id } }) => [call, id]),
    [
      ["finished", first.ours.label.id],
      ["reset", second.ours.label.id],
    ],
  );
});

test("the record keeps the newest 4096 calls", async () => {
  const { server } = await listening();
  const waiting = failureOf(server.accept());
  for (let i = 0; i < 5000; i++) server.getsockname();
  const entries = history();
  assert.equal(entries.length, 4096);
  assert.ok(entries.every(({ call, outcome }) => call === "getsockname" && outcome === "ok"));

  // A call that ends after its entry was given to another one leaves that one alone.
  await server.close();
  await waiting;
  assert.ok(history().every(({ call, outcome }) => call !== "accept" && outcome === "ok"));
});

test("clearHistory forgets, and the numbers go on", async () => {
  await listening();
  const last = history().at(-1)?.sequence ?? 0;
  clearHistory();
  assert.deepEqual(history(), []);
  socket(AF_INET, SOCK_STREAM).getsockname();
  assert.equal(history().length, 1);
  assert.equal(history()[0]?.sequence, last + 1);
});
