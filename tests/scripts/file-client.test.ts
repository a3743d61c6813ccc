import assert from "node:assert/strict";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Process, run } from "./process.js";
import { program, Terminal } from "./terminal.js";

const place = mkdtempSync(join(tmpdir(), "socketbook-client-"));
after(() => rmSync(place, { recursive: true }));

/** A folder with an existing file "target", which every failure must leave as it is. */
function folder(): string {
  const path = mkdtempSync(join(place, "case-"));
  writeFileSync(join(path, "target"), "old content");
  return path;
}

function isUntouched(path: string): void {
  assert.deepEqual(readdirSync(path), ["target"]);
  assert.equal(readFileSync(join(path, "target"), "utf8"), "old content");
}

/** A server that is not ours: waits for the file name, then does as it likes. */
async function server(
  answer: (socket: Socket) => void,
): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket.on("error", () => sockets.delete(socket)));
    socket.once("data", () => answer(socket));
  }).listen(0, "127.0.0.1");
  await once(listening, "listening");
  return {
    port: (listening.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      listening.close();
      await once(listening, "close");
    },
  };
}

const failures: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
  ["ERROR with a reason", (socket) => socket.end("ERROR no such file\n"), /no such file/],
  ["an ERROR with escape sequences", (socket) => socket.end("ERROR \x1b[2J\n"), /\\x1b\[2J/],
  ["fewer bytes than announced", (socket) => socket.end("OK 10\n12345"), /5 of 10 bytes/],
  ["more bytes than announced", (socket) => socket.end("OK 3\n12345"), /more than the 3 bytes/],
  ["nothing at all", (socket) => socket.end(), /without an answer/],
  ["half a status line", (socket) => socket.end("OK 1"), /./],
  ["something else", (socket) => socket.end("HTTP/1.1 400 Bad Request\n"), /HTTP/],
  ["a negative size", (socket) => socket.end("OK -1\n"), /OK -1/],
  ["a size beyond all files", (socket) => socket.end("OK 99999999999999999999\n1"), /OK 9+/],
  ["a status line without end", (socket) => socket.end("x".repeat(1024 * 1024)), /./],
  [
    "a reset",
    (socket) => socket.write("OK 10\n12", () => socket.resetAndDestroy()),
    /ECONNRESET|2 of 10 bytes/,
  ],
  ["silence", (socket) => socket.write("OK 10\n12"), /ETIMEDOUT/],
];

describe("a failed transfer keeps the existing file and leaves nothing", { concurrency: 2 }, () => {
  for (const [name, answer, reason] of failures) {
    test(name, async () => {
      await using peer = await server(answer);
      const path = folder();
      const source = `127.0.0.1:${peer.port}:file`;
      await using client = run("file-client", source, join(path, "target"), "--timeout", "2");
      assert.equal(await client.exited, 1);
      assert.match(client.stderr, /^file-client: [^\n]+\n$/);
      assert.match(client.stderr, reason);
      isUntouched(path);
    });
  }

  test("Ctrl-C in the middle", async () => {
    await using peer = await server((socket) => socket.write("OK 10\n12345"));
    const path = folder();
    const source = `127.0.0.1:${peer.port}:file`;
    await using window = new Terminal(program("file-client", source, join(path, "target")));
    await window.shows(/% of 10 bytes/);
    window.pressControl("C");
    assert.equal(await window.exited, 130);
    assert.match(window.screen, /file-client: stopped/);
    isUntouched(path);
  });

  test("a disk that takes no more", async () => {
    await using peer = await server((socket) => socket.end(`OK 5000000\n${"x".repeat(5_000_000)}`));
    const path = folder();
    const source = `127.0.0.1:${peer.port}:file`;
    // A limit on the size of files makes writing fail half-way, as a full disk does.
    const limited = ["sh", "-c", 'ulimit -f 1000; exec "$@"', "sh"];
    const client = new Process([
      ...limited,
      ...program("file-client", source, join(path, "target")),
    ]);
    assert.equal(await client.exited, 1);
    assert.match(client.stderr, /^file-client: cannot write [^\n]+\n$/);
    isUntouched(path);
  });
});

describe("what cannot become the file is refused", { concurrency: 2 }, () => {
  for (const [name, make, reason] of [
    ["a folder", (path: string) => mkdirSync(path), /not a regular file/],
    ["a link to a device", (path: string) => symlinkSync("/dev/null", path), /not a regular file/],
    [
      "a file in a missing folder",
      (path: string) => rmSync(join(path, ".."), { recursive: true }),
      /folder/,
    ],
  ] as const) {
    test(name, async () => {
      await using peer = await server((socket) => socket.end("OK 1\n1"));
      const target = join(folder(), "new");
      make(target);
      await using client = run("file-client", `127.0.0.1:${peer.port}:file`, target);
      assert.equal(await client.exited, 1);
      assert.match(client.stderr, reason);
    });
  }
});

test("a server that stays connected after the last byte does not keep the client", async () => {
  await using peer = await server((socket) => socket.write("OK 3\n123"));
  const path = folder();
  await using client = run("file-client", `127.0.0.1:${peer.port}:file`, join(path, "target"));
  assert.equal(await client.exited, 0, client.stderr);
  assert.equal(readFileSync(join(path, "target"), "utf8"), "123");
});

test("a status line and content in single bytes, name with a colon", async () => {
  let asked = "";
  await using peer = await server(async (socket) => {
    for (const byte of "OK 5\nab\ncd") {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.end();
  });
  asked = `127.0.0.1:${peer.port}:a:b`;
  const path = folder();
  await using client = run("file-client", asked, join(path, "target"));
  assert.equal(await client.exited, 0, client.stderr);
  assert.equal(readFileSync(join(path, "target"), "utf8"), "ab\ncd");
});
