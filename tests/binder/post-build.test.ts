/** What Binder does with this repository: `postBuild`, into a Python environment that it made. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { findPython } from "../../binder/python.mjs";
import { Clone } from "./clone.js";

const windows = process.platform === "win32" && "Binder builds on Linux; its script is one of bash";

describe("the environment that Binder builds", { skip: windows }, () => {
  let clone: Clone;
  let prefix: string;

  before(async () => {
    clone = new Clone();
    prefix = join(clone.base, "prefix");
    const made = await clone.run(findPython(), ["-m", "venv", prefix]).ended;
    assert.equal(made.status, 0, made.output);
    const env = { NB_PYTHON_PREFIX: prefix };
    const built = await clone.run("bash", ["binder/postBuild"], env, clone.folder).ended;
    assert.equal(built.status, 0, built.output);
  });
  after(() => clone.remove());

  test("it is the given one, and no other was made", () => {
    assert.ok(!readdirSync(clone.folder).includes(".venv"));
    assert.deepEqual(readdirSync(clone.home), [], "the home folder is empty as before");
  });

  test("it runs a notebook of the course from the first cell to the last", async () => {
    const jupyter = join(prefix, "bin", "jupyter");
    const notebook = clone.path("notebooks/00-start-here.ipynb");
    const ran = await clone.run(jupyter, ["execute", "--inplace", notebook]).ended;
    assert.equal(ran.status, 0, ran.output);
    assert.match(readFileSync(notebook, "utf8"), /Everything is in place\./);
  });

  test("without the given environment the build fails, and is not taken for done", async () => {
    const env = { NB_PYTHON_PREFIX: join(clone.base, "nowhere") };
    const built = await clone.run("bash", ["binder/postBuild"], env, clone.folder).ended;
    assert.notEqual(built.status, 0);
    assert.match(built.output, /nowhere/);
  });
});
