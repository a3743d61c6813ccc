import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { usualLimits } from "../../checker/src/run/limits.js";
import { seesProcesses } from "../../checker/src/run/processes.js";
import { examineServer } from "../../checker/src/servers/check-server.js";
import { systems } from "../../checker/src/systems/index.js";
import { reportText } from "../../checker/src/verdict/report.js";
import { Bank, type BankProgram, documentServer, hasCompiler } from "./bank.js";

const atOnce = 8; // they wait more than they compute
const bank = new Bank();
after(() => bank[Symbol.dispose]());

if (!hasCompiler) {
  console.error("THERE IS NO C COMPILER (cc): the programs in C of the bank are NOT tried here.");
}

if (!seesProcesses) {
  console.error(
    "THE WRONG PROGRAMS OF THE BANK ARE NOT TRIED HERE: their names are those of Linux.",
  );
}

describe("the bank of servers", { concurrency: atOnce }, () => {
  for (const { name } of systems) {
    const servers = serversOf(name);
    for (const server of servers) {
      if (server.diagnosis === undefined) it(`${server.name} passes`, () => passes(server));
      else if (seesProcesses) it(`${server.name}: ${server.diagnosis}`, () => fails(server));
    }
    it(`holds a right one and eight wrong ones: ${name}`, () => {
      const wrong = servers.filter(({ diagnosis }) => diagnosis !== undefined);
      assert.ok(wrong.length >= 8, `${wrong.length} wrong ones`);
      assert.ok(servers.length > wrong.length);
    });
  }
});

/** No document has a program of the greeting over TCP. */
function serversOf(system: string): BankProgram[] {
  const own = bank.servers(system);
  return system === "greeting-tcp" ? own : [...own, documentServer(system)];
}

async function check(server: BankProgram) {
  await server.prepare();
  const run = { run: server.words };
  return examineServer(server.system, run, {
    limits: usualLimits,
    idle: 1.2,
    stopAtFirst: server.diagnosis !== undefined && !server.isRecommended,
  });
}

async function passes(server: BankProgram): Promise<void> {
  const result = await check(server);
  assert.ok(result.passed, reportText(result));
}

/** The first criterion that fails must be the one that the program was made for. */
async function fails(server: BankProgram): Promise<void> {
  const result = await check(server);
  const first = result.outcomes.find(({ state }) => state === "failed");
  assert.equal(first?.diagnosis, server.diagnosis, reportText(result));
  assert.equal(first?.required, !server.isRecommended);
  assert.equal(result.passed, server.isRecommended);
}
