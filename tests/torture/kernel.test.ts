import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { Finding, type Torture } from "./finding.js";
import { endure, kernelTrials } from "./kernel-endurance.js";

/** The short form of `npm run torture -- --part kernel`; a finding names the seed that was used. */
const torture: Torture = {
  seed: randomInt(1_000_000),
  from: 0,
  inputs: 0,
  patience: 2,
  release: 60,
  progress: () => undefined,
};
const concurrency = availableParallelism();

describe("the kernel endures", { concurrency }, () => {
  for (const trial of kernelTrials) {
    test(`${trial.name}: ${trial.short} ${trial.counts}`, async () => {
      assert.match(
        await endure(trial, torture, { size: trial.short }),
        RegExp(`^${trial.name}: .`),
      );
    });
  }
});

describe("a bad kernel is found out", { concurrency }, () => {
  for (const [fault, name, size, finding] of [
    ["loses", "much output", 1, /in many lines: \d+ characters, not 1000000/],
    ["swaps", "much output", 1, /in many lines: 1000000 characters, .* first wrong one is \d+/],
    ["misplaces", "many cells", 20, /put out .* and not /],
    ["slows", "many cells", 24, /ms at last: .* times/],
    ["hoards", "a slow reader", 120, /\d{3} MB more in use/],
    ["dies", "interrupts", 3, /the kernel is dead/],
    ["ignores", "interrupts", 3, /waited 20 s for the end of a cell/],
    [
      "swallows",
      "interrupts",
      1,
      // Which of these comes first depends on where the interrupts meet the cells.
      /calls of recv got|ended as error, .Uncaught: undefined|the end of the cell .*talk\.recv/,
    ],
    ["leaves", "restarts", 1, /these are left of the kernel before/],
    ["hands on", "restarts", 1, /the peer has heard nothing of it/],
    ["outlives", "a killed server", 1, /processes are left/],
    ["notebook", "notebooks at once", 1, /the file says .*never printed/],
  ] as const) {
    test(`one that ${fault}`, async () => {
      const trial = kernelTrials.find((one) => one.name === name);
      assert.ok(trial);
      const patience = ["ignores", "swallows", "hands on", "outlives"].includes(fault) ? 20 : 60;
      await assert.rejects(endure(trial, torture, { size, fault, patience }), (error) => {
        assert.ok(error instanceof Finding);
        assert.match(error.message, finding);
        return true;
      });
    });
  }
});
