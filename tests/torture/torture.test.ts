import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, test } from "node:test";
import { badBytes } from "./bad-bytes.js";
import { Finding, type Torture } from "./finding.js";
import { seesProcesses } from "./server.js";
import { systems } from "./systems.js";

/** The short form of `npm run torture`; a finding names the seed that was used. */
const torture: Torture = {
  seed: randomInt(1_000_000),
  from: 0,
  inputs: 150,
  patience: 2,
  release: 60,
  progress: () => undefined,
};

describe("a server withstands bad bytes", { concurrency: 4 }, () => {
  for (const system of systems) {
    test(system.name, async () => {
      assert.match(await badBytes(system, torture), /150 attacks/);
    });
  }
});

describe("a bad server is found out", { concurrency: 2 }, () => {
  for (const [fault, finding] of [
    ["crashes", /honest client got|could not connect/],
    ["stops", /honest client got|could not connect/],
    ["gives", /gave away a secret/],
    ["hangs", /left a client waiting/],
    ...(seesProcesses ? ([["keeps", /descriptors: \d+ at the start/]] as const) : []),
    ["cuts", /the answer .* is not/],
  ] as const) {
    test(`one that ${fault}`, async () => {
      const [uppercase] = systems;
      assert.ok(uppercase);
      const script = "../tests/torture/samples/bad-server";
      const system = { ...uppercase, script, options: ["--fault", fault] };
      await assert.rejects(badBytes(system, { ...torture, inputs: 400, release: 2 }), (error) => {
        assert.ok(error instanceof Finding);
        assert.match(error.message, finding);
        return true;
      });
    });
  }
});
