import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Finding, type Torture } from "./finding.js";
import { load, loaded } from "./load.js";
import { noRoomFor } from "./room.js";
import { seesProcesses } from "./server.js";

/** The short form of `npm run torture -- --part load`. */
const torture: Torture = {
  seed: 0,
  from: 0,
  inputs: 0,
  patience: 2,
  release: 60,
  progress: () => undefined,
};

describe("a server under load loses nothing and leaves nothing", { concurrency: 2 }, () => {
  for (const server of loaded) {
    const connections = server.clients === "stream" ? 500 : 50;
    test(server.name, { skip: noRoomFor(connections) ?? false }, async () => {
      assert.match(
        await load(server, torture, { connections, messages: 10_000 }),
        /held and 10000/,
      );
    });
  }
});

describe("a careless server is found out", { concurrency: 2 }, () => {
  for (const [fault, finding] of [
    ["loses", /the answer \d+ is ".*", not ".*"/],
    ["swaps", /the answer \d+ is ".*", not ".*"/],
    ["keeps", /left behind: .*heap of \d.* MiB after \d.* MiB/],
    ["forgets", seesProcesses ? /timers, \d+ listeners, \d+ descriptors/ : /timers, \d+ listeners/],
  ] as const) {
    test(`one that ${fault}`, async () => {
      const careless = {
        name: "careless",
        program: new URL("samples/careless-server.ts", import.meta.url),
        options: ["--fault", fault],
        clients: "stream",
      } as const;
      const trial = load(
        careless,
        { ...torture, release: 1 },
        { connections: 40, messages: 10_000 },
      );
      await assert.rejects(trial, (error) => {
        assert.ok(error instanceof Finding);
        assert.match(error.message, finding);
        return true;
      });
    });
  }
});
