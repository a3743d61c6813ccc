import assert from "node:assert/strict";
import { test } from "node:test";
import { chapters, exerciseOf } from "../../../checker/src/exercises.js";

test("exercises are numbered in the order of their notebooks, and are found by number", () => {
  const numbers = chapters.map(({ notebook }) => notebook.slice(0, 2));
  assert.deepEqual(numbers, [...numbers].sort());
  for (const { notebook, exercises } of chapters) {
    for (const [index, exercise] of exercises.entries()) {
      assert.equal(exercise.id, `${notebook.slice(0, 2)}.${index + 1}`);
      assert.equal(exerciseOf(exercise.id), exercise);
    }
  }
  assert.equal(exerciseOf("77.1"), undefined);
});
