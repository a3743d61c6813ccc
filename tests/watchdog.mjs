/**
 * Loaded into every test process: ends it, with a word, when for five minutes no test began or
 * ended and none told of progress, be it that a test waits for ever, that it computes for ever, or
 * that something it opened keeps the process alive. A thread of its own does the watching, since a
 * loop blocks all timers.
 */
import { writeSync } from "node:fs";
import { afterEach, beforeEach } from "node:test";
import { isMainThread, Worker, workerData } from "node:worker_threads";

if (!isMainThread) watch(workerData);
else if (process.env.NODE_TEST_CONTEXT !== undefined) begin();

function begin() {
  const limit = Number(process.env.TEST_LIMIT_SECONDS ?? 300) * 1000;
  const events = new Int32Array(new SharedArrayBuffer(4));
  const file = process.argv[1];
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { events, limit, file },
    execArgv: [],
  });
  worker.unref();
  const happened = () => {
    Atomics.add(events, 0, 1);
    Atomics.notify(events, 0);
  };
  beforeEach(happened);
  afterEach(happened);
  process.on("progress", happened); // what a test emits while it waits for long work that goes on
}

/** @param {{ events: Int32Array, limit: number, file: string }} watched */
function watch({ events, limit, file }) {
  for (;;) {
    const seen = Atomics.load(events, 0);
    if (Atomics.wait(events, 0, seen, limit) !== "timed-out") continue;
    const sentence = `No test of ${file} began or ended for ${limit / 1000} s. One waits for ever, or left something open.`;
    writeSync(2, `${sentence}\n`);
    process.kill(process.pid, "SIGKILL");
  }
}
