import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { checkServer } from "../../checker/src/check-server.js";
import { freePort } from "../../checker/src/run/free-port.js";
import { processesMarked, seesProcesses } from "../../checker/src/run/processes.js";
import { Program } from "../../checker/src/run/program.js";
import { start } from "../../checker/src/servers/started.js";
import { systems } from "../../checker/src/systems/index.js";

const top = join(import.meta.dirname, "..", "..");
const bank = join(import.meta.dirname, "bank");
const folder = mkdtempSync(join(tmpdir(), "socketbook-command-"));
after(() => rmSync(folder, { recursive: true }));

/** The command as it is typed, from its source; another folder than the top one, as for a user. */
function socketbook(...args: string[]): Program {
  const runner = join(top, "tests", "checker", "socketbook.ts");
  const words = [process.execPath, "--import", import.meta.resolve("tsx"), runner, ...args];
  return new Program(words, { folder: top });
}

async function finished(program: Program): Promise<string> {
  await program.silent;
  return `${program.stdout}${program.stderr}`;
}

/** A server of the bank at an address, as if somebody had started it in another terminal. */
async function atAddress(file: string, parameters: string[] = []) {
  const words = ["python3", join(bank, file), "{port}", ...parameters];
  return start({ words, transport: "tcp", usualPort: 0, folder }, {});
}

it("a right server: every check is told, and the exit status is 0", async () => {
  await using program = socketbook(
    "check",
    "uppercase",
    "--run",
    `python3 "${bank}/uppercase/right.py" 7200`,
  );
  const said = await finished(program);
  assert.match(said, /ok {4}answers a sentence in upper case, then closes/);
  assert.match(said, /Everything that is required holds\. 16 of 16 points\./);
  assert.equal(program.ending, "exit status 0");
});

it("a wrong server: the diagnosis, the transcript and an advice, and the exit status is 1", async () => {
  const wrong = join(top, "tests", "scripts", "python", "thanks_server.py");
  await using program = socketbook("check", "uppercase", "--run", `python3 "${wrong}" {port}`);
  const said = await finished(program);
  assert.match(said, /FAIL {2}answers a sentence in upper case/);
  assert.match(said, /diagnosis: answers something else/);
  assert.match(said, /client 1 ← "Thanks for connecting"/);
  assert.match(said, /advice: /);
  assert.equal(program.ending, "exit status 1");
});

it("a client, and the result as JSON", async () => {
  const client = join(bank, "clients", "thanks", "right.py");
  await using program = socketbook(
    "check",
    "thanks",
    "--json",
    "--client",
    `python3 "${client}" 8080`,
  );
  const result = JSON.parse(await finished(program));
  assert.equal(result.role, "client");
  assert.equal(result.passed, true);
});

for (const [what, args] of [
  ["no system", ["check"]],
  ["an unknown system", ["check", "telnet", "--server", "127.0.0.1:1"]],
  ["no server", ["check", "thanks"]],
  ["an address without a port", ["check", "thanks", "--server", "localhost"]],
  ["an unknown command", ["chekc"]],
] as const) {
  it(`a command with ${what} is explained, and the exit status is 2`, async () => {
    await using program = socketbook(...args);
    assert.match(await finished(program), /^socketbook: /);
    assert.equal(program.ending, "exit status 2");
  });
}

it("nobody listens: nothing passes", async () => {
  const port = await freePort();
  for (const { name } of systems) {
    const result = await checkServer(name, ["127.0.0.1", port], { folder, quiet: true });
    assert.equal(result.passed, false, name);
    assert.equal(result.points, 0, name);
  }
});

it("a port that accepts and says nothing: nothing passes, and it does not hang", async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const result = await checkServer("uppercase", ["127.0.0.1", port], { quiet: true });
  assert.equal(result.outcomes[0]?.diagnosis, "never answers");
  assert.equal(result.points, 0);
  for (const socket of sockets) socket.destroy();
  await new Promise((done) => server.close(done));
});

it("a server at an address that ends as it was told to: what could not be tried costs nothing", async () => {
  const { program, port } = await atAddress("adder/right.py");
  await using _ = program;
  const result = await checkServer("adder", ["127.0.0.1", port], { quiet: true });
  assert.equal(result.passed, true);
  assert.equal(result.outcomes.find(({ id }) => id === "above-range")?.state, "passed");
  assert.equal(result.outcomes.find(({ id }) => id === "zero")?.state, "left out");
});

it("a file server at an address: the folder that it serves is as it was", async () => {
  const shared = join(folder, "shared");
  mkdirSync(shared);
  const words = ["python3", join(bank, "file-transfer", "right.py"), "{port}"];
  const { program, port } = await start(
    { words, transport: "tcp", usualPort: 0, folder: shared },
    {},
  );
  await using _ = program;
  const result = await checkServer("file-transfer", ["127.0.0.1", port], {
    folder: shared,
    quiet: true,
  });
  assert.equal(result.points, result.outOf);
  assert.deepEqual(readdirSync(shared), []);
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // it has ended
  }
}

const stopped = async () => {
  const marker = `SOCKETBOOK_TEST=${process.pid}`;
  const [name = "", value] = marker.split("=");
  const runner = join(top, "tests", "checker", "socketbook.ts");
  const hanging = `python3 "${bank}/misbehaving/sleeps.py" {port}`;
  const words = [
    "--import",
    import.meta.resolve("tsx"),
    runner,
    "check",
    "thanks",
    "--run",
    hanging,
  ];
  const child = spawn(process.execPath, words, {
    env: { ...process.env, [name]: value },
    stdio: "ignore",
  });
  const isServer = (pid: number) => /^[^\0]*python[^\0]*\0[^\0]*sleeps\.py\0/.test(commandOf(pid));
  while (!processesMarked(marker).some(isServer)) await new Promise((then) => setImmediate(then));
  child.kill("SIGINT");
  const [status] = await once(child, "exit");
  assert.equal(status, 130);
  assert.deepEqual(processesMarked(marker), []);
};
if (seesProcesses) it("Ctrl-C in the middle: nothing is left running", stopped);
