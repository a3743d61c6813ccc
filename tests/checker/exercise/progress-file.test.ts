import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import {
  forgetSolved,
  noteSolved,
  readSolved,
} from "../../../checker/src/exercise/progress-file.js";

const place = mkdtempSync(join(tmpdir(), "progress-"));
after(() => rmSync(place, { recursive: true }));

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(place, "run-"));
  file = join(folder, "state", "progress.json");
  process.env.SOCKETBOOK_PROGRESS = file;
});

const solved = () => Object.keys(readSolved());

describe("what is solved is kept in a file", () => {
  test("that is made when it is needed, and holds each exercise once", () => {
    assert.deepEqual(solved(), []);
    for (const id of ["01.1", "02.3", "01.1"]) assert.equal(noteSolved(id), true);
    assert.deepEqual(solved(), ["01.1", "02.3"]);
    assert.match(JSON.parse(readFileSync(file, "utf8")).solved["01.1"], /^\d{4}-\d\d-\d\d$/);
    assert.deepEqual(readdirSync(join(folder, "state")), ["progress.json"]);
  });

  test("with the day on which it was solved first", () => {
    write('{"solved":{"01.1":"2020-02-02"}}');
    noteSolved("01.1");
    noteSolved("01.2");
    assert.equal(readSolved()["01.1"], "2020-02-02");
  });

  test("that can be emptied", () => {
    noteSolved("01.1");
    assert.equal(forgetSolved(), true);
    assert.deepEqual(solved(), []);
  });

  for (const damage of [
    "",
    "{",
    "null",
    "[]",
    '{"solved":7}',
    '{"solved":{"x":1,"__proto__":2}}',
  ]) {
    test(`that may be damaged: ${damage}`, () => {
      write(damage);
      assert.deepEqual(solved(), []);
      assert.equal(noteSolved("01.1"), true);
      assert.deepEqual(solved(), ["01.1"]);
    });
  }
});

test("where no file can be written, this kernel remembers, and says that it is only this one", () => {
  // A file stands where the folder would be: nobody can write there, not even root.
  writeFileSync(join(folder, "state"), "");
  assert.equal(noteSolved("01.1"), false);
  assert.equal(noteSolved("01.1"), false);
  assert.deepEqual(solved(), ["01.1"]);
  assert.equal(forgetSolved(), false);
  assert.deepEqual(solved(), []);
});

function write(text: string): void {
  mkdirSync(join(folder, "state"));
  writeFileSync(file, text);
}
