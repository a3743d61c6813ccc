/** The runner of exercises, tried on a small notebook whose check or whose answers are broken. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { runExercises } from "./runner.js";

const place = mkdtempSync(join(tmpdir(), "exercises-"));
after(() => rmSync(place, { recursive: true }));

const check = `async function check(id: string, made: any) {
  if (made === seven) console.log(\`○ \${id} not solved yet\`);
  else console.log(made === 7.5 ? \`✔ \${id}\` : \`✘ \${id} likely an integer\`);
}`;
const right = "// %% 99.1\nconst answer: any = 7.5;\n";
const wrong = "// %% 99.1 too much\n// says: an integer\nconst answer: any = 8;\n";

interface Broken {
  readonly check?: string;
  readonly right?: string;
  readonly wrong?: string;
}

async function run(broken: Broken): Promise<string> {
  const folder = mkdtempSync(join(place, "run-"));
  const cell = (id: string, source: string) => ({
    cell_type: "code",
    id,
    source,
    outputs: [],
    metadata: {},
  });
  const cells = [
    cell("import-check", `const seven = {};\n${broken.check ?? check}`),
    cell("exercise-1-yours", "const answer: any = seven;"),
    cell("exercise-1-check", 'await check("99.1", answer);'),
  ];
  const notebook = join(folder, "99-sample.ipynb");
  writeFileSync(notebook, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  writeFileSync(join(folder, "99.ts"), broken.right ?? right);
  writeFileSync(join(folder, "99.wrong.ts"), broken.wrong ?? wrong);
  const { code, printed } = await runExercises("--answers", folder, notebook);
  assert.equal(code, printed === "" ? 0 : 1);
  return printed;
}

describe("a run of the exercises", { concurrency: 2 }, () => {
  test("passes when the starter is open, wrong fails, right passes", async () => {
    assert.equal(await run({}), "");
  });

  const cases: readonly (readonly [string, Broken, RegExp])[] = [
    [
      "a starter that is solved",
      { check: check.replace("=== seven", "=== 7") },
      /as it is committed: it says/,
    ],
    [
      "a check that passes what nobody should accept",
      { check: check.replace("=== 7.5", "=== 7 || made === 7.5") },
      /is given a number: the check says/,
    ],
    [
      "a check that is broken itself",
      { check: check.replace("likely an integer", "the check itself failed, an integer") },
      /is given nothing: the check says/,
    ],
    [
      "a check that leaves a server open",
      {
        check: `${check.slice(0, -1)}\n  require("node:net").createServer().listen(0, "127.0.0.1");\n}`,
      },
      /leaves something open/,
    ],
    ["other words", { wrong: wrong.replace("an integer", "a float") }, /does not say 'a float'/],
    ["no words", { wrong: wrong.replace("// says: an integer\n", "") }, /nothing is expected/],
    ["a wrong answer that passes", { wrong: wrong.replace("8", "7.5") }, /does not fail it/],
    ["no solution", { right: "" }, /has 0 solutions/],
    ["a solution that fails", { right: right.replace("7.5", "8") }, /it does not pass/],
    ["a solution that does not compile", { right: "// %% 99.1\nconst (" }, /the reply says error/],
  ];
  for (const [what, broken, complaint] of cases) {
    test(`fails on ${what}`, async () => assert.match(await run(broken), complaint));
  }
});
