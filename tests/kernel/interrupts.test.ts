import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { type CellRun, runAs } from "../../kernel/src/cell.js";
import { Interrupted, Interrupts } from "../../kernel/src/interrupt.js";

/** As much of a run of a cell as an interrupt knows of. */
function cellRun(): CellRun {
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (reason: Error) => controller.abort(reason);
  return { signal, abort, waits: new Set() } as unknown as CellRun;
}

test("a cell has its moment to clean up from the first of many interrupts", (t) => {
  let now = 1000;
  mock.method(performance, "now", () => now);
  t.after(() => mock.restoreAll());
  const requested = new Int32Array(new SharedArrayBuffer(4));
  const interrupts = new Interrupts(requested, () => undefined);
  const cell = cellRun();
  interrupts.running = cell;
  for (let serial = 1; serial <= 10; serial++) {
    requested[0] = serial;
    interrupts.receive(serial);
    if (serial <= 4) runAs(cell, interrupts.check);
    now += 50;
  }
  assert.throws(() => runAs(cell, interrupts.check), Interrupted);
});
