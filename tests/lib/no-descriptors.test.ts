/** What the calls do when the process has no file descriptor left. */
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, test } from "node:test";
import { rawClient } from "./peers.js";

const skip =
  process.platform === "win32" && "Windows sets no limit to the descriptors of a process";
const limit = 100; // more than Node opens at a time to load the library
const children: ChildProcessWithoutNullStreams[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "close");
  }
});

/** A program of this folder that may have few descriptors, and the lines that it prints. */
function withDescriptors(name: string, ...parameters: string[]) {
  const program = join(import.meta.dirname, "programs", name);
  const line = [process.execPath, "--import", import.meta.resolve("tsx"), program, ...parameters];
  const child = spawn("sh", ["-c", `ulimit -n ${limit}; exec "$@"`, "sh", ...line]);
  child.stderr.pipe(process.stderr);
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { child, hear: async () => String((await lines.next()).value) };
}

type Program = ReturnType<typeof withDescriptors>;

async function portOf({ hear }: Program): Promise<number> {
  return Number(/^port (\d+)$/.exec(await hear())?.[1]);
}

/** What a client is told first: a word, or the end. */
async function told(client: Socket): Promise<string> {
  client.resume();
  const [chunk] = await Promise.race([
    once(client, "data"),
    once(client, "close").then(() => [""]),
    once(client, "end").then(() => [""]),
  ]);
  return String(chunk);
}

const turnedAway =
  /^accept on the TCP socket 127\.0\.0\.1:\d+ \(listening\) failed: this process has too many files and sockets open, so a client was turned away \(EMFILE\)\. Close what is no longer needed, or raise the limit \(ulimit -n\)\.$/;

describe("no descriptor left", { skip }, () => {
  for (const how of ["accept", "loop"]) {
    const says = how === "accept" ? "accept tells of" : "a loop over the server outlives";
    test(`${says} the client that is turned away, and serves again when others have gone`, async () => {
      const program = withDescriptors("turns-away.ts", how);
      const port = await portOf(program);
      const served: Socket[] = [];
      for (;;) {
        const client = await rawClient(port);
        const word = await told(client);
        if (word === "") break;
        assert.equal(word, "served");
        assert.equal(await program.hear(), "accepted");
        served.push(client);
      }
      assert.ok(served.length > 5, `only ${served.length} clients were served`);
      if (how === "accept") assert.match(await program.hear(), turnedAway);

      served[0]?.destroy();
      assert.equal(await program.hear(), "gone");
      assert.equal(await told(await rawClient(port)), "served");
      assert.equal(await program.hear(), "accepted");
      assert.ok(
        served.slice(1).every(({ readyState }) => readyState === "open"),
        "those served before stay connected",
      );
    });
  }

  test("clients that were turned away while nobody called accept are told of by the next one", async () => {
    const program = withDescriptors("turns-away.ts", "later");
    const port = await portOf(program);
    const clients = await Promise.all(Array.from({ length: limit }, () => rawClient(port)));
    await Promise.race(clients.map((client) => told(client)));
    program.child.stdin.write("now\n");
    assert.match(await program.hear(), turnedAway);
    assert.equal(await program.hear(), "accepted");
  });

  test("the other calls fail with EMFILE and say what to do, and work when descriptors are free again", async () => {
    const { hear } = withDescriptors("without-descriptors.ts");
    const { afterwards, ...failures } = JSON.parse(await hear()) as Record<string, string>;
    assert.deepEqual(Object.keys(failures), ["connect", "bind", "listen", "sendto", "name"]);
    for (const failure of Object.values(failures)) {
      assert.match(
        failure,
        /^SocketError: .* failed: this process has too many files and sockets open \(EMFILE\)\. Close what/,
      );
    }
    assert.equal(afterwards, "none");
  });
});
