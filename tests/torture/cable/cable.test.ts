import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as passed } from "node:timers/promises";
import { Process } from "../../scripts/process.js";
import { Cable, serverHost, whyNoCable } from "./cable.js";
import { calm } from "./weather.js";

const missing = await whyNoCable();
const skip = missing === undefined ? false : `Not tried, no cable can be laid here: ${missing}`;

const storm = { ...calm, loss: 0.2, duplicate: 0.2, reorder: 0.2, late: 30 };
const numbers = Array.from({ length: 200 }, (_, index) => index);

/** What arrives of 200 numbers, each sent in a datagram of its own. */
async function arriving(seed: string): Promise<number[]> {
  await using cable = await Cable.lay(seed, storm);
  const count = ["python3", join(import.meta.dirname, "count_datagrams.py"), serverHost, "9000"];
  await using receiver = new Process(cable.at("server", count));
  await receiver.says(/ready/);
  const send = `import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
    for number in range(${numbers.length}):
        sender.sendto(str(number).encode(), ("${serverHost}", 9000))`;
  await using sender = new Process(cable.at("client", ["python3", "-c", send]));
  assert.equal(await sender.exited, 0, sender.stderr);
  for (;;) {
    const { sent, lost, doubled, delivered } = (await cable.counts()).client;
    if (sent === numbers.length && delivered === sent - lost + doubled) break;
    await passed(20); // the packets are under way
  }
  receiver.signal("SIGUSR1");
  await receiver.says(/done/);
  return receiver.stdout.match(/\d+/g)?.map(Number) ?? [];
}

test("a cable loses, doubles and reorders packets, the same ones with the same seed", {
  skip,
}, async () => {
  const [first, again, other] = await Promise.all(["1", "1", "2"].map(arriving));
  assert.ok(first && again && other);
  const kinds = new Set(first);
  const lost = numbers.length - kinds.size;
  const doubled = first.length - kinds.size;
  const overtaken = first.filter((number, index) => number < Math.max(...first.slice(0, index)));
  for (const count of [lost, doubled, overtaken.length]) {
    assert.ok(count > 20 && count < 60, `${count} of 40 expected`);
  }
  assert.deepEqual(again.toSorted(), first.toSorted());
  assert.notDeepEqual(other.toSorted(), first.toSorted());
});

test("an end of a cable reaches the other end and nothing else", { skip }, async () => {
  await using cable = await Cable.lay("1", calm);
  await using routes = new Process(cable.at("client", ["cat", "/proc/net/route"]));
  await routes.exited;
  const lines = routes.stdout.trim().split("\n").slice(1);
  assert.deepEqual(
    lines.map((line) => line.split("\t").slice(0, 3)),
    [["cable", "000200C0", "00000000"]], // 192.0.2.0, through no gateway
  );
});

test("when whoever laid the cable is killed, nothing is left of it", { skip }, async () => {
  const tsx = import.meta.resolve("tsx");
  const lay = [process.execPath, "--import", tsx, join(import.meta.dirname, "lay.ts")];
  await using laid = new Process(lay);
  await laid.says(/here/, 120);
  laid.signal("SIGKILL");
  // The cable and the program at its end have inherited the pipes: these close when all have ended.
  await laid.exited;
});
