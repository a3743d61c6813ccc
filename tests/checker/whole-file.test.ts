import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "socketbook-whole-"));
after(() => rmSync(folder, { recursive: true }));

const file = new URL("../../checker/src/command/whole-file.ts", import.meta.url).href;
const program = `import(${JSON.stringify(file)})
  .then(({ writeWhole }) => writeWhole(process.argv[1], "x".repeat(5000)))
  .catch((error) => console.log(error.message));`;

test("grades that no longer fit on the disk: an error says so, and the old ones stay whole", {
  skip: process.platform === "win32" && "Windows has no ulimit to fill a disk with",
}, () => {
  const path = join(folder, "grades.json");
  writeFileSync(path, "{}");
  const line = [process.execPath, "--import", import.meta.resolve("tsx"), "-e", program, path];
  const script = 'ulimit -f 1; TSX_DISABLE_CACHE=1 exec "$@"'; // or half a file would be kept there
  const { stdout } = spawnSync("sh", ["-c", script, "sh", ...line], { encoding: "utf8" });
  assert.equal(stdout, `cannot write ${path}: EFBIG: file too large, write\n`);
  assert.deepEqual(readdirSync(folder), ["grades.json"]);
  assert.equal(readFileSync(path, "utf8"), "{}");
});
