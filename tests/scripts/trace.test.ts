/** `--trace`: a program that ends draws what its sockets did. */
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { type Process, run } from "./process.js";
import { exchange } from "./raw-client.js";
import { silentPort } from "./silent-port.js";
import { portOf, typescript } from "./terminal.js";

/** The words of the drawing, line by line; who is left out has nothing to do with the situation. */
function drawnBy(program: string, name: string): string[] {
  const [, drawing = ""] = program.split(`\nWhat the sockets of ${name} did\n`);
  return [...drawing.matchAll(/[●✗○] (.*?)[ │┃]*$/gm)].map(([, words = ""]) =>
    words.replace(/, waited [\d.]+ m?s/, "").replace(/:\d+/, ":PORT"),
  );
}

async function listeningOn(server: Process): Promise<number> {
  return Number((await server.says(/Listening on port (\d+)/))[1]);
}

test("every program tells of it in its help", async () => {
  const names = readdirSync(new URL("../../scripts", import.meta.url))
    .filter((name) => /-(client|server)\.ts$/.test(name))
    .map((name) => name.replace(".ts", ""));
  assert.equal(names.length, 12);
  for (const name of names) {
    await using program = run(name, "--help");
    await program.exited;
    assert.match(program.stdout, /\n {2}--trace +when it ends, draw what its sockets did/);
  }
});

test("a server draws its half after SIGTERM, and its transcript stays as it was", async () => {
  await using server = run("uppercase-server", "--port", "0", "--trace");
  assert.equal(String(await exchange(await listeningOn(server), "hello")), "HELLO");
  server.signal("SIGTERM");
  assert.equal(await server.exited, 143);
  assert.match(server.stdout, /^Connected by: .*\n.*: hello\n$/);
  assert.match(server.stderr, / {12}server {21}connection {17}outside\n/);
  const drawn = drawnBy(server.stderr, "uppercase-server");
  for (const words of [
    "bind *:PORT",
    "listen",
    "accept → connection",
    "recv 5 bytes 'hello'",
    "sendall 5 bytes 'HELLO'",
    "the peer has finished",
    "close",
    "accept EBADF",
  ]) {
    assert.ok(drawn.includes(words), `${words} is not in\n${drawn.join("\n")}`);
  }
  assert.equal(server.notes.at(-1), "uppercase-server: stopped, everything is closed");
});

test("a server draws after Ctrl-C in a terminal", async () => {
  await using server = typescript("reverse-echo-server", "--port", "0", "--trace");
  await portOf(server);
  server.pressControl("C");
  assert.equal(await server.exited, 130);
  assert.deepEqual(drawnBy(server.screen, "reverse-echo-server"), [
    "bind 0.0.0.0:PORT",
    "listen",
    "close",
    "accept EBADF",
  ]);
});

test("a client draws when it has its answer", async () => {
  const server = createServer((guest) => guest.end("Thanks for connecting"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  await using client = run("thanks-client", "--port", String(port), "--trace");
  assert.equal(await client.exited, 0);
  server.close();
  assert.equal(client.stdout, "Thanks for connecting\n");
  const drawn = drawnBy(client.stderr, "thanks-client");
  assert.ok(drawn.includes("sendall 15 bytes 'Hai from client'"), drawn.join("\n"));
  assert.ok(drawn.includes("recv 21 bytes 'Thanks for connectin…'"), drawn.join("\n"));
});

test("a client that was refused draws that", async () => {
  await using silent = await silentPort("TCP");
  await using client = run("thanks-client", "--port", String(silent.port), "--trace");
  assert.equal(await client.exited, 1);
  const drawn = drawnBy(client.stderr, "thanks-client");
  assert.ok(drawn.includes("connect 127.0.0.1:PORT ECONNREFUSED"), drawn.join("\n"));
});

test("datagrams are drawn too", async () => {
  const server = createSocket("udp4");
  server.on("message", (_, { port }) => server.send("heard", port, "127.0.0.1"));
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  await using client = run("greeting-client", "--port", String(server.address().port), "--trace");
  assert.equal(await client.exited, 0);
  server.close();
  const drawn = drawnBy(client.stderr, "greeting-client");
  assert.ok(drawn.includes("send 17 bytes 'Hello, UDPServer!'"), drawn.join("\n"));
  assert.ok(drawn.includes("recv 5 bytes 'heard'"), drawn.join("\n"));
});

test("a wrong command line draws nothing", async () => {
  await using client = run("thanks-client", "--trace", "stray");
  assert.equal(await client.exited, 2);
  assert.doesNotMatch(client.stderr, /What the sockets/);
});
