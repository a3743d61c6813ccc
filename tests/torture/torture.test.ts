import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, test } from "node:test";
import { badBytes } from "./bad-bytes.js";
import { badPeers, lieTo } from "./bad-peers.js";
import { badTime } from "./bad-time.js";
import { Finding, type Torture } from "./finding.js";
import { clients } from "./lies.js";
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
    ["crashes", /honest client got|could not connect|the answer "" is not/],
    ["stops", /honest client got|could not connect|the answer "" is not/],
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

describe("a client withstands lying servers", { concurrency: 4 }, () => {
  for (const client of clients) {
    test(client.name, async () => {
      assert.match(await badPeers(client, torture, 2), /2 lies/);
    });
  }
});

describe("a bad client is found out", { concurrency: 2 }, () => {
  for (const [fault, finding] of [
    ["believes", /ended with status 0, not 1/],
    ["crashes", /one clear line but with: .*no such thing/s],
    ["keeps", /kept what had come/],
    ["leaves", /left these files: target, target\.part/],
    ["waits", /did not end/],
  ] as const) {
    test(`one that ${fault}`, async () => {
      const client = clients.find(({ name }) => name === "file");
      assert.ok(client);
      const bad = { ...client, script: "../tests/torture/samples/bad-client" };
      const lie = { bytes: Buffer.from("OK 9\nhalf"), ending: "end", statuses: [1] } as const;
      const release = fault === "waits" ? 2 : 60;
      const lying = lieTo({ ...bad, options: ["--fault", fault] }, lie, { ...torture, release });
      await assert.rejects(lying, finding);
    });
  }
});

describe("honest clients are served among slow ones", { concurrency: 2 }, () => {
  for (const system of systems.filter(({ options }) => options.includes("--concurrent"))) {
    test(system.name, async () => {
      // Too few clients, on a machine too busy, to demand more than that they are served at all.
      const siege = { crowd: 300, clients: 10, most: Number.POSITIVE_INFINITY, rounds: 1 };
      const { idle, besieged } = await badTime(system, torture, siege);
      assert.ok(idle > 0 && besieged > 0);
    });
  }

  test("a server that keeps them waiting is found out", async () => {
    const [uppercase] = systems;
    assert.ok(uppercase);
    const unfair = { ...uppercase, script: "../tests/torture/samples/unfair-server", options: [] };
    const siege = { crowd: 20, clients: 3, most: 3, rounds: 1 };
    const times = badTime(unfair, torture, siege);
    await assert.rejects(times, /p99 among 20 slow clients: .* ms, not .* ms as at an idle one/);
  });

  test("a server that lets them wait is found out", async () => {
    const system = systems.find(({ name }) => name === "uppercase one after another");
    assert.ok(system);
    const siege = { crowd: 1, clients: 1, most: 3, rounds: 1 };
    const times = badTime(system, { ...torture, release: 2 }, siege);
    await assert.rejects(times, /among 1 slow clients an honest one got "nothing, and waits"/);
  });
});
