/** How much of what nobody has asked for yet is kept for a connection. */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { Socket } from "node:net";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { TcpSocket } from "socketbook";
import { StreamReader } from "socketbook";
import { listening, rawClient } from "./peers.js";

const count = 60;
const most = 96 * 1024; // bytes for a connection: one chunk as the system gives it, and some more

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** The memory that lies outside of the JavaScript heap, where all bytes of sockets lie. */
async function bytesHeld(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage();
    await new Promise((next) => setImmediate(next));
  }
  return process.memoryUsage().arrayBuffers;
}

async function flooded(take: (connection: TcpSocket) => Promise<unknown>): Promise<number> {
  const { server, port } = await listening();
  const flood = Buffer.alloc(1024 * 1024, "line\n");
  const clients: Socket[] = [];
  const connections: TcpSocket[] = [];
  for (let client = 0; client < count; client++) {
    clients.push(await rawClient(port));
    connections.push((await server.accept())[0]);
  }
  const before = await bytesHeld();
  for (const client of clients) client.write(flood);
  const kept: unknown[] = [];
  for (const connection of connections) kept.push(await take(connection));
  // What one more client says arrives only when what came before it has been read.
  const [last, answer] = [await rawClient(port), await server.accept()];
  last.write("x");
  await answer[0].recv(1);
  const held = (await bytesHeld()) - before;
  assert.equal(kept.length, count);
  for (const client of clients) {
    client.destroy();
    await once(client, "close");
  }
  return held / count;
}

test("a client that floods a connection of which little is read takes one chunk of memory", async () => {
  const held = await flooded((connection) => connection.recv(1));
  assert.ok(held <= most, `${Math.round(held)} bytes are held for a connection`);
});

test("so it does when lines are read, and the reader keeps no more than a line may have", async () => {
  const held = await flooded(async (connection) => {
    const reader = new StreamReader(connection, { limit: 1024 });
    assert.equal(await reader.readLine(), "line");
    return reader;
  });
  assert.ok(held <= most, `${Math.round(held)} bytes are held for a connection`);
});
