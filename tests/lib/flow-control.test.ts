import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { test } from "node:test";
import { AF_INET, SOCK_STREAM, socket } from "socketbook";
import { accepted, collect, failureOf, listening, Python, rawServer, receiveAll } from "./peers.js";

const megabyte = 1024 * 1024;
/** More than the kernel takes on both sides of a connection together. */
const much = 48 * megabyte;

/** Bytes that differ from place to place, so that a lost, doubled or moved one shows. */
function counted(length: number): Buffer {
  const words = new Uint32Array(length / 4);
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(i, 2_654_435_761);
  return Buffer.from(words.buffer);
}

test("with a reader that never reads, the sender waits until its timeout", async () => {
  const { ours } = await accepted();
  ours.settimeout(0.3);
  const error = await failureOf(ours.sendall(Buffer.alloc(much)));
  assert.equal(error.code, "ETIMEDOUT");
  assert.equal(error.syscall, "sendall");
  assert.match(error.hint, /close this connection/);
});

test("a sender that waits holds one slice on its way, however much it was given", async () => {
  const { ours, peer } = await accepted();
  const block = counted(much);
  const controller = new AbortController();
  const sending = ours.sendall(block, { signal: controller.signal });
  // One more, behind it in the line, is withdrawn whole.
  const behind = ours.send(Buffer.from("never"), { signal: controller.signal });
  const reason = new Error("stop");
  controller.abort(reason);
  await assert.rejects(sending, reason);
  await assert.rejects(behind, reason);

  const [received] = await Promise.all([collect(peer), ours.shutdown(1)]);

  assert.ok(received.length < much, "the withdrawn call has sent everything");
  assert.ok(received.equals(block.subarray(0, received.length)));
});

test("a Python reader that starts late gets every byte in order", async () => {
  const { server, port } = await listening();
  const reader = new Python("slow_reader.py", String(port));
  const [connection] = await server.accept();
  const block = counted(much);

  let sent = false;
  const sending = connection.sendall(block).then(() => {
    sent = true;
    return connection.close();
  });
  connection.settimeout(0.2);
  // It sends nothing, so this takes its whole time; then the sender must still wait.
  await failureOf(connection.recv(1));
  assert.equal(sent, false);

  reader.say("go");
  await sending;
  assert.equal(await reader.hear(), `${much} ${createHash("sha256").update(block).digest("hex")}`);
});

test("a writer that never stops is made to wait, and memory stays bounded", async () => {
  const { server, port } = await listening();
  const writer = new Python("endless_writer.py", String(port));
  const [connection] = await server.accept();
  const before = process.memoryUsage().arrayBuffers;

  assert.equal((await connection.recv(1)).length, 1);
  const sent = Number(await writer.hear()); // it gave up, since nobody took more

  assert.ok(sent < much, `the writer could send ${sent} bytes`);
  const held = process.memoryUsage().arrayBuffers - before;
  assert.ok(held < 2 * megabyte, `the reader holds ${held} bytes`);
  assert.equal((await receiveAll(connection)).length, sent - 1);
});

test("a connection that waits for accept holds no data in memory", async () => {
  const { server, port } = await listening();
  const writer = new Python("endless_writer.py", String(port));
  const before = process.memoryUsage().arrayBuffers;
  const sent = Number(await writer.hear());
  assert.ok(process.memoryUsage().arrayBuffers - before < megabyte);

  const [connection] = await server.accept();
  assert.equal((await receiveAll(connection)).length, sent);
});

test("both sides send much at once while both receive", async () => {
  const { ours, peer } = await accepted();
  const block = counted(4 * megabyte);
  peer.end(block);
  const [received, back] = await Promise.all([
    collect(peer),
    receiveAll(ours),
    ours.sendall(block).then(() => ours.shutdown(1)),
  ]);
  assert.ok(received.equals(block));
  assert.ok(back.equals(block));
});

test("a sender goes on as soon as the reader reads", async () => {
  const { ours, peer } = await accepted();
  const sending = ours.sendall(Buffer.alloc(8 * megabyte));
  let count = 0;
  peer.on("data", (chunk: Buffer) => {
    count += chunk.length;
  });
  peer.resume();
  await sending;
  await ours.close();
  await once(peer, "end");
  assert.equal(count, 8 * megabyte);
});

for (const how of ["that is bound to a port", "without a port"]) {
  test(`a client ${how} that reads little by little gets every byte`, async () => {
    const { port, connection } = await rawServer();
    const client = socket(AF_INET, SOCK_STREAM);
    if (how === "that is bound to a port") await client.bind(["127.0.0.1", 0]);
    await client.connect(["127.0.0.1", port]);
    client.settimeout(20);
    const block = counted(4 * megabyte);
    (await connection()).end(block);
    const chunks: Uint8Array[] = [];
    do {
      chunks.push(await client.recv(4096));
      await new Promise(setImmediate); // more may come in the meantime than there is room for
    } while (chunks.at(-1)?.length !== 0);
    assert.ok(Buffer.concat(chunks).equals(block));
  });
}
