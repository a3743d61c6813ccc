/** Readings of the system's list that differ, as those of a busy machine do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { agreed } from "../../../../lib/src/see/system/agreed.js";
import type { SystemSocket } from "../../../../lib/src/system-sockets.js";

function connection(port: number, state = "ESTABLISHED"): SystemSocket {
  const address = (at: number) => ["127.0.0.1", at] as const;
  const queues = { receiveQueue: 0, sendQueue: 0 };
  return {
    kind: "TCP",
    version: 4,
    state,
    local: address(port),
    remote: address(8080),
    ...queues,
    owner: undefined,
    inode: "0",
  };
}

function reading(...readings: SystemSocket[][]): { read(): SystemSocket[]; count(): number } {
  let count = 0;
  return {
    read: () => readings[Math.min(count++, readings.length - 1)] ?? [],
    count: () => count,
  };
}

test("a row that came twice is there once", () => {
  const { read } = reading([connection(1), connection(2), connection(1)]);
  assert.deepEqual(agreed(read), [connection(1), connection(2)]);
});

test("a row that was missed is found by the next readings", () => {
  const both = [connection(1), connection(2)];
  const { read, count } = reading([connection(1)], both, both);
  assert.deepEqual(agreed(read), both);
  assert.equal(count(), 3);
});

test("a state that changes between two readings is read again", () => {
  const after = [connection(1, "TIME_WAIT")];
  const { read } = reading([connection(1)], after, after);
  assert.deepEqual(agreed(read), after);
});

test("a list that never stands still gives its last reading", () => {
  let port = 0;
  const found = agreed(() => [connection(++port)]);
  assert.deepEqual(found, [connection(port)]);
});
