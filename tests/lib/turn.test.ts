/** A loop of calls that never have to wait leaves the rest of the program its turn. */
import assert from "node:assert/strict";
import dgram from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import { AF_INET, encode, SOCK_DGRAM, socket } from "socketbook";
import { accepted } from "./peers.js";

/** Calls until a timer of the same program has fired; fails when it never does. */
async function untilTimer(call: () => Promise<unknown>): Promise<void> {
  let fired = false;
  setTimeout(() => {
    fired = true;
  }, 1);
  for (let calls = 0; !fired; calls++) {
    assert.ok(calls < 100_000, "the timer never fired");
    await call();
  }
}

test("sendto, to somebody who takes nothing", async () => {
  const sink = dgram.createSocket("udp4");
  sink.bind(0, "127.0.0.1");
  await once(sink, "listening");
  const client = socket(AF_INET, SOCK_DGRAM);
  const { port } = sink.address();
  await untilTimer(() => client.sendto(encode("x"), ["127.0.0.1", port]));
  sink.close();
});

test("send, as long as the kernel takes it", async () => {
  const { ours, peer } = await accepted();
  peer.resume();
  await untilTimer(() => ours.send(encode("x")));
});

test("recv of one byte at a time, of many that are there", async () => {
  const { ours, peer } = await accepted();
  peer.write(Buffer.alloc(60_000));
  await untilTimer(async () => {
    const chunk = await ours.recv(1);
    if (chunk.length > 0) peer.write(chunk);
  });
});

test("send of more than a slice, as long as the kernel takes it", async () => {
  const { ours, peer } = await accepted();
  peer.resume();
  const large = Buffer.alloc(65_537);
  await untilTimer(() => ours.send(large));
});

test("however many connections call without waiting, each turn belongs to one of them", async () => {
  const connections = await Promise.all(Array.from({ length: 30 }, () => accepted()));
  const calls = connections.map(() => 0);
  const sum = () => calls.reduce((all, each) => all + each);
  let busy = true;
  const loops = connections.map(async ({ ours, peer }, number) => {
    peer.write(Buffer.alloc(60_000));
    while (busy) {
      await ours.recv(1);
      calls[number] = (calls[number] ?? 0) + 1;
      const start = performance.now();
      while (performance.now() - start < 0.1); // what a server does with a message
    }
  });
  const nextTurn = () => new Promise((next) => setImmediate(next));
  while (Math.min(...calls) < 3) await nextTurn();
  for (let turn = 0; turn < 100; turn++) {
    const before = sum();
    await nextTurn();
    assert.ok(sum() - before <= 10, `${sum() - before} calls in one turn`);
  }
  busy = false;
  await Promise.all(loops);
});
