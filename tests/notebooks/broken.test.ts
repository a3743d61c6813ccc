/** The runner of notebooks, tried on copies of a small notebook that are broken in one place. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { runNotebooks } from "./runner.js";

const place = mkdtempSync(join(tmpdir(), "notebook-"));
after(() => rmSync(place, { recursive: true }));

const print = { name: "stdout", output_type: "stream", text: ["one\n"] };

/** A notebook with one cell that prints `one` below 127.0.0.1, broken by this source. */
async function run(source: string, options: string[] = [], output: object = print, tags = {}) {
  const first = cell("fine", 'console.log("one");', print);
  const second = cell("tried", source, output, tags);
  const notebook = { cells: [first, second], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const path = join(mkdtempSync(join(place, "run-")), "broken.ipynb");
  writeFileSync(path, JSON.stringify(notebook));
  return runNotebooks("--seconds", "20", ...options, path);
}

function cell(id: string, source: string, output: object, metadata = {}) {
  return { cell_type: "code", id, source: [source], outputs: [output], metadata };
}

describe("a run of a notebook", () => {
  test("passes when all is right, ports and what is said about one aside", async () => {
    const text = ["TCP 127.0.0.1:40000 and [ '127.0.0.1', 40001 ]\n"];
    const source =
      "console.log(\"TCP 127.0.0.1:1 and [ '127.0.0.1', 65535 ]\"); console.log('Port 9 is taken');";
    assert.deepEqual(await run(source, [], { ...print, text }), { code: 0, printed: "" });
  });

  const broken: readonly (readonly [string, string, RegExp, ...string[]])[] = [
    ["a wrong output", 'console.log("two");', /cell tried gives .*two/],
    ["an output too many", 'console.log("one"); 1 + 1', /cell tried gives/],
    ["no output", "const quiet = 1;", /cell tried gives \[\]/],
    ["a failing cell", 'throw new Error("on purpose");', /reply says error\n.*on purpose/s],
    ["a cell of a wrong type", 'const n: number = "text";', /reply says error/],
    ["a failing cell under stock tslab", 'throw new Error("x");', /reply says error/, "--stock"],
    ["another line under stock tslab", 'console.log("o");', /print|gives/, "--stock"],
    ["a hanging cell", "await new Promise(() => {});", /not end in time/, "--seconds", "3"],
    ["a cell that never stops", "for (;;) {}", /not end in time/, "--seconds", "3"],
    ["an error that only shows", 'console.log("one"); console.error("o");', /writes to stderr/],
    [
      "a rejection that nobody handles",
      'console.log("one"); Promise.reject(new Error("lost")); undefined;',
      /lost/,
    ],
    [
      "a cell that cannot run twice",
      'let n = (globalThis as any).n; (globalThis as any).n = 1; if (n) throw new Error("twice");',
      /again.*twice/s,
      "--twice",
    ],
  ];
  for (const [what, source, complaint, ...options] of broken) {
    test(`fails on ${what}`, async () => {
      const { code, printed } = await run(source, options, { ...print, text: ["one\n"] });
      assert.equal(code, 1, printed);
      assert.match(printed, complaint);
    });
  }

  test("passes with a failing cell that is tagged raises-exception", async () => {
    const error = { output_type: "error", ename: "Error", evalue: "meant", traceback: [] };
    const tags = { tags: ["raises-exception"] };
    const passed = await run('throw new Error("meant");', [], error, tags);
    assert.deepEqual(passed, { code: 0, printed: "" });
    const other = await run('throw new Error("another");', [], error, tags);
    assert.equal(other.code, 1, "another error than the committed one");
    const none = await run("1;", [], error, tags);
    assert.equal(none.code, 1, "no error at all");
  });
});
