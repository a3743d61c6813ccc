import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { type Process, run } from "./process.js";
import { collect, exchange, reset } from "./raw-client.js";

test("one after another: the next client is served when the first has gone", async () => {
  await using server = run("uppercase-server", "--port", "0");
  const port = await portOf(server);
  const first = connect(port, "127.0.0.1");
  await server.says(/Connected by/);
  const second = exchange(port, "second");
  const third = exchange(port, "third");
  first.write("first");
  assert.equal(String(await collect(first)), "FIRST");
  assert.equal(String(await second), "SECOND");
  assert.equal(String(await third), "THIRD");
  assert.deepEqual(
    [...server.stdout.matchAll(/user: (.*)/g)].map(([, sentence]) => sentence),
    ["first", "second", "third"],
  );
});

test("--concurrent: a silent client holds nobody up", async () => {
  await using server = run("thanks-server", "--port", "0", "--concurrent");
  const port = await portOf(server);
  const silent = connect(port, "127.0.0.1");
  await once(silent, "connect");
  const answers = await Promise.all(Array.from({ length: 300 }, () => exchange(port, "Hai")));
  assert.ok(answers.every((answer) => String(answer) === "Thanks for connecting"));
  silent.destroy();
});

test("--lines: a line is collected however it was split, and what follows it stays out", async () => {
  await using server = run("uppercase-server", "--port", "0", "--lines");
  const port = await portOf(server);
  const socket = connect(port, "127.0.0.1").setNoDelay();
  for (const byte of Buffer.from("grüße\r\nmore")) {
    socket.write(Uint8Array.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(String(await collect(socket)), "GRÜSSE\n");
});

test("without --lines a line end belongs to the message, as with one recv", async () => {
  await using server = run("uppercase-server", "--port", "0");
  assert.equal(String(await exchange(await portOf(server), "hello\r\n")), "HELLO\r\n");
});

test("the answer reaches a client that goes on sending a megabyte", async () => {
  await using server = run("uppercase-server", "--port", "0");
  const answer = await exchange(await portOf(server), Buffer.alloc(1024 * 1024, "x"));
  assert.match(String(answer), /^X{1,2048}$/);
});

test("a client cannot steer the server's terminal", async () => {
  await using server = run("uppercase-server", "--port", "0");
  await exchange(await portOf(server), "\x1b[2J\x9b1A\x07hidden\u202e\u2028\u061c\u{e0041}");
  await server.says(/user: \\x1b\[2J\\x9b1A\\x07hidden\\u202e\\u2028\\u061c\\u\{e0041\}\n/);
});

test("reverse echo reverses what a reader sees as characters", async () => {
  await using server = run("reverse-echo-server", "--port", "0");
  const port = await portOf(server);
  for (const [message, answer] of [
    ["cafe\u0301!", "!e\u0301fac"],
    ["a👨‍👩‍👧b🇩🇪", "🇩🇪b👨‍👩‍👧a"],
  ] as const) {
    assert.equal(String(await exchange(port, message, { end: true })), answer);
  }
});

test("reverse echo: a client that leaves without end does not end the server, end does", async () => {
  await using server = run("reverse-echo-server", "--port", "0");
  const port = await portOf(server);
  await exchange(port, "hello", { end: true });
  await reset(port, "hello");
  assert.equal(String(await exchange(port, "end")), "dne");
  assert.equal(await server.exited, 0);
  assert.match(server.stdout, /Server termination called by "end"\n$/);
});

test("reverse echo --lines: several lines in one chunk are several messages", async () => {
  await using server = run("reverse-echo-server", "--port", "0", "--lines");
  const answer = await exchange(await portOf(server), "abc\r\n\ndef\nend\n");
  assert.equal(String(answer), "cba\n\nfed\ndne\n");
  assert.equal(await server.exited, 0);
});

test("reverse echo --concurrent: end lets the other conversation finish", async () => {
  await using server = run("reverse-echo-server", "--port", "0", "--concurrent");
  const port = await portOf(server);
  const other = connect(port, "127.0.0.1");
  other.write("abc");
  assert.equal(String((await once(other, "data"))[0]), "cba");
  assert.equal(String(await exchange(port, "end")), "dne");
  other.write("def");
  assert.equal(String((await once(other, "data"))[0]), "fed");
  other.end();
  assert.equal(await server.exited, 0);
});

for (const number of ["0", "101", "-5", "1000000000000000000000000000000"]) {
  test(`adder: ${number} ends the server without an answer, and cuts off the others`, async () => {
    await using server = run("adder-server", "--port", "0", "--name", "Ada");
    const port = await portOf(server);
    assert.match(String(await exchange(port, "Al\n100\n")), /^Ada\n\d+\n$/);
    const other = exchange(port, "half").catch((error: NodeJS.ErrnoException) => error.code);
    await server.says(/Connected.*Connected/s);
    assert.equal(String(await exchange(port, `Al\r\n${number}\r\n`)), "");
    assert.equal(await server.exited, 0);
    assert.match(String(await other), /^(ECONNRESET)?$/);
  });
}

test("adder: what is no integer does not end the server", async () => {
  await using server = run("adder-server", "--port", "0");
  const port = await portOf(server);
  for (const text of ["", "abc", "5.5", "0x10", "1e9", "５"]) {
    assert.equal(String(await exchange(port, `Al\n${text}\n`)), "");
  }
  assert.match(String(await exchange(port, "Al\n+042\n")), /^Server of John Q\. Smith\n\d+\n$/);
});

test("greeting: empty and garbled datagrams do no harm", async () => {
  await using server = run("greeting-server", "--port", "0");
  const port = Number((await server.says(/listen at: 127\.0\.0\.1:(\d+)/))[1]);
  const client = createSocket("udp4");
  client.send("", port, "127.0.0.1");
  client.send(Uint8Array.of(0xff, 0x1b), port, "127.0.0.1");
  const [answer] = await once(client, "message");
  assert.equal(String(answer), "UDPServer has received your message");
  await server.says(/said\]:\ufffd\\x1b\n/);
  assert.match(server.stdout, /^UDPServer listen at: 127\.0\.0\.1:\d+\n\r\n\[Client 127/);
  assert.equal(server.stdout.match(/said/g)?.length, 1);
  client.close();
});

async function portOf(server: Process): Promise<number> {
  return Number((await server.says(/(?:Listening on|receive from) port (\d+)\n/))[1]);
}
