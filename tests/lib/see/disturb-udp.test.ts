/** Datagrams that are lost, doubled, late and out of order, at will. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { clearHistory, type DatagramFaults, decode, disturb, encode, history } from "socketbook";
import { bound, rawPeer } from "../datagram-peers.js";
import "../peers.js";

const sent = Array.from({ length: 40 }, (_, i) => i + 1);

beforeEach(clearHistory);

/** What comes of 40 numbered datagrams of a raw peer. */
async function received(faults: DatagramFaults): Promise<number[]> {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  disturb(ours, faults);
  for (const number of sent) await peer.send(String(number), port);
  // Some of these get through, and after the second nothing else can be on its way.
  for (let i = 0; i < 20; i++) await peer.send("over", port);
  const numbers: number[] = [];
  for (let overs = 0; overs < 2; ) {
    const text = decode((await ours.recvfrom(100))[0]);
    if (text === "over") overs++;
    else numbers.push(Number(text));
  }
  await ours.close();
  return numbers;
}

test("drop: the same ones for the same seed, and the record tells of them", async () => {
  const first = await received({ drop: 0.4, seed: 7 });
  const lost = sent.filter((number) => !first.includes(number));
  assert.ok(lost.length > 5 && first.length > 5, String(first));
  assert.deepEqual(
    first,
    sent.filter((number) => !lost.includes(number)),
    "in order",
  );
  assert.ok(history().filter(({ call }) => call === "dropped").length >= lost.length);
  assert.deepEqual(await received({ drop: 0.4, seed: 7 }), first);
  assert.notDeepEqual(await received({ drop: 0.4, seed: 8 }), first);
});

test("duplicate: some come twice, one after the other", async () => {
  const numbers = await received({ duplicate: 0.3, seed: 3 });
  assert.ok(numbers.length > 45 && numbers.length < 60, String(numbers));
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => a - b),
  );
  assert.deepEqual([...new Set(numbers)], sent);
});

test("reorder: neighbours change places, and none is lost", async () => {
  const numbers = await received({ reorder: 0.3, seed: 5 });
  assert.notDeepEqual(numbers, sent);
  assert.ok(
    numbers.every((number, at) => Math.abs(number - (at + 1)) <= 1),
    String(numbers),
  );
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    sent,
  );
  assert.deepEqual(await received({ reorder: 0.3, seed: 5 }), numbers);
});

test("one fault does not change what another does", async () => {
  const lossy = await received({ drop: 0.4, seed: 7 });
  const both = await received({ drop: 0.4, duplicate: 1, seed: 7 });
  assert.deepEqual(
    both.filter((_, at) => at % 2 === 0),
    lossy,
  );
});

test("reorder: a datagram without a next one comes all the same", async () => {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  disturb(ours, { reorder: 1 });
  await peer.send("alone", port);
  assert.equal(decode((await ours.recvfrom(100))[0]), "alone");
});

test("reorder: a next one that has arrived changes places also when the time is over meanwhile", async () => {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  disturb(ours, { reorder: 1 });
  await peer.send("one", port);
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate); // until it is held
  await peer.send("two", port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250); // a busy machine
  assert.equal(decode((await ours.recvfrom(100))[0]), "two");
  assert.equal(decode((await ours.recvfrom(100))[0]), "one");
});

test("delay: late, and in order", async () => {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  disturb(ours, { delay: 0.1 });
  const begun = performance.now();
  await peer.send("one", port);
  await peer.send("two", port);
  assert.equal(decode((await ours.recvfrom(100))[0]), "one");
  assert.equal(decode((await ours.recvfrom(100))[0]), "two");
  assert.ok(performance.now() - begun >= 99);
});

test("drop 1: nothing comes, and what is sent still goes", async () => {
  const { ours } = await bound();
  const peer = await rawPeer();
  disturb(ours, { drop: 1 });
  await ours.sendto(encode("hello"), ["127.0.0.1", peer.port]);
  await peer.send("lost", ours.getsockname()[1]);
  ours.settimeout(0.1);
  await assert.rejects(ours.recvfrom(10), /ETIMEDOUT/);
  assert.deepEqual(peer.texts, ["hello"]);
});

test("close: what was held back or late comes to nothing", async () => {
  const { ours, port } = await bound();
  const peer = await rawPeer();
  disturb(ours, { delay: 1000 });
  await peer.send("late", port);
  await ours.close();
});

test("a fault of TCP is refused", async () => {
  const { ours } = await bound();
  assert.throws(
    () => disturb(ours, { split: true } as object),
    /UDP knows seed, delay, drop, duplicate, reorder, and not split/,
  );
  assert.throws(() => disturb(ours, { drop: 2 }), /drop is 2, not a share from 0 to 1/);
});
