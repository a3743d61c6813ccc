/** A machine that a class shares: each user has a loopback address, and so all ports, of their own. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, test } from "node:test";
import { AF_INET, closeAll, SOCK_DGRAM, SOCK_STREAM, socket } from "socketbook";
import { failureOf } from "./peers.js";

const linux = process.platform === "linux";
const only = { skip: linux ? false : "only Linux gives every 127 address to this machine" };
const children: ChildProcess[] = [];

afterEach(async () => {
  delete process.env.SOCKETBOOK_LOOPBACK;
  await closeAll();
  for (const child of children.splice(0)) {
    const ended = child.exitCode === null ? once(child, "exit") : undefined;
    child.stdin?.end();
    await ended;
  }
});

/** A program of a user whose loopback address is `loopback`; gives the address that it serves. */
async function serving(loopback: string, host: string, port: number, word: string) {
  const program = join(import.meta.dirname, "programs", "loopback-server.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, host, String(port), word], {
    env: { ...process.env, SOCKETBOOK_LOOPBACK: loopback },
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const [at = "", number = ""] = String(line).split(" ");
  return { host: at, port: Number(number) };
}

/** What a client that is not ours reads there. */
async function heard(host: string, port: number): Promise<string> {
  const client = net.connect(port, host).setEncoding("utf8");
  let text = "";
  for await (const chunk of client) text += chunk;
  return text;
}

test(
  "two users hold the same port at once, as 127.0.0.1 and as every interface",
  only,
  async () => {
    const ada = await serving("127.9.1.1", "127.0.0.1", 0, "Ada");
    const bo = await serving("127.9.2.1", "", ada.port, "Bo");
    assert.deepEqual([ada.host, bo.host, bo.port], ["127.9.1.1", "127.9.2.1", ada.port]);
    assert.equal(await heard("127.9.1.1", ada.port), "Ada");
    assert.equal(await heard("127.9.2.1", ada.port), "Bo");
  },
);

test("a client of the library finds the server of its own user", only, async () => {
  const { port } = await serving("127.9.1.1", "127.0.0.1", 0, "Ada");
  await serving("127.9.2.1", "127.0.0.1", port, "Bo");
  process.env.SOCKETBOOK_LOOPBACK = "127.9.2.1";
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(["localhost", port]);
  assert.equal(Buffer.from(await client.recv(10)).toString(), "Bo");
});

test("a datagram to 127.0.0.1 and its answer stay with their user", only, async () => {
  process.env.SOCKETBOOK_LOOPBACK = "127.9.3.1";
  const server = socket(AF_INET, SOCK_DGRAM);
  await server.bind(["127.0.0.1", 0]);
  const [host, port] = server.getsockname();
  assert.equal(host, "127.9.3.1");
  const client = socket(AF_INET, SOCK_DGRAM);
  await client.sendto(Buffer.from("ping"), ["127.0.0.1", port]);
  const [, from] = await server.recvfrom(10);
  assert.equal(from[0], "127.9.3.1");
  await server.sendto(Buffer.from("pong"), from);
  assert.equal(Buffer.from((await client.recvfrom(10))[0]).toString(), "pong");
});

test("the answer to a connected UDP socket comes back", only, async () => {
  process.env.SOCKETBOOK_LOOPBACK = "127.9.4.1";
  const server = socket(AF_INET, SOCK_DGRAM);
  await server.bind(["", 0]);
  const client = socket(AF_INET, SOCK_DGRAM);
  await client.connect(["127.0.0.1", server.getsockname()[1]]);
  await client.send(Buffer.from("ping"));
  const [, from] = await server.recvfrom(10);
  await server.sendto(Buffer.from("pong"), from);
  assert.equal(Buffer.from(await client.recv(10)).toString(), "pong");
});

test("`own` makes the address of the user's number", only, async () => {
  process.env.SOCKETBOOK_LOOPBACK = "own";
  const user = process.getuid?.() ?? 0;
  const wanted = user === 0 ? "127.0.0.1" : `127.${(user % 65_536) >> 8}.${user & 255}.1`;
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  assert.equal(server.getsockname()[0], wanted);
});

test("a setting that is no address of this machine is refused in words", async () => {
  for (const setting of ["10.0.0.1", "127.0.0.256"]) {
    process.env.SOCKETBOOK_LOOPBACK = setting;
    for (const server of [socket(AF_INET, SOCK_STREAM), socket(AF_INET, SOCK_DGRAM)]) {
      const error = await failureOf(server.bind(["127.0.0.1", 0]));
      assert.equal(error.code, "EINVAL");
      assert.ok(error.message.includes(`SOCKETBOOK_LOOPBACK is ${setting}`), error.message);
    }
  }
});

test("without the setting, an address is what it says", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["", 0]);
  assert.equal(server.getsockname()[0], "0.0.0.0");
});
