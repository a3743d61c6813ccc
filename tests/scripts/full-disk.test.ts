/** What the programs do when a file, or what they print into, takes no more. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Process, run } from "./process.js";
import { exchange } from "./raw-client.js";
import { program } from "./terminal.js";

const place = mkdtempSync(join(tmpdir(), "socketbook-disk-"));
after(() => rmSync(place, { recursive: true }));
writeFileSync(join(place, "big"), Buffer.alloc(300_000, "x"));

const output = join(place, "output");

const onLinux = {
  skip: process.platform !== "linux" && "only Linux has a device that is always full",
};
const ofPosix = {
  skip: process.platform === "win32" && "Windows has no ulimit to fill a disk with",
};
/** A disk of 64 KiB at $1 that only the program of the line sees, which is root on it. */
const disk = ["-rm", "sh", "-c", 'mount -t tmpfs -o size=64k none "$0" && exec "$@"', place];
const noDisk =
  spawnSync("unshare", [...disk, "true"]).status !== 0 &&
  "this machine mounts no disk of our own, so none can be full";

/** Runs a program whose files may have so many blocks of 512 bytes at most (1,024 in some shells). */
function inBlocks(blocks: number, line: readonly string[], redirection = ""): Process {
  return new Process([
    "sh",
    "-c",
    `ulimit -f ${blocks}; TSX_DISABLE_CACHE=1 exec "$@" ${redirection}`,
    output,
    ...line,
  ]);
}

async function fileServer(): Promise<{ port: string } & AsyncDisposable> {
  const server = run("file-server", "0", "--root", place);
  const [, port = ""] = await server.says(/', (\d+)\)\n/);
  return { port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe("a file that does not fit", { concurrency: true }, () => {
  const notes = (path: string, reason: string) => `file-client: cannot write ${path}: ${reason}\n`;

  test("on the disk: the client says so and leaves nothing there", { skip: noDisk }, async () => {
    await using server = await fileServer();
    const path = join(place, "received");
    const fetch = program("file-client", `127.0.0.1:${server.port}:big`, path);
    const shown = ["sh", "-c", '"$@"; status=$?; ls -A "$0"; exit $status', place, ...fetch];
    await using client = new Process(["unshare", ...disk, ...shown]);
    assert.equal(await client.exited, 1);
    assert.equal(client.stderr, notes(path, "the disk is full"));
    assert.equal(client.stdout, "", "a file was left on the disk");
  });

  test(
    "in the largest size allowed: the client says so and keeps the old file",
    ofPosix,
    async () => {
      await using server = await fileServer();
      const folder = mkdtempSync(join(place, "case-"));
      const path = join(folder, "received");
      writeFileSync(path, "old");
      const fetch = program("file-client", `127.0.0.1:${server.port}:big`, path);
      await using client = inBlocks(100, fetch);
      assert.equal(await client.exited, 1);
      assert.equal(client.stderr, notes(path, "a file this large is not allowed"));
      assert.deepEqual(readdirSync(folder), ["received"]);
      assert.equal(readFileSync(path, "utf8"), "old");
    },
  );
});

describe("what is printed finds no room", { ...ofPosix, concurrency: true }, () => {
  test("a client says so and ends with status 1", onLinux, async () => {
    await using server = await fileServer();
    const path = join(place, "other");
    const fetch = program("file-client", `127.0.0.1:${server.port}:big`, path);
    await using client = new Process(["sh", "-c", '"$@" >/dev/full', "sh", ...fetch]);
    assert.equal(await client.exited, 1);
    assert.equal(client.stderr, "file-client: cannot print: the disk is full\n");
    assert.equal(readFileSync(path).length, 300_000);
  });

  const line = program("uppercase-server", "--host", "127.0.0.1", "--port", "0");

  test("a server says so once and goes on, and prints again when there is room", async () => {
    await using server = inBlocks(1, line, '>>"$0"');
    const [, port] = await server.says(/port (\d+)\n/);
    const sentence = "x".repeat(700);
    for (let client = 0; client < 3; client++) {
      assert.equal(String(await exchange(Number(port), sentence)), sentence.toUpperCase());
    }
    const note = "uppercase-server: cannot print: a file this large is not allowed";
    assert.deepEqual(server.notes.slice(1), [note]);
    truncateSync(output);
    assert.equal(String(await exchange(Number(port), "room")), "ROOM");
    assert.match(readFileSync(output, "utf8"), /Data from connected user: room\n$/);
  });

  test("a server whose notes find none goes on", async () => {
    const echo = program("reverse-echo-server", "--host", "127.0.0.1", "--port", "0");
    await using server = inBlocks(1, echo, '2>>"$0.notes"');
    const [, port] = await server.says(/port (\d+)\n/);
    for (let client = 0; client < 20; client++) await exchange(Number(port), "", { end: true });
    assert.ok(readFileSync(`${output}.notes`).length >= 512, "the notes are full");
    assert.equal(String(await exchange(Number(port), "abc", { end: true })), "cba");
  });
});
