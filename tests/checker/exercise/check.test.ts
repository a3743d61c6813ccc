import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, mock, test } from "node:test";
import { check, progress, resetProgress } from "socketbook-checker";

const place = mkdtempSync(join(tmpdir(), "check-"));
after(() => rmSync(place, { recursive: true }));

const printed = mock.method(console, "log", () => undefined);
const said = () => printed.mock.calls.map(({ arguments: words }) => words.join(" ")).join("\n");

beforeEach(() => {
  process.env.SOCKETBOOK_PROGRESS = join(mkdtempSync(join(place, "run-")), "progress.json");
  printed.mock.resetCalls();
});
afterEach(() => {
  delete process.env.SOCKETBOOK_GRADING;
});

const countBytes = (text: string) => Buffer.byteLength(text);

test("a solved exercise is told, kept, and shown, until all is forgotten", async () => {
  await check("00.1", countBytes);
  assert.equal(said(), "✔ 00.1 Count bytes: solved.");
  printed.mock.resetCalls();
  progress();
  assert.match(said(), /^00 Start here +✔ ○\n01 A TCP server +○ ○ ○\n/);
  assert.match(said(), /\n1 of \d+ solved\. Next: 00\.2 Give it back\.$/);
  printed.mock.resetCalls();
  resetProgress();
  progress();
  assert.match(said(), /^All exercises are open again\.\n00 Start here +○ ○\n/);
});

test("one that is not solved is told in lines with a name each, and is no error", async () => {
  await check("00.1", (text: string) => text.length);
  assert.match(said(), /^✘ 00\.1 Count bytes: not yet\.$/m);
  for (const word of ["tried", "expected", "came", "likely", "reread"]) {
    assert.match(said(), new RegExp(`^  ${word} +\\S`, "m"));
  }
  await check("00.1", undefined);
  assert.match(said(), /^○ 00\.1 Count bytes: not solved yet\./m);
});

test("in a class that is graded, one that is not solved is an error, so that it earns no point", async () => {
  process.env.SOCKETBOOK_GRADING = "1";
  await check("00.1", countBytes);
  await assert.rejects(check("00.1", undefined), /exercise 00\.1 is not solved/);
  await assert.rejects(
    check("00.1", () => 5),
    /exercise 00\.1 is not solved/,
  );
});

test("an exercise that does not exist is a mistake in the cell, and is told as one", async () => {
  await assert.rejects(check("77.1", countBytes), /there is no exercise 77\.1/);
});
