import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { usualLimits } from "../../checker/src/run/limits.js";
import { seesProcesses } from "../../checker/src/run/processes.js";
import { systems } from "../../checker/src/systems/index.js";
import { reportText } from "../../checker/src/verdict/report.js";
import type { CheckResult } from "../../checker/src/verdict/result.js";
import { Bank, type BankProgram, documentProgram, hasCompiler } from "./bank.js";

const atOnce = 8; // they wait more than they compute

/** The options that a check of servers and one of clients have in common. */
export interface ProofOptions {
  readonly limits: typeof usualLimits;
  readonly idle: number;
  readonly stopAtFirst: boolean;
}

type Examine = (program: BankProgram, options: ProofOptions) => Promise<CheckResult>;

/** One test for each program of the bank: the right ones pass, each wrong one gets its diagnosis. */
export function proveBank(role: "server" | "client", examine: Examine): void {
  const bank = new Bank();
  after(() => bank[Symbol.dispose]());
  // A test run that is broken off ends what it started (see run/program.ts).
  process.once("SIGTERM", () => process.exit(1));
  if (!hasCompiler) {
    console.error("THERE IS NO C COMPILER (cc): the programs in C of the bank are NOT tried here.");
  }
  if (!seesProcesses) {
    console.error("THE WRONG PROGRAMS ARE NOT TRIED HERE: their diagnoses are those of Linux.");
  }
  describe(`the bank of ${role}s`, { concurrency: atOnce }, () => {
    for (const { name } of systems) {
      const own = role === "server" ? bank.servers(name) : bank.clients(name);
      // No document has a program of the greeting over TCP.
      const programs = name === "greeting-tcp" ? own : [...own, documentProgram(name, role)];
      for (const program of programs) prove(program, examine);
      it(`holds a right one and eight wrong ones: ${name}`, () => {
        const wrong = programs.filter(({ diagnosis }) => diagnosis !== undefined);
        assert.ok(wrong.length >= 8, `${wrong.length} wrong ones`);
        assert.ok(programs.length > wrong.length);
      });
    }
  });
}

function prove(program: BankProgram, examine: Examine): void {
  const { name, diagnosis, isRecommended } = program;
  async function check(stopAtFirst: boolean): Promise<CheckResult> {
    await program.prepare();
    return examine(program, { limits: usualLimits, idle: 1.2, stopAtFirst });
  }
  if (diagnosis === undefined) {
    it(`${name} passes`, async () => {
      const result = await check(false);
      assert.ok(result.passed, reportText(result));
    });
  } else if (seesProcesses) {
    // The first criterion that fails must be the one that the program was made for.
    it(`${name}: ${diagnosis}`, async () => {
      const result = await check(!isRecommended);
      const first = result.outcomes.find(({ state }) => state === "failed");
      assert.equal(first?.diagnosis, diagnosis, reportText(result));
      assert.equal(first?.required, !isRecommended);
      assert.equal(result.passed, isRecommended);
    });
  }
}
