/** Where no picture can be shown, in a terminal and under a stock kernel, the text is printed. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import {
  AF_INET,
  clearHistory,
  closeAll,
  encode,
  SOCK_DGRAM,
  sequenceDiagram,
  sequenceText,
  socket,
} from "socketbook";
import { accepted } from "../peers.js";
import { told } from "./seen.js";

beforeEach(clearHistory);

test("the drawing is printed in characters", async (t) => {
  const print = t.mock.method(console, "log", () => undefined);
  const { ours } = await accepted();
  await ours.send(encode("hello"));
  sequenceDiagram({ title: "Printed" });
  assert.deepEqual(
    print.mock.calls.map(({ arguments: [text] }) => text),
    [sequenceText({ title: "Printed" })],
  );
});

test("a live drawing is printed once, when all is closed", async (t) => {
  const print = t.mock.method(console, "log", () => undefined);
  const { ours } = await accepted();
  sequenceDiagram({ live: true });
  await ours.send(encode("hello"));
  assert.equal(print.mock.callCount(), 0);
  await closeAll();
  await closeAll();
  assert.equal(print.mock.callCount(), 1);
  assert.match(String(print.mock.calls[0]?.arguments[0]), /send 5 bytes 'hello'[\s\S]*● close/);
});

test("datagrams beyond the queue are dropped, and the drawing counts them", async () => {
  const server = socket(AF_INET, SOCK_DGRAM);
  await server.bind(["127.0.0.1", 0]);
  const client = socket(AF_INET, SOCK_DGRAM);
  while (server.dropped < 20) {
    await client.sendto(new Uint8Array(8192), server.getsockname());
    await setImmediate(); // so that it arrives before the next one goes
    if (server.dropped === 0) clearHistory();
  }
  const rows = told({ sockets: [server] });
  assert.equal(rows[0], "✗ a datagram was dropped");
  assert.match(rows.at(-1) ?? "", /^… \d+ more like this$/);
});
