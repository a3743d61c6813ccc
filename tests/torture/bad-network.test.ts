import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, test } from "node:test";
import type { Random } from "../../checker/src/systems/random.js";
import { badNetwork, trials } from "./bad-network.js";
import { whyNoCable } from "./cable/cable.js";
import { type Pair, pairs } from "./exchanges.js";
import { Finding, type Torture } from "./finding.js";
import { cut, storm, vanished } from "./network-trials.js";
import { relayed } from "./relay-trial.js";
import type { Round, Scene } from "./stage.js";

/** The short form of `npm run torture -- --part network`; a finding names the seed that was used. */
const torture: Torture = {
  seed: randomInt(1_000_000),
  from: 0,
  inputs: 1,
  patience: 2,
  release: 60,
  progress: () => undefined,
};

const missing = await whyNoCable();
const skip = missing === undefined ? false : `Not tried, no bad network here: ${missing}`;

describe("programs and calls withstand a bad network", { concurrency: 4, skip }, () => {
  const names = [
    "calls with keepalive, cut",
    "calls, cut",
    "file, cut",
    "uppercase, cut",
    "reverse-echo --lines, given up",
    "file, mended",
    "file, whole or nothing",
    "no way for uppercase",
    "file in a storm",
    "adder beside a vanished one",
    "greeting in a storm of datagrams",
  ];
  for (const name of names) {
    test(name, async () => {
      const trial = trials.find((each) => each.name === name);
      assert.ok(trial);
      assert.match(await badNetwork(trial, torture, 1), /1 rounds/);
    });
  }

  test("a relay: it blames the server that it cannot reach, not its client", async () => {
    const pair = changed("thanks", {}, { cutAfter: 0 });
    const trial = { name: "relay", perform: (round: Round) => relayed({ ...round, pair }) };
    assert.match(await badNetwork(trial, torture, 1), /1 rounds/);
  });
});

describe("what fails on a bad network is found out", { concurrency: 4, skip }, () => {
  for (const [fault, perform, finding] of [
    ["believes", cut, /without an answer the client ended with status 0/],
    ["believes", storm, /in a storm the client got another file/],
    ["keeps", cut, /failed, and kept what had come/],
    ["leaves", cut, /failed, and left these files: target, target\.part/],
    ["waits", cut, /did not end within/],
  ] as const) {
    test(`a client that ${fault}: ${perform.name}`, async () => {
      const script = "../tests/torture/samples/bad-client";
      const pair = changed("file", { script }, { client: ["--fault", fault, "--timeout", "2"] });
      await isFound(perform, pair, finding, fault === "waits" ? 2 : 60);
    });
  }

  test("a server that waits for ever", async () => {
    const pair = changed("reverse-echo", {}, { server: ["--timeout", "3600"], cutAfter: 2 });
    const finding = /the server did not let go of a client that vanished/;
    await isFound(cut, pair, finding, 5);
  });

  test("a server that lets others wait", async () => {
    const pair = changed("reverse-echo", {}, { server: ["--no-concurrent"], cutAfter: 2 });
    await isFound(vanished, pair, /did not end within/, 2);
  });
});

interface Changes {
  readonly client?: string[];
  readonly server?: string[];
  /** After how many packets of the server the cable is cut: 0 is in the handshake, 2 surely behind it. */
  readonly cutAfter?: number;
}

/** A system with another client or server, with options that make one bad, and with a cut at one point. */
function changed(
  name: string,
  programs: Partial<Pick<Pair, "script">>,
  { client = [], server = [], cutAfter = 1 }: Changes,
): Pair {
  const pair = pairs.find((each) => each.name === name);
  assert.ok(pair);
  const draw = (random: Random) => {
    const exchange = pair.draw(random);
    return {
      ...exchange,
      serverOptions: [...exchange.serverOptions, ...server],
      client: (host: string, port: number) => [...exchange.client(host, port), ...client],
      cuts: { least: cutAfter, most: cutAfter },
    };
  };
  return { ...pair, ...programs, draw };
}

/** A trial of the pair ends with that finding. What never happens is waited for so long, in seconds. */
async function isFound(
  perform: (scene: Scene) => Promise<void>,
  pair: Pair,
  finding: RegExp,
  release: number,
): Promise<void> {
  const trial = { name: pair.name, perform: (round: Round) => perform({ ...round, pair }) };
  await assert.rejects(badNetwork(trial, { ...torture, release }, 1), (error) => {
    assert.ok(error instanceof Finding, String(error));
    assert.match(error.message, finding);
    return true;
  });
}
