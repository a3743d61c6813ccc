/** Programs and submissions that would be in the way of the checker itself. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { examineClient } from "../../checker/src/clients/check-client.js";
import { gradeAll } from "../../checker/src/grade/grade.js";
import { submissionsIn } from "../../checker/src/grade/submission.js";
import { usualLimits } from "../../checker/src/run/limits.js";
import { GivenUp } from "../../checker/src/run/patience.js";
import { ProcessLimit } from "../../checker/src/run/process-limit.js";
import { ProcessFamily, seesProcesses } from "../../checker/src/run/processes.js";
import { Program } from "../../checker/src/run/program.js";
import { examineServer } from "../../checker/src/servers/check-server.js";
import { reportText } from "../../checker/src/verdict/report.js";

const bank = join(import.meta.dirname, "bank");
const folder = mkdtempSync(join(tmpdir(), "socketbook-hostile-"));
after(() => rmSync(folder, { recursive: true }));

it("a client that resets a connection which nobody has looked at yet", async () => {
  const client = `
import socket, struct, sys
where = ("127.0.0.1", int(sys.argv[1]))
talk, other = socket.create_connection(where), socket.create_connection(where)
other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
other.close()
talk.sendall(input().encode())
print(talk.recv(2048).decode())`;
  const options = { limits: usualLimits, stopAtFirst: true };
  const { outcomes } = await examineClient(
    "uppercase",
    ["python3", "-c", client, "{port}"],
    options,
  );
  assert.equal(outcomes[0]?.state, "passed", outcomes[0]?.diagnosis);
});

it("a program that prints what a terminal obeys: the report shows it, and obeys nothing", async () => {
  const text = String.raw`print("\x1b[2J\x1b]0;title\x07 hello \x9b31m \u202eolleh \u2028 \u061c", flush=True); raise SystemExit(3)`;
  const run = ["python3", "-X", "utf8", "-c", text, "{port}"];
  const report = reportText(await examineServer("uppercase", { run }, { limits: usualLimits }));
  assert.match(report, /exit status 3; it said:\n.*hello/);
  assert.doesNotMatch(report, /(?!\n)[\p{C}\u2028\u2029]/u);
});

// Windows has neither named pipes in a folder nor links for everybody.
if (process.platform !== "win32") {
  it("a submission with a named pipe, and one that leads nowhere, hold nobody up", async () => {
    const submissions = join(folder, "class");
    cpSync(join(bank, "thanks", "right.py"), join(submissions, "anna", "server.py"), {
      recursive: true,
    });
    assert.equal(spawnSync("mkfifo", [join(submissions, "anna", "pipe")]).status, 0);
    symlinkSync(join(folder, "nothing.py"), join(submissions, "bela.py"));
    const found = await submissionsIn(submissions);
    const [anna, bela] = await gradeAll(found, { system: "thanks", limits: usualLimits });
    assert.equal(anna?.result.passed, true);
    assert.equal(bela?.result.outcomes[0]?.diagnosis, "holds no program that could be started");
  });
}

if (seesProcesses) {
  it("a process that hides from its session, its parents and its environment", async () => {
    const note = join(folder, "pid");
    const hiding = `
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with open(sys.argv[1], "w") as note:
            note.write(str(os.getpid()))
        os.execve("/bin/sleep", ["sleep", "600"], {})
    os._exit(0)
while not os.path.exists(sys.argv[1]) or os.path.getsize(sys.argv[1]) == 0:
    time.sleep(0.01)`;
    const program = new Program(["python3", "-c", hiding, note], { limits: usualLimits });
    await program.exited;
    const pid = Number(readFileSync(note, "utf8"));
    try {
      await program[Symbol.asyncDispose]();
      // The hidden process holds the other ends of its pipes: nobody may wait for them.
      assert.ok(!((await program.patience(program.silent, 5)) instanceof GivenUp));
      const group = ProcessLimit.make(1);
      await group?.[Symbol.asyncDispose]();
      if (group) assert.deepEqual(new ProcessFamily(pid).members(), []);
    } finally {
      spawnSync("kill", ["-9", String(pid)]);
    }
  });
}
