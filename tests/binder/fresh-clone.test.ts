import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Clone } from "./clone.js";

describe("a fresh clone in a folder with spaces, for somebody with an empty home", () => {
  let clone: Clone;

  before(async () => {
    clone = new Clone();
    const { status, output } = await clone.setUp();
    assert.equal(status, 0, output);
  });
  after(() => clone.remove());

  test("set-up has left nothing in the home folder", () => {
    assert.deepEqual(readdirSync(clone.home), []);
  });

  test("a second set-up does nothing, in less than three seconds", async () => {
    const begun = performance.now();
    const { status, output } = await clone.setUp();
    const seconds = (performance.now() - begun) / 1000;
    assert.equal(status, 0);
    assert.equal(output.trim(), "Everything is in place.");
    assert.ok(seconds < 3, `it took ${seconds} s`);
  });

  test("Jupyter knows the course's kernel, whose files exist", async () => {
    const folder = clone.path(".venv/share/jupyter/kernels/tslab");
    const spec: { argv: string[] } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
    const { argv } = spec;
    assert.ok(
      argv.some((word) => word.startsWith(clone.folder)),
      argv.join(" "),
    );
    for (const word of argv.filter(isAbsolute)) assert.ok(existsSync(word), word);
  });

  test("a file deleted from dist is compiled again", async () => {
    rmSync(clone.path("lib/dist/index.js"));
    const { status, output } = await clone.setUp();
    assert.equal(status, 0, output);
    assert.ok(existsSync(clone.path("lib/dist/index.js")));
  });

  test("a package deleted from node_modules is installed again", async () => {
    rmSync(clone.path("node_modules/tsx"), { recursive: true });
    const { status, output } = await clone.setUp();
    assert.equal(status, 0, output);
    assert.ok(existsSync(clone.path("node_modules/tsx/package.json")));
  });

  test("npm start answers a browser, and Ctrl-C ends all of it", async () => {
    const lab = clone.start("start.mjs", ["--no-browser", "--port=0"]);
    const address = await new Promise<string>((resolve, reject) => {
      lab.child.stderr.on("data", () => {
        const found = /http:\/\/127\.0\.0\.1:\d+\/\S+\s/.exec(lab.output());
        if (found !== null) resolve(found[0].trim());
      });
      lab.ended.then(({ output }) => reject(new Error(output)));
    });
    const answer = await fetch(address);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /JupyterLab/);

    lab.child.kill("SIGINT");
    assert.equal((await lab.ended).status, 0);
    await assert.rejects(fetch(address), "nobody listens any more");
    assert.deepEqual(readdirSync(clone.home), [], "Jupyter keeps its files inside the clone");
  });
});
