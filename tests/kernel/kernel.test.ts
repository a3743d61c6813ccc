/**
 * The kernel, tested from outside by the Jupyter protocol: one pytest run for each `test_*.py` of
 * this folder, with the Python of the set-up and the Node that runs this file.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { environment } from "../../binder/places.mjs";

const files = readdirSync(import.meta.dirname).filter((name) => /^test_.*\.py$/.test(name));
const pytest = ["-m", "pytest", "-p", "no:cacheprovider", "--quiet", "--tb=short"];

describe("the kernel by the Jupyter protocol", { concurrency: availableParallelism() }, () => {
  for (const file of files) {
    test(file, async (t) => {
      const run = spawn(environment().python, [...pytest, file], {
        cwd: import.meta.dirname,
        env: { ...process.env, SOCKETBOOK_NODE: process.execPath, PYTHONDONTWRITEBYTECODE: "1" },
        stdio: ["ignore", "pipe", "pipe"],
        signal: t.signal,
      });
      const [printed, complaint, [code]] = await Promise.all([
        text(run.stdout),
        text(run.stderr),
        once(run, "close"),
      ]);
      if (file === "test_jupyter_kernel_test.py") console.log(printed);
      assert.equal(code, 0, `${file} failed:\n${printed}${complaint}`);
    });
  }
});
