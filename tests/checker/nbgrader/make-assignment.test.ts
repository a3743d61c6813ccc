import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { environment, root } from "../../../binder/places.mjs";
import { folder, notebooks } from "../../notebooks/runner.js";

const place = mkdtempSync(join(tmpdir(), "assignment-"));
after(() => rmSync(place, { recursive: true }));

const script = join(root, "checker", "nbgrader", "make_assignment.py");
const { python } = environment();

interface Cell {
  readonly id: string;
  readonly source: string[];
  readonly metadata: { readonly nbgrader?: Readonly<Record<string, unknown>> };
}

function cells(path: string): Cell[] {
  return JSON.parse(readFileSync(path, "utf8")).cells;
}

test("every check of a notebook becomes a test that students cannot change, every answer is theirs", () => {
  for (const name of notebooks.filter((one) => one < "11")) {
    const before = cells(join(folder, name));
    const checks = before.filter(({ id }) => /^exercise-\d+-check$/.test(id));
    if (checks.length === 0) continue;
    execFileSync(python, [script, join(folder, name), place, "--points", "2"]);
    const made = cells(join(place, name));
    assert.deepEqual(
      made.map(({ id, source }) => ({ id, source })),
      before.map(({ id, source }) => ({ id, source })),
      "the text of no cell changes",
    );
    const graded = made.filter(({ metadata }) => metadata.nbgrader?.grade === true);
    assert.deepEqual(
      graded.map(({ id }) => id),
      checks.map(({ id }) => id),
    );
    for (const { id, metadata } of graded) {
      const { grade_id: named, points, locked, solution } = metadata.nbgrader ?? {};
      assert.deepEqual(
        { named, points, locked, solution },
        { named: id, points: 2, locked: true, solution: false },
      );
    }
    const answers = made.filter(({ metadata }) => metadata.nbgrader?.solution === true);
    assert.deepEqual(
      answers.map(({ id }) => id),
      checks.map(({ id }) => id.replace("-check", "-yours")),
    );
  }
});

test("a notebook without exercises is refused", () => {
  const path = join(place, "plain.ipynb");
  writeFileSync(path, JSON.stringify({ cells: [] }));
  const { status, stderr } = spawnSync(python, [script, path, place], { encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /plain\.ipynb has no exercises/);
});
