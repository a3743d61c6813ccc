/** What the file server and its client do when they can open no more files. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Process } from "./process.js";
import { connected, exchange } from "./raw-client.js";
import { program } from "./terminal.js";

const place = mkdtempSync(join(tmpdir(), "socketbook-descriptors-"));
after(() => rmSync(place, { recursive: true }));
writeFileSync(join(place, "small"), "content");
writeFileSync(join(place, "large"), "");
truncateSync(join(place, "large"), 64 * 1024 * 1024); // more than the system takes for a client that reads nothing

const limit = 100;
const tooMany = "ERROR too many files are open here, try again later\n";
const onWindows = process.platform === "win32" && "Windows sets no limit to open files";
const cannotLimit =
  spawnSync("prlimit", ["--version"]).status !== 0 && "this machine has no prlimit";

test("a file server without descriptors refuses clearly, and serves again when clients have gone", {
  skip: onWindows,
}, async () => {
  const line = program("file-server", "0", "--root", place);
  const limited = ["sh", "-c", `ulimit -n ${limit}; exec "$@"`, "sh", ...line];
  await using server = new Process(limited);
  const port = Number((await server.says(/', (\d+)\)\n/))[1]);

  // As many connections as there is room for: none is left for most of the files.
  const sockets = await Promise.all(Array.from({ length: limit }, () => connected(port)));
  try {
    await Promise.race(sockets.map(closed));
    const answers = await Promise.all(sockets.map((socket) => firstAnswer(socket, "large\n")));
    const kinds = new Set(
      answers.map((answer) => (answer.startsWith("OK 67108864\n") ? "OK" : answer)),
    );
    assert.deepEqual([...kinds].sort(), ["", tooMany, "OK"].sort());
    await server.says(/Refused: too many files are open here/);
    await server.says(/a client was turned away \(EMFILE\)\. Close/);
  } finally {
    for (const socket of sockets) socket.destroy();
  }

  const deadline = performance.now() + 30_000;
  let answer = "";
  while (answer === "" && performance.now() < deadline) {
    // The first ones may come before the server has noticed that the others have gone.
    answer = String(await exchange(port, "small\n").catch(() => ""));
  }
  assert.equal(answer, "OK 7\ncontent");
});

test("a file client without a descriptor for the file says so and leaves nothing", {
  skip: cannotLimit,
}, async () => {
  let client: Process | undefined;
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => {
      execFileSync("prlimit", ["--pid", String(client?.pid), "--nofile=0:0"]);
      socket.end("OK 7\ncontent");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const folder = mkdtempSync(join(place, "case-"));
    const path = join(folder, "received");
    const source = `127.0.0.1:${(server.address() as AddressInfo).port}:small`;
    client = new Process(program("file-client", source, path));
    assert.equal(await client.exited, 1);
    assert.equal(client.stderr, `file-client: cannot write ${path}: too many files are open\n`);
    assert.deepEqual(readdirSync(folder), []);
  } finally {
    await client?.[Symbol.asyncDispose]();
    server.close();
  }
});

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

/** What comes first, or nothing when the server hangs up; nothing is read behind it. */
function firstAnswer(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve("");
    socket.once("close", () => resolve(""));
    socket.once("data", (chunk) => {
      socket.pause();
      resolve(String(chunk));
    });
    socket.write(request);
  });
}
