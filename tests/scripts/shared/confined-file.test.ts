import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Worker } from "node:worker_threads";
import { openInside, Refusal } from "../../../scripts/shared/confined-file.js";

const place = mkdtempSync(join(tmpdir(), "socketbook-confined-"));
const root = join(place, "root");
after(() => rmSync(place, { recursive: true }));

mkdirSync(join(root, "folder"), { recursive: true });
mkdirSync(join(place, "outside"));
writeFileSync(join(place, "outside", "file"), "secret");
writeFileSync(join(root, "folder", "file"), "content");
writeFileSync(join(root, "größe mit leer.txt"), "content");
symlinkSync(join(root, "folder", "file"), join(root, "link inside"));
symlinkSync(join(place, "outside", "file"), join(root, "link outside"));
symlinkSync(join(place, "outside"), join(root, "folder outside"));
symlinkSync("/dev/zero", join(root, "device"));
symlinkSync("loop", join(root, "loop"));
execFileSync("mkfifo", [join(root, "pipe")]);

for (const name of ["folder/file", "größe mit leer.txt", "link inside", "./folder/file"]) {
  test(`opens ${name}`, async () => {
    const { file, size } = await openInside(root, name);
    assert.equal(size, 7);
    assert.equal(await file.readFile("utf8"), "content");
    await file.close();
  });
}

const telling = [
  ["", "the name is empty"],
  ["..", "the name contains .."],
  ["../outside/file", "the name contains .."],
  ["folder/../../outside/file", "the name contains .."],
  ["..\\outside\\file", "the name contains .."],
  ["/etc/passwd", "the name is an absolute path"],
  ["C:\\secret", "the name is an absolute path"],
  ["file\0.txt", "the name contains a NUL"],
  ["file\uFFFD", "the name is not valid UTF-8"],
] as const;

for (const [name, message] of telling) {
  test(`refuses ${JSON.stringify(name)}: ${message}`, async () => {
    await assert.rejects(openInside(root, name), { message });
  });
}

// What lies on the disk stays untold: one answer for all of these.
const onDisk = [
  "missing",
  "folder",
  ".",
  "link outside",
  "folder outside/file",
  "device",
  "loop",
  "pipe",
];
for (const name of [...onDisk, "folder/file/below", "x".repeat(5000)]) {
  test(`refuses ${name.slice(0, 20)} as no such file`, async () => {
    await assert.rejects(openInside(root, name), (error) => {
      return error instanceof Refusal && error.message === "no such file";
    });
  });
}

const swapForEver = `
  const { renameSync } = require("node:fs");
  const root = require("node:worker_threads").workerData + "/";
  const swap = (a, b) => {
    renameSync(root + a, root + "spare");
    renameSync(root + b, root + a);
    renameSync(root + "spare", root + b);
  };
  for (;;) swap("swapped", "evil");
`;

test("never opens a file outside while a folder turns into a link and back", async () => {
  mkdirSync(join(root, "swapped"));
  writeFileSync(join(root, "swapped", "file"), "content");
  symlinkSync(join(place, "outside"), join(root, "evil"));
  const attacker = new Worker(swapForEver, { eval: true, workerData: root });
  try {
    await attackedFor(1500);
  } finally {
    await attacker.terminate();
  }
});

/** For that long once the attack has begun, and until it has met both states. */
async function attackedFor(milliseconds: number): Promise<void> {
  const seen = { content: 0, refused: 0 };
  const isOver = (end: number) => performance.now() > end && seen.content > 0;
  for (let end = Number.POSITIVE_INFINITY; !isOver(end); ) {
    if (seen.refused > 0) end = Math.min(end, performance.now() + milliseconds);
    const attempts = Array.from({ length: 4 }, () => openInside(root, "swapped/file"));
    for (const result of await Promise.allSettled(attempts)) {
      if (result.status === "rejected") {
        assert.ok(result.reason instanceof Refusal);
        seen.refused++;
        continue;
      }
      assert.equal(await result.value.file.readFile("utf8"), "content");
      await result.value.file.close();
      seen.content++;
    }
  }
}
