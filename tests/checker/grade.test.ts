import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { type Grade, gradeAll } from "../../checker/src/grade/grade.js";
import { submissionsIn } from "../../checker/src/grade/submission.js";
import { csvOf } from "../../checker/src/grade/tables.js";
import { main } from "../../checker/src/main.js";
import { usualLimits } from "../../checker/src/run/limits.js";
import { seesProcesses } from "../../checker/src/run/processes.js";
import { hasCompiler } from "./bank.js";

const bank = join(import.meta.dirname, "bank");
const misbehaving = join(bank, "misbehaving");
const made = mkdtempSync(join(tmpdir(), "socketbook-class-"));
after(() => rmSync(made, { recursive: true }));

/** A class: two who are right, one whose folder holds several files, and those who misbehave. */
function classroom(name: string): string {
  const folder = join(made, name);
  cpSync(join(bank, "thanks", "right.py"), join(folder, "anna.py"), { recursive: true });
  cpSync(join(bank, "thanks", "right.ts"), join(folder, "bela.ts"));
  cpSync(join(bank, "thanks", "right.py"), join(folder, "carla", "my_server.py"), {
    recursive: true,
  });
  cpSync(join(bank, "thanks", "right.ts"), join(folder, "carla", "other.ts"));
  for (const file of readdirSync(misbehaving)) cpSync(join(misbehaving, file), join(folder, file));
  return folder;
}

const isTriable = (name: string) =>
  (hasCompiler || !name.endsWith(".c")) && (seesProcesses || /^[a-c]|txt$/.test(name));

async function grade(folder: string): Promise<Grade[]> {
  const submissions = (await submissionsIn(folder)).filter(({ name }) => isTriable(name));
  return gradeAll(submissions, { system: "thanks", limits: usualLimits, jobs: 4, idle: 1.2 });
}

it("a class in which some misbehave: each gets what it deserves, and the same points twice", async () => {
  const folder = classroom("class");
  const grades = await grade(folder);
  for (const { submission, result } of grades) {
    if (/^(anna|bela|carla)/.test(submission)) {
      assert.equal(result.points, result.outOf, submission);
      continue;
    }
    const [wanted = ""] = readFileSync(join(misbehaving, submission), "utf8").split("\n");
    const came = result.outcomes[0]?.diagnosis;
    assert.ok(came !== undefined && wanted.includes(came), `${submission}: ${came}`);
    assert.equal(result.points, 0);
    assert.equal(result.passed, false);
  }
  assert.equal(csvOf(await grade(folder)), csvOf(grades));
});

it("the command writes a table, JSON and a report for each student", async () => {
  const folder = join(made, "two");
  cpSync(join(bank, "thanks", "right.py"), join(folder, "anna.py"), { recursive: true });
  cpSync(join(misbehaving, "notes.txt"), join(folder, "=1+1"));
  const out = join(made, "grades");
  assert.equal(await main(["grade", folder, "--system", "thanks", "--out", out]), 0);

  const [head = "", ...rows] = readFileSync(join(out, "grades.csv"), "utf8")
    .trimEnd()
    .split("\r\n");
  assert.match(head, /^submission,points,out of,required holds,answer,/);
  assert.equal(rows.length, 2);
  assert.match(rows[0] ?? "", /^'=1\+1,0,\d+,no,0,/);
  assert.match(rows[1] ?? "", /^anna\.py,(\d+),\1,yes,2,/);
  const { submissions } = JSON.parse(readFileSync(join(out, "grades.json"), "utf8"));
  assert.equal(submissions[1].criteria[0].points, 2);
  assert.match(
    readFileSync(join(out, "reports", "anna.py.txt"), "utf8"),
    /Everything that is required holds/,
  );
  assert.match(readFileSync(join(out, "reports", "=1+1.txt"), "utf8"), /holds no program/);
});
