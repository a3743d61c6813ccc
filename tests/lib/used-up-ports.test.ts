/** What the calls say when the system has no port left to give, or not this one. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { AF_INET, SOCK_STREAM, socket } from "socketbook";
import { whyNoFewPorts, withFewPorts } from "./few-ports.js";
import { failureOf, freePort, rawServer } from "./peers.js";

test("no port is left: each call says so and what to do, and works again when one is free", {
  skip: whyNoFewPorts() ?? false,
}, () => {
  const program = join(import.meta.dirname, "programs", "few-ports.ts");
  const line = [process.execPath, "--import", import.meta.resolve("tsx"), program];
  const [file = "", ...rest] = withFewPorts(line);
  const output = execFileSync(file, rest, { encoding: "utf8" });
  const wait =
    "or wait: the system sets the port of a closed connection aside for a while \\(TIME_WAIT\\)";
  const { connect, bind, listen, sendto, afterwards } = JSON.parse(output);
  assert.match(
    connect,
    RegExp(
      `^SocketError: connect to 127\\.0\\.0\\.1:12000 failed: no port is left for one more connection to there \\(EADDRNOTAVAIL\\)\\. Close what is no longer needed, ${wait}\\.$`,
    ),
  );
  const taken =
    "failed: every port that the system gives out is taken \\(EADDRINUSE\\)\\. Close what";
  assert.match(bind, RegExp(`^SocketError: bind to 127\\.0\\.0\\.1:0 ${taken} .*${wait}\\.$`));
  assert.match(listen, RegExp(`^SocketError: bind to \\*:0 ${taken} .*${wait}\\.$`));
  assert.match(
    sendto,
    RegExp(`^SocketError: sendto to 127\\.0\\.0\\.1:9 ${taken} is no longer needed\\.$`),
  );
  assert.equal(afterwards, "none");
});

test("a second connection from one port to the same server: it says that there is one already", async () => {
  const { port } = await rawServer();
  const own = await freePort();
  for (const code of [undefined, /^(EADDRNOTAVAIL|EADDRINUSE)$/]) {
    const client = socket(AF_INET, SOCK_STREAM);
    await client.bind(["127.0.0.1", own]);
    const connecting = client.connect(["127.0.0.1", port]);
    if (code === undefined) await connecting;
    else {
      const { code: found, hint } = await failureOf(connecting);
      assert.match(found, code);
      if (found === "EADDRNOTAVAIL") assert.match(hint, /^Leave bind\(\) out, so that the system/);
    }
  }
});

test("a failed connect fails as itself when another has taken the port, and a second try works", {
  skip: process.platform !== "linux" && "only Linux lets two sockets bind to a port in turn",
}, async () => {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.bind(["127.0.0.1", 0]);
  const { port } = await rawServer({ host: "127.0.0.1", port: client.getsockname()[1] });
  const nobody = await freePort();
  assert.equal((await failureOf(client.connect(["127.0.0.1", nobody]))).code, "ECONNREFUSED");
  await client.connect(["127.0.0.1", port]);
});
