import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Clone, type Ended } from "./clone.js";

describe("a machine that lacks something", {
  skip: process.platform === "win32" && "fakes are shell scripts",
}, () => {
  let clone: Clone;
  let bin: string;

  before(() => {
    clone = new Clone();
    bin = mkdtempSync(join(tmpdir(), "socketbook-bin-"));
  });
  after(() => {
    clone.remove();
    rmSync(bin, { recursive: true });
  });

  /** Set-up on a machine whose only Python answers as given. */
  async function withPython(version: string, whole: boolean): Promise<Ended> {
    const [major, minor] = version.split(".");
    const answer = `${major}\\n${minor}\\n${whole ? "True" : "False"}\\n/usr/bin/python3\\n`;
    writeFileSync(join(bin, "python3"), `#!/bin/sh\nprintf '${answer}'\n`);
    chmodSync(join(bin, "python3"), 0o755);
    return await clone.setUp({ PATH: bin });
  }

  test("without Python it says what to install", async () => {
    const { status, output } = await clone.setUp({ PATH: bin });
    assert.equal(status, 1);
    assert.match(output, /needs Python 3\.9 or newer, with venv.* No Python was found/);
    assert.match(output, /Install/);
  });

  test("a Python that is too old is named with its version", async () => {
    const { status, output } = await withPython("3.8", true);
    assert.equal(status, 1);
    assert.match(output, /python3 is Python 3\.8, which is too old/);
  });

  test("a Python without venv is named as such", async () => {
    const { status, output } = await withPython("3.12", false);
    assert.equal(status, 1);
    assert.match(output, /python3 is Python 3\.12, without its parts venv and ensurepip/);
  });

  test("a Node that is too old is named with its version", async () => {
    const old = join(bin, "old-node.mjs");
    const versions = '{ ...process.versions, node: "18.20.8" }';
    writeFileSync(old, `Object.defineProperty(process, "versions", { value: ${versions} });`);
    const { status, output } = await clone.setUp({ NODE_OPTIONS: `--import ${old}` });
    assert.equal(status, 1);
    assert.match(output, /needs Node 20\.19 or newer.*this is Node 18\.20\.8/);
  });

  test("a prefix that is no Python environment is refused", async () => {
    const { status, output } = await clone.start("setup.mjs", ["--prefix", bin]).ended;
    assert.equal(status, 1);
    assert.match(output, /has no bin\/python/);
  });
});
