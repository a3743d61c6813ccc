import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type DatagramLie, datagramLies, lieByDatagram } from "./datagram-lies.js";
import type { Torture } from "./finding.js";

const torture: Torture = {
  seed: 7,
  from: 0,
  inputs: 1,
  patience: 1,
  release: 60,
  progress: () => undefined,
};

function lieOf(what: string): DatagramLie {
  const lie = datagramLies.find((one) => one.what === what);
  assert.ok(lie, what);
  return lie;
}

/** Some of them; `npm run torture -- --part peers` tells them all. */
const some = [
  "nothing",
  "a refusal by the system",
  "a stranger's answer before its own",
  "an empty answer",
  "the largest datagram",
  "orders to a terminal",
];

describe("the greeting client ends with a clear line, whatever comes back", {
  concurrency: 2,
}, () => {
  for (const what of some) {
    test(what, async () => {
      const lie = lieOf(what);
      // A client that shall answer gets more time than a busy machine takes for its datagram.
      const patience = lie.status === 0 ? 30 : 1;
      await lieByDatagram("greeting-client", lie, { ...torture, patience });
    });
  }
});

describe("a bad client of datagrams is found out", { concurrency: 2 }, () => {
  for (const [fault, what, finding] of [
    ["trusts", "a stranger's answer alone", /took the answer of a stranger/],
    ["steers", "orders to a terminal", /printed "\\u001b", which a terminal obeys/],
    ["crashes", "an empty answer", /ended with status 1, not 0: .*no such thing/s],
    ["waits", "nothing", /did not end/],
  ] as const) {
    test(`one that ${fault}`, async () => {
      const lie = lieOf(what);
      const script = "../tests/torture/samples/bad-datagram-client";
      const patient = { ...torture, patience: 30 };
      const time = fault === "waits" ? { ...torture, release: 3 } : patient;
      await assert.rejects(lieByDatagram(script, lie, time, ["--fault", fault]), finding);
    });
  }
});
