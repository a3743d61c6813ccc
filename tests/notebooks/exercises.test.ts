/**
 * Every exercise, in its notebook: it starts unsolved, wrong answers fail with the right words,
 * the solution passes, twice, and no check leaves anything open.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { chapters } from "../../checker/src/exercises.js";
import { folder, runExercises } from "./runner.js";

// Most of the time these wait, for what wrong answers never say.
describe("the exercises of every notebook", { concurrency: 3 }, () => {
  for (const { notebook, exercises } of chapters) {
    if (exercises.length === 0) continue;
    const path = join(folder, `${notebook}.ipynb`);
    test(`${notebook}: starters, wrong answers and solutions`, async () => {
      assert.deepEqual(await runExercises(path), { code: 0, printed: "" });
    });
    test(`${notebook}: solutions under stock tslab`, async () => {
      assert.deepEqual(await runExercises("--stock", path), { code: 0, printed: "" });
    });
  }
});
