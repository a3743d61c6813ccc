import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import type { Readable } from "node:stream";
import { afterEach, test } from "node:test";
import { exchange, reset } from "./raw-client.js";
import { program } from "./terminal.js";

const many = 20_000;

/** So much of a pipe and of the program may be full of what was printed: a few thousand lines. */
const most = 10_000;

const servers: ChildProcess[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if (server.exitCode === null && server.kill("SIGKILL")) await once(server, "close");
  }
});

/** A server whose outputs are pipes that nobody reads: standard output after its first line. */
async function unread() {
  const line = ["--concurrent", "--lines", "--host", "127.0.0.1", "--port", "0"];
  const [file = "", ...rest] = program("reverse-echo-server", ...line);
  const server = spawn(file, rest, { stdio: ["ignore", "pipe", "pipe"] });
  servers.push(server);
  const [said] = await once(server.stdout, "data");
  server.stdout.pause();
  return { server, port: Number(/port (\d+)/.exec(String(said))?.[1]) };
}

/** Resolves once the server has answered nothing for a second: its output is full, or the machine is busy. */
async function silence(client: Readable): Promise<void> {
  for (let answers = true; answers; ) {
    const second = AbortSignal.timeout(1000);
    answers = await once(client, "data", { signal: second }).then(
      () => true,
      () => false,
    );
  }
}

test("when nobody reads its output, a server lets who sends much wait, and answers others", async () => {
  const { server, port } = await unread();
  const client = connect(port, "127.0.0.1");
  let answered = 0;
  client.on("data", (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0x0a) answered++;
    if (answered === many) client.end();
  });
  client.write("abc\n".repeat(many));
  const closed = once(client, "close");
  await silence(client);
  const waited = answered;
  assert.equal(String(await exchange(port, "xyz\n", { end: true })), "zyx\n");
  assert.ok(waited < most, `answered ${waited} of ${many} without waiting`);
  server.stdout.resume();
  await closed;
  assert.equal(answered, many);
});

test("a signal ends a server although nobody reads its output", async () => {
  const { server, port } = await unread();
  const client = connect(port, "127.0.0.1").on("error", () => client.destroy());
  client.write("abc\n".repeat(many));
  await silence(client.resume());
  server.kill("SIGTERM");
  assert.deepEqual(await once(server, "exit"), [143, null]);
});

test("a server whose notes nobody can read any more goes on answering", async () => {
  const { server, port } = await unread();
  server.stdout.resume();
  // Each of them is a note, and all of them more than a pipe holds.
  await Promise.all(Array.from({ length: 1000 }, () => reset(port, "half a line")));
  server.stderr.destroy();
  assert.equal(String(await exchange(port, "abc\n".repeat(9), { end: true })), "cba\n".repeat(9));
  server.kill("SIGTERM");
  assert.deepEqual(await once(server, "exit"), [143, null]);
});
