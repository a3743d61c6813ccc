import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Torture } from "./finding.js";
import { flood } from "./flood.js";
import { seesProcesses } from "./server.js";
import { type System, systems } from "./systems.js";

const torture: Torture = {
  seed: 7,
  from: 0,
  inputs: 1,
  patience: 5,
  release: 60,
  progress: () => undefined,
};

function systemNamed(name: string): System {
  const system = systems.find((one) => one.name === name);
  assert.ok(system);
  return system;
}

describe("a server holds little of what comes without a line end", { concurrency: 2 }, () => {
  for (const name of ["uppercase", "uppercase --lines", "file"]) {
    test(name, async () => {
      assert.match(await flood(systemNamed(name), torture, 200), /200 MiB without a line end/);
    });
  }

  test("a server that keeps it all is found out", {
    skip: !seesProcesses && "this system does not tell how much memory a process holds",
  }, async () => {
    const script = "../tests/torture/samples/bad-server";
    const bad = { ...systemNamed("uppercase"), script, options: ["--fault", "hoards"] };
    await assert.rejects(flood(bad, torture, 300), /uppercase: held \d+ MiB in the flood/);
  });
});
