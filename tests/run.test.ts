import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "socketbook-run-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const name of ["run.ts", "watchdog.mjs"]) {
    cpSync(join(import.meta.dirname, name), join(folder, name));
  }
  const bodies = {
    right: "",
    wrong: 'throw new Error("wrong")',
    waits: "return new Promise(() => setInterval(() => 0, 1000))",
    loops: "for (;;);",
    leaks: 'void import("node:net").then((net) => net.createServer().listen(0))',
  };
  for (const [name, body] of Object.entries(bodies)) {
    mkdirSync(join(folder, name));
    const text = `import { test } from "node:test";\ntest("${name}", () => { ${body} });\n`;
    writeFileSync(join(folder, name, "it.test.ts"), text);
  }
});

after(() => rmSync(folder, { recursive: true }));

function run(...options: string[]) {
  const watchdog = pathToFileURL(join(folder, "watchdog.mjs")).href;
  const program = ["--import", import.meta.resolve("tsx"), "--import", watchdog];
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  return spawnSync(process.execPath, [...program, join(folder, "run.ts"), ...options], {
    env: { ...env, TEST_LIMIT_SECONDS: "2" },
    encoding: "utf8",
  });
}

test("tests that hold end with 0 and Node's closing summary", () => {
  const { status, stdout } = run("--only", "right");
  assert.equal(status, 0, stdout);
  assert.match(stdout, /tests 1\n.*\n?.*pass 1\n/);
});

test("a test that does not hold ends with 1", () => {
  const { status, stdout } = run("right", "wrong");
  assert.equal(status, 1);
  assert.match(stdout, /pass 1\n.*fail 1\n/);
});

for (const name of ["waits", "loops", "leaks"]) {
  test(`a test process that ${name} for ever is ended, and fails`, () => {
    const { status, stdout } = run("--only", name);
    assert.equal(status, 1, stdout);
    assert.match(stdout, /No test of .*it\.test\.ts began or ended for 2 s/);
  });
}

test("words that no test file matches end with 1", () => {
  assert.equal(run("nothing-of-that-name").status, 1);
});
