import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { exchange } from "./raw-client.js";
import { program } from "./terminal.js";

const many = 20_000;

/** So much of a pipe and of the program may be full of what was printed: a few thousand lines. */
const most = 10_000;

test("when nobody reads its output, a server lets who sends much wait, and answers others", async () => {
  const line = ["--concurrent", "--lines", "--host", "127.0.0.1", "--port", "0"];
  const [file = "", ...rest] = program("reverse-echo-server", ...line);
  const server = spawn(file, rest, { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [said] = await once(server.stdout, "data");
    const port = Number(/port (\d+)/.exec(String(said))?.[1]);
    server.stdout.pause();

    const client = connect(port, "127.0.0.1");
    let answered = 0;
    let waited: number | undefined;
    client.on("data", (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 0x0a) answered++;
      if (answered === many) client.end();
    });
    // Silence for a second: either the server waits for its output, or the machine is busy.
    let honest: Promise<Buffer> | undefined;
    client.setTimeout(1000, () => {
      waited ??= answered;
      honest ??= exchange(port, "xyz\n", { end: true }).finally(() => server.stdout.resume());
    });
    client.write("abc\n".repeat(many));
    await once(client, "close");
    assert.equal(answered, many);
    assert.equal(String(await honest), "zyx\n");
    assert.ok(waited !== undefined && waited < most, `answered ${waited ?? "all"} without waiting`);
  } finally {
    server.kill("SIGKILL");
    await once(server, "close");
  }
});
