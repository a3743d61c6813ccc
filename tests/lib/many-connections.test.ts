import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { AF_INET, closeAll, encode, openSockets, SOCK_STREAM, socket } from "socketbook";
import { listening, rawClient, receiveAll } from "./peers.js";

const many = 2000;

/** How many sockets this process has open, as Node and, on Linux, the kernel see it. */
function openNow(): { node: number; files: number } {
  const resources = process.getActiveResourcesInfo();
  const node = resources.filter((name) => /^(TCP|Pipe).*Wrap$/.test(name)).length;
  const files = process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0;
  return { node, files };
}

/** The kernel's half of a close takes a few turns of the event loop. */
async function settled(before: { node: number; files: number }): Promise<void> {
  for (let turn = 0; turn < 10_000; turn++) {
    const now = openNow();
    if (now.node <= before.node && now.files <= before.files) return;
    await new Promise((next) => setImmediate(next));
  }
  assert.deepEqual(openNow(), before);
}

test(`${many} clients of ours at once, each served, and nothing left open`, async () => {
  const before = openNow();
  const { server, port } = await listening(4096);
  const serving = (async () => {
    for await (const [connection] of server) void echo(connection);
  })();
  async function echo(connection: Awaited<ReturnType<typeof server.accept>>[0]): Promise<void> {
    await connection.sendall(await receiveAll(connection));
    await connection.close();
  }

  const clients = await Promise.all(
    Array.from({ length: many }, async () => {
      const client = socket(AF_INET, SOCK_STREAM);
      await client.connect(["127.0.0.1", port]);
      return client;
    }),
  );
  const answers = await Promise.all(
    clients.map(async (client, i) => {
      await client.sendall(encode(`client ${i}`));
      await client.shutdown(1);
      return String(await receiveAll(client));
    }),
  );
  assert.deepEqual(
    answers,
    clients.map((_, i) => `client ${i}`),
  );

  await closeAll();
  await serving;
  assert.deepEqual(openSockets(), []);
  await settled(before);
});

test("200 raw clients that wait for accept are all accepted, in order", async () => {
  const { server, port } = await listening();
  const expected: (number | undefined)[] = [];
  for (let i = 0; i < 200; i++) expected.push((await rawClient(port)).localPort);
  const ports: number[] = [];
  for (let i = 0; i < 200; i++) ports.push((await server.accept())[1][1]);
  assert.deepEqual(ports, expected);
});

test("a socket that was only made, bound or refused leaves nothing open", async () => {
  const before = openNow();
  for (let i = 0; i < 50; i++) {
    const made = socket(AF_INET, SOCK_STREAM);
    const bound = socket(AF_INET, SOCK_STREAM);
    await bound.bind(["127.0.0.1", 0]);
    const refused = socket(AF_INET, SOCK_STREAM);
    await assert.rejects(refused.connect(bound.getsockname()), { code: "ECONNREFUSED" });
    await Promise.all([made.close(), bound.close(), refused.close()]);
  }
  await settled(before);
});
