/** However long and however crowded a run was, its drawing stays one that a person can read. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  AF_INET,
  clearHistory,
  encode,
  SOCK_DGRAM,
  SOCK_STREAM,
  sequenceText,
  socket,
} from "socketbook";
import { listening, rawClient } from "../peers.js";
import { seen, told } from "./seen.js";

beforeEach(clearHistory);

test("a thousand alike are three, and a line that counts the others and their bytes", async () => {
  const client = socket(AF_INET, SOCK_DGRAM);
  for (let i = 0; i < 1000; i++) await client.sendto(encode("1234"), ["127.0.0.1", 9]);
  assert.deepEqual(told(), [
    ...Array(3).fill(["sendto 4 bytes '1234'", "→"]).flat(),
    "… 997 more like this (3988 bytes)",
  ]);
});

test("a conversation that goes to and fro is folded by its rounds", async () => {
  const { server, port } = await listening();
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(["127.0.0.1", port]);
  const [connection] = await server.accept();
  clearHistory();
  for (let i = 0; i < 500; i++) {
    await client.send(encode("question"));
    await connection.recv(100);
    await connection.send(encode("answer"));
    await client.recv(100);
  }
  await client.close();
  const rows = told();
  assert.ok(rows.length < 40, rows.join("\n"));
  assert.ok(rows.some((row) => /^… 4\d\d more rounds like the last [24] lines$/.test(row)));
  assert.equal(rows.at(-1), "close");
});

test("what is alike in nothing is cut in the middle", async () => {
  const { server, port } = await listening();
  const guest = await rawClient(port);
  const [connection] = await server.accept();
  clearHistory();
  guest.write("x".repeat(500));
  let seed = 7;
  for (let i = 0; i < 400; i++) {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    if (seed % 3 === 0) await connection.recv(1);
    else if (seed % 3 === 1) await connection.send(encode("y"));
    else connection.settimeout(9);
  }
  const lines = sequenceText().split("\n");
  assert.ok(lines.length < 200, `${lines.length} lines`);
  assert.match(lines.join("\n"), /… \d+ more lines/);
});

test("a crowd shares a lane, and so do many peers outside", async () => {
  const { server, port } = await listening();
  for (let i = 0; i < 10; i++) {
    const guest = await rawClient(port);
    const [connection] = await server.accept();
    guest.write("hello");
    await connection.recv(10);
  }
  const { lanes } = seen();
  assert.deepEqual(
    lanes.map((lane) => lane.replace(/ 127.*/, "")),
    [
      "server",
      ...["1", "2", "3", "4"].map((n) => `connection ${n}`),
      "6 more sockets 6 addresses",
      "outside",
      "outside 9 addresses",
    ],
  );
});

test("the whole record is drawn in less than a second of work", async () => {
  const { server, port } = await listening();
  for (let i = 0; i < 700; i++) {
    const guest = socket(AF_INET, SOCK_STREAM);
    await guest.connect(["127.0.0.1", port]);
    const [connection] = await server.accept();
    await guest.send(encode("hi"));
    await connection.recv(2);
    await connection.close();
    await guest.close();
  }
  const before = process.cpuUsage();
  const lines = sequenceText().split("\n");
  const { user } = process.cpuUsage(before);
  assert.ok(user < 1_000_000, `${user} µs`);
  assert.ok(lines.length < 200, `${lines.length} lines`);
});
