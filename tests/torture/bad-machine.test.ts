/** The short form of `npm run torture -- --part machine`. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { whyNoFewPorts } from "../lib/few-ports.js";
import type { Pair } from "./exchanges.js";
import { Finding, type Torture } from "./finding.js";
import { fullDisk, tryableDisks } from "./machine/full-disk.js";
import { littleMemory, whyNoCrowd } from "./machine/little-memory.js";
import { noDescriptors, seesWishes, whyNoLimit } from "./machine/no-descriptors.js";
import { portPairs, usedUpPorts } from "./machine/used-up-ports.js";
import { type System, systems } from "./systems.js";

const torture: Torture = {
  seed: 1,
  from: 0,
  inputs: 1,
  patience: 2,
  release: 60,
  progress: () => undefined,
};

function named(name: string): System {
  const system = systems.find((one) => one.name === name);
  assert.ok(system);
  return system;
}

function isFound(trial: Promise<string>, finding: RegExp): Promise<void> {
  return assert.rejects(trial, (error) => {
    assert.ok(error instanceof Finding, String(error));
    assert.match(error.message, finding);
    return true;
  });
}

describe("a server without descriptors", { skip: whyNoLimit, concurrency: 4 }, () => {
  for (const system of [
    named("uppercase"),
    { ...named("adder"), name: "adder one after another", options: ["--no-concurrent"] },
  ]) {
    test(system.name, async () => {
      assert.match(await noDescriptors(system, torture), /96 clients/);
    });
  }

  for (const [fault, finding] of [
    ["is silent", /turned away without a word/],
    ["ends", /the server ended with status 0/],
    ...(seesWishes ? ([["spins", /keeps the processor busy/]] as const) : []),
  ] as const) {
    test(`one that ${fault} is found out`, async () => {
      const script = "../tests/torture/samples/poor-server";
      const poor = { ...named("uppercase"), script, options: ["--fault", fault] };
      await isFound(
        noDescriptors(poor, { ...torture, release: fault === "is silent" ? 6 : 60 }),
        finding,
      );
    });
  }
});

describe("a client on a full disk", { concurrency: 2 }, () => {
  for (const disk of ["a disk", "a limit"]) {
    const skip = tryableDisks.includes(disk)
      ? false
      : `this machine cannot make ${disk} that is full`;
    test(disk, { skip }, async () => {
      assert.match(await fullDisk(disk, torture, 1), /1 files, 1 of them without room/);
    });
  }

  const skip = tryableDisks.length === 0 && "this machine cannot make a disk that is full";
  test("one that believes that all was kept is found out", { skip }, async () => {
    const options = ["--fault", "believes", "--timeout", "1"];
    const bad = { script: "../tests/torture/samples/bad-client", options };
    await isFound(fullDisk(tryableDisks[0] ?? "", torture, 1, bad), /it kept another file/);
  });
});

describe("programs without a port", { skip: whyNoFewPorts(), concurrency: 2 }, () => {
  test("uppercase", async () => {
    assert.match(await usedUpPorts(pairNamed("uppercase"), torture), /with one again/);
  });

  test("a client that does not say so is found out", async () => {
    const bad = ["../tests/torture/samples/bad-client", "--fault", "unclear"];
    await isFound(usedUpPorts(pairNamed("file"), torture, bad), /said: .*no good answer/s);
  });
});

describe("a server with little memory", { skip: whyNoCrowd(400), concurrency: 2 }, () => {
  test("reverse-echo --lines", async () => {
    const held = await littleMemory(named("reverse-echo --lines"), torture, 300);
    assert.match(held, /MiB at most with 300 clients/);
  });

  test("one that swells is found out", async () => {
    const script = "../tests/torture/samples/poor-server";
    const poor = { ...named("uppercase"), script, options: ["--fault", "swells"] };
    await isFound(littleMemory(poor, torture, 100), /holds \d+ MiB for 100 clients/);
  });
});

function pairNamed(name: string): Pair {
  const pair = portPairs.find((one) => one.name === name);
  assert.ok(pair);
  return pair;
}
