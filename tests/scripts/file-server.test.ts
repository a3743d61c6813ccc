import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Process, run } from "./process.js";
import { collect, exchange } from "./raw-client.js";

const root = mkdtempSync(join(tmpdir(), "socketbook-server-"));
const content = randomBytes(3 * 1024 * 1024 + 17);
mkdirSync(join(root, "folder"));
writeFileSync(join(root, "file"), content);
writeFileSync(join(root, "empty"), "");

let server: Process;
let port: number;
before(async () => {
  server = run("file-server", "0", "--root", root, "--timeout", "2");
  port = await portOf(server);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(root, { recursive: true });
});

test("answers a line with OK, the size and exactly that many bytes, then closes", async () => {
  const answer = await exchange(port, "file\n");
  assert.ok(answer.equals(Buffer.concat([Buffer.from(`OK ${content.length}\n`), content])));
});

for (const [request, answer] of [
  ["missing\n", "ERROR no such file\n"],
  ["folder\n", "ERROR no such file\n"],
  ["../folder\n", "ERROR the name contains ..\n"],
  ["/etc/passwd\n", "ERROR the name is an absolute path\n"],
  ["a\0b\n", "ERROR the name contains a NUL\n"],
  [Buffer.from([0x61, 0xff, 0x0a]), "ERROR the name is not valid UTF-8\n"],
  ["\n", "ERROR the name is empty\n"],
  ["empty\r\n", "OK 0\n"],
] as const) {
  test(`answers ${JSON.stringify(String(request))} with ${answer.trim()}`, async () => {
    assert.equal(String(await exchange(port, request)), answer);
  });
}

test("the answer reaches a client whose further bytes nobody reads", async () => {
  const request = Buffer.concat([Buffer.from("missing\n"), Buffer.alloc(1024 * 1024, "x")]);
  assert.equal(String(await exchange(port, request)), "ERROR no such file\n");
});

test("serves many clients at once", async () => {
  const silent = connect(port, "127.0.0.1").on("error", ignore);
  const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(port, "file\n")));
  for (const answer of answers) assert.equal(answer.length, "OK 3145745\n".length + 3145745);
  silent.destroy();
});

test("a file that shrinks while it is sent ends early, and the server goes on", async () => {
  truncateTo("shrinking", 64 * 1024 * 1024);
  const socket = connect(port, "127.0.0.1");
  socket.write("shrinking\n");
  const [start] = (await once(socket, "data")) as [Buffer];
  assert.match(String(start), /^OK 67108864\n/);
  socket.pause();
  truncateTo("shrinking", 1024);
  const rest = await collect(socket);
  assert.ok(start.length + rest.length < 64 * 1024 * 1024);
  await server.says(/\('127\.0\.0\.1', \d+\): the file shrank to \d+ of 67108864 bytes/);
  assert.equal(String(await exchange(port, "empty\n")), "OK 0\n");
});

test("announces a file beyond 4 GiB with its whole size", async () => {
  truncateTo("huge", 5 * 1024 ** 3);
  const socket = connect(port, "127.0.0.1");
  socket.write("huge\n");
  const [start] = (await once(socket, "data")) as [Buffer];
  assert.match(String(start), /^OK 5368709120\n/);
  socket.destroy();
});

test("gives up on a client that does not read", async () => {
  truncateTo("big", 64 * 1024 * 1024);
  const socket = connect({ port, host: "127.0.0.1" }).on("error", ignore).pause();
  socket.write("big\n");
  await server.says(/\('127\.0\.0\.1', \d+\): took nothing for 2 seconds/);
  socket.destroy();
});

test("listens on an IPv6 address, and the client takes it in brackets", async () => {
  await using six = run("file-server", "0", "--root", root, "--host", "::1");
  const target = join(root, "folder", "six");
  const source = `[::1]:${await portOf(six)}:file`;
  await using client = run("file-client", source, target);
  assert.equal(await client.exited, 0, client.stderr);
  assert.ok(readFileSync(target).equals(content));
});

/** A file of that size that takes no room on the disk. */
function truncateTo(name: string, size: number): void {
  closeSync(openSync(join(root, name), "a"));
  truncateSync(join(root, name), size);
}

function ignore(): void {
  // The reset that the test waits for in the server's words arrives here as well.
}

async function portOf(server: Process): Promise<number> {
  return Number((await server.says(/', (\d+)\)\n/))[1]);
}
