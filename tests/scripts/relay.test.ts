/** A Python client and a Python server that never meet but through the relay. */
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Process, run } from "./process.js";

const python = process.platform === "win32" ? "python" : "python3";

function peer(name: string, ...parameters: (string | number)[]): Process {
  const path = join(import.meta.dirname, "python", `${name}.py`);
  return new Process([python, path, ...parameters.map(String)]);
}

/** A server, a relay before it, and the relay's port. */
async function relayed(server: string, ...parameters: string[]) {
  const behind = peer(server);
  const [to] = await behind.says(/\d+/);
  const relay = run("relay", "--port", "0", "--to", `127.0.0.1:${to}`, ...parameters);
  const [, port = ""] = await relay.says(/Listening on port (\d+)\n/);
  return {
    behind,
    relay,
    port,
    async [Symbol.asyncDispose]() {
      await relay[Symbol.asyncDispose]();
      await behind[Symbol.asyncDispose]();
    },
  };
}

async function client(...parameters: (string | number)[]): Promise<string[]> {
  await using asking = peer("relay_client", ...parameters);
  assert.equal(await asking.exited, 0, asking.stderr);
  return asking.stdout.trim().split("\n");
}

describe("TCP", { concurrency: 2 }, () => {
  test("without faults, it is as if the relay were not there", async () => {
    await using its = await relayed("framed_echo_server");
    const answer = await client("tcp", its.port, "one", "two");
    assert.equal(answer.at(-1), "end");
    assert.equal(answer.slice(0, -1).join("").replaceAll("'", ""), "ONE\\nTWO\\n");
    await its.relay.says(/\('127\.0\.0\.1', \d+\): 8 bytes in \d chunks? there, 8 bytes in \d/);
  });

  test("split: both programs get a byte a recv", async () => {
    await using its = await relayed("framed_echo_server", "--split", "1", "--delay", "0.3");
    const answer = await client("tcp", its.port, "abc");
    assert.deepEqual(answer, ["'A'", "'B'", "'C'", String.raw`'\n'`, "end"]);
    await its.behind.says(/chunks 1 1 1 1\n/);
  });

  test("merge: what was sent in two comes as one", async () => {
    await using its = await relayed("framed_echo_server", "--merge", "0.3");
    const raw = connect({ port: Number(its.port), host: "127.0.0.1", noDelay: true });
    await once(raw, "connect");
    raw.write("one\n");
    await new Promise((turn) => setImmediate(turn));
    raw.end("two\n");
    const [answer] = await once(raw, "data");
    assert.equal(String(answer), "ONE\nTWO\n");
    await its.behind.says(/chunks 8\n/);
    await once(raw.resume(), "close");
  });

  test("reset after some bytes: the client and the server both feel it, the next client is served", async () => {
    await using its = await relayed("framed_echo_server", "--reset-after", "6");
    assert.equal((await client("tcp", its.port, "a longer line")).at(-1), "reset");
    await its.behind.says(/ConnectionResetError/);
  });

  test("nobody behind it: the client is reset, and the relay goes on", async () => {
    await using relay = run("relay", "--port", "0", "--to", "127.0.0.1:1");
    const [, port = ""] = await relay.says(/Listening on port (\d+)\n/);
    for (let turn = 0; turn < 2; turn++)
      assert.deepEqual(await client("tcp", port, "x"), ["reset"]);
    await relay.says(/ECONNREFUSED/);
  });
});

describe("UDP", { concurrency: 2 }, () => {
  test("without faults, every client gets its own answers", async () => {
    await using its = await relayed("datagram_echo_server", "--udp");
    const answers = await Promise.all([client("udp", its.port, 3), client("udp", its.port, 2)]);
    assert.deepEqual(answers, [["N0 N1 N2"], ["N0 N1"]]);
  });

  test("drop: the same ones for the same seed", async () => {
    const seen = [];
    for (let turn = 0; turn < 2; turn++) {
      await using its = await relayed(
        "datagram_echo_server",
        "--udp",
        "--drop",
        "0.3",
        "--seed",
        "7",
      );
      seen.push(await client("udp", its.port, 5));
    }
    assert.match(seen[0]?.[0] ?? "", /N\d/);
    assert.match(seen[0]?.[0] ?? "", /-/);
    assert.deepEqual(seen[0], seen[1]);
  });

  test("a datagram that cannot be passed on is told as lost, and the relay goes on", async () => {
    // A socket without SO_BROADCAST may not send there: the system refuses, and nothing leaves.
    await using relay = run("relay", "--udp", "--port", "0", "--to", "127.255.255.255:9");
    const [, port = ""] = await relay.says(/Listening on port (\d+)\n/);
    const raw = createSocket("udp4");
    try {
      for (const text of ["one", "two!"]) {
        raw.send(text, Number(port), "127.0.0.1");
        await relay.says(new RegExp(`: ${text.length} bytes there, lost: .*EACCES`));
      }
      assert.doesNotMatch(relay.stdout, /bytes there/);
    } finally {
      raw.close();
    }
  });

  test("duplicate: a raw client gets each answer four times, for it happens both ways", async () => {
    await using its = await relayed("datagram_echo_server", "--udp", "--duplicate", "1");
    const raw = createSocket("udp4");
    const texts: string[] = [];
    const four = new Promise<void>((done) => {
      raw.on("message", (bytes) => texts.push(String(bytes)) === 4 && done());
    });
    raw.send("x", Number(its.port), "127.0.0.1");
    await four;
    raw.close();
    assert.deepEqual(texts, ["X", "X", "X", "X"]);
  });
});

test("a fault of the other kind, a wrong address and a wrong number are refused at once", async () => {
  for (const [status, reason, ...parameters] of [
    [1, /TCP knows .* and not drop/, "--drop", "0.5"],
    [1, /UDP knows .* and not split/, "--udp", "--split", "1"],
    [1, /drop is 2, not a share/, "--udp", "--drop", "2"],
    [2, /an address is HOST:PORT, not "12000"/, "--to", "12000"],
    [2, /a number is 0 or more, not "-1"/, "--delay=-1"],
    [1, /port 70000 is out of range/, "--to", "[::1]:70000"],
  ] as const) {
    await using relay = run("relay", "--port", "0", ...parameters);
    assert.equal(await relay.exited, status, parameters.join(" "));
    assert.match(relay.stderr, reason);
  }
});

test("Ctrl-C ends it, with clients connected", async () => {
  await using its = await relayed("framed_echo_server");
  const raw = connect(Number(its.port), "127.0.0.1");
  await once(raw, "connect");
  raw.on("error", () => raw.destroy()).resume();
  const gone = once(raw, "close");
  its.relay.signal("SIGINT");
  assert.equal(await its.relay.exited, 130);
  await gone;
});
