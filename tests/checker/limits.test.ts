/** Programs that take more than their share: of time, of disk, and of the checker's own memory. */
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { usualLimits } from "../../checker/src/run/limits.js";
import { patienceByClock } from "../../checker/src/run/patience.js";
import { seesProcesses } from "../../checker/src/run/processes.js";
import { Program } from "../../checker/src/run/program.js";
import { examineServer } from "../../checker/src/servers/check-server.js";
import { Datagrams } from "../../checker/src/talk/datagrams.js";
import { Transcript } from "../../checker/src/talk/transcript.js";

const folder = mkdtempSync(join(tmpdir(), "socketbook-limits-"));
after(() => rmSync(folder, { recursive: true }));

/** A server in Python that does these lines with each client. */
function serving(lines: string): string[] {
  const program = `
import socket, sys, time
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    client, address = server.accept()
    message = client.recv(2048)
    try:
        ${lines}
    except OSError:
        pass
    client.close()`;
  return ["python3", "-c", program, "{port}"];
}

it("a server that is slow each time gets the time of one submission, and no more", async () => {
  const run = serving("time.sleep(1); client.sendall(message.upper())");
  const limits = { ...usualLimits, seconds: 4 };
  const { outcomes } = await examineServer("uppercase", { run }, { limits });
  const last = outcomes.at(-1);
  assert.equal(last?.state, "not tried");
  assert.equal(last?.diagnosis, "the time for the whole submission is over");
});

it("bytes without end and without a line end are not looked at for ever", async () => {
  const run = serving('while True: client.sendall(b"x" * 65536)');
  const options = { limits: usualLimits, stopAtFirst: true };
  const { outcomes } = await examineServer("adder", { run }, options);
  assert.equal(outcomes[0]?.diagnosis, "sends no line ends");
});

it("datagrams without end are not kept", async () => {
  const server = createSocket("udp4").bind(0, "127.0.0.1");
  await once(server, "listening");
  const place = { host: "127.0.0.1", port: server.address().port };
  const client = await Datagrams.open("client", place, new Transcript(), patienceByClock(30));
  try {
    await client.send("hello");
    const [, { port }] = (await once(server, "message")) as [Buffer, { port: number }];
    // Few at a time, so that the system drops none of them.
    for (let sent = 0; sent < 3000; sent++) {
      await new Promise((done) => server.send("x".repeat(1000), port, "127.0.0.1", done));
      if (sent % 10 === 0) await new Promise((done) => setImmediate(done));
    }
    let kept = 0;
    while ((await client.receive(0.3)) !== undefined) kept++;
    // Some were still on their way when the first ones were taken.
    assert.ok(kept > 0 && kept < 2000, `${kept} datagrams`);
  } finally {
    client.leave();
    server.close();
  }
});

it("a program that fills the disk with small files is ended", {
  skip: !seesProcesses && "this system does not tell what a process writes",
}, async () => {
  const filling = `
for number in range(100_000):
    with open(f"{number}", "wb") as file:
        file.write(bytes(1_000_000))`;
  const limits = { ...usualLimits, written: 20 };
  await using program = new Program(["python3", "-c", filling], { folder, limits });
  await program.exited;
  assert.equal(program.overLimit, "writes too much to the disk");
});
