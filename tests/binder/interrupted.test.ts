import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Clone } from "./clone.js";

describe("a clone in which something went wrong", () => {
  let clone: Clone;

  before(async () => {
    clone = new Clone();
    clone.wantLittle();
    await sound(clone);
  });
  after(() => clone.remove());

  for (const step of ["packages", "venv", "jupyter"]) {
    test(`a set-up killed while it worked at ${step} is made good by the next one`, async () => {
      rmSync(clone.path(step === "packages" ? "node_modules" : ".venv"), { recursive: true });
      const first = clone.start("setup.mjs");
      await begins(clone, step);
      first.child.kill("SIGKILL");
      await first.ended;
      await sound(clone);
    });
  }

  test("two set-ups at once take turns, and both end well", async () => {
    rmSync(clone.path(".venv"), { recursive: true });
    const [one, two] = await Promise.all([clone.setUp(), clone.setUp()]);
    assert.deepEqual([one.status, two.status], [0, 0], one.output + two.output);
    assert.match(one.output + two.output, /Another set-up .* waiting for it/);
    const made = (one.output + two.output).match(/Making the Python environment .*: done/g);
    assert.equal(made?.length, 1, "only one of them made it");
  });

  test("a clone that was moved is made good, with the new path everywhere", async () => {
    const old = clone.folder;
    clone.folder = `${old} elsewhere`;
    renameSync(old, clone.folder);
    await sound(clone);
    const kernel = readFileSync(
      clone.path(".venv/share/jupyter/kernels/tslab/kernel.json"),
      "utf8",
    );
    assert.ok(kernel.includes(JSON.stringify(clone.path("kernel")).slice(1, -1)), kernel);
    assert.ok(!kernel.includes(JSON.stringify(join(old, "kernel")).slice(1, -1)), kernel);
  });

  test("what failed is told in the words of the program that failed", async () => {
    writeFileSync(clone.path("binder/requirements.txt"), "six==0.0.1\n");
    const { status, output } = await clone.setUp({ PIP_NO_INDEX: "1" });
    assert.equal(status, 1);
    assert.match(output, /Installing Jupyter: failed/);
    assert.match(output, /No matching distribution found for six==0\.0\.1/);
    assert.match(output, /setup\.log/);
    clone.wantLittle();
    await sound(clone);
  });
});

/** Set-up ends well, and what it made can be used: packages, compiled library, Python packages. */
async function sound(clone: Clone): Promise<void> {
  const { status, output } = await clone.setUp();
  assert.equal(status, 0, output);
  const check = await clone.setUp();
  assert.equal(check.output.trim(), "Everything is in place.");
  for (const path of [
    "node_modules/zeromq/package.json",
    "lib/dist/index.js",
    ".venv/package.json",
  ]) {
    assert.ok(existsSync(clone.path(path)), path);
  }
}

/** Resolves as soon as a set-up has begun with a step. */
function begins(clone: Clone, step: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(clone.path(".socketbook"), () => {
      if (!existsSync(clone.path(".socketbook", `unfinished-${step}`))) return;
      watcher.close();
      resolve();
    });
  });
}
