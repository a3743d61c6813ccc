import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Backlog } from "../../kernel/src/backlog.js";

const much = 9 * 2 ** 20;

/** Another thread calls `Atomics` as `work` says, and says so first. */
async function elsewhere(work: string, workerData: object): Promise<Worker> {
  const program = `const { workerData: data, parentPort } = require("node:worker_threads");
    parentPort.postMessage("here");
    Atomics.wait(data.gate, 0, 0);
    ${work}`;
  const worker = new Worker(program, { eval: true, workerData });
  await once(worker, "message");
  return worker;
}

function shared(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4));
}

function open(gate: Int32Array): void {
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
}

test("who has put out little does not wait", () => {
  const backlog = new Backlog();
  backlog.enter(1000);
  backlog.waitForRoom(shared());
});

test("who has put out much waits until the other thread has sent it", async () => {
  const backlog = new Backlog();
  const [gate, interrupts] = [shared(), shared()];
  const units = backlog.enter(much);
  const work = `Atomics.sub(data.count, 0, ${units}); Atomics.notify(data.count, 0);`;
  const worker = await elsewhere(work, { gate, count: backlog.count });
  open(gate);
  backlog.waitForRoom(interrupts);
  assert.equal(Atomics.load(backlog.count, 0), 0);
  await once(worker, "exit");
});

test("an interrupt ends the wait, although nothing was sent", async () => {
  const backlog = new Backlog();
  const [gate, interrupts] = [shared(), shared()];
  backlog.enter(much);
  const worker = await elsewhere("Atomics.add(data.interrupts, 0, 1);", { gate, interrupts });
  open(gate);
  backlog.waitForRoom(interrupts);
  assert.equal(Atomics.load(interrupts, 0), 1);
  await once(worker, "exit");
});
