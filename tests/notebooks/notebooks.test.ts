/**
 * Every notebook, run from a clean kernel. One after another: those that show the port of the
 * documents would else take it from each other.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { folder, notebooks, runNotebooks } from "./runner.js";

async function holds(...options: string[]): Promise<void> {
  const { code, printed } = await runNotebooks(...options);
  assert.equal(code, 0, printed);
  assert.equal(printed, "");
}

describe("every notebook", () => {
  for (const name of notebooks) {
    const path = join(folder, name);
    test(`${name} runs and gives what is committed`, () => holds(path));
    test(`${name} runs with each cell twice in a row`, () => holds("--twice", path));
    test(`${name} runs and prints the same under stock tslab`, () => holds("--stock", path));
  }
});
