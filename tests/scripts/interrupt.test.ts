import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { test } from "node:test";
import { run } from "./process.js";
import { portOf, type Terminal, typescript } from "./terminal.js";

for (const [name, ...parameters] of [
  ["uppercase-server"],
  ["reverse-echo-server", "--concurrent"],
  ["greeting-server"],
  ["adder-server"],
] as const) {
  test(`Ctrl-C ends ${[name, ...parameters].join(" ")}, also in a conversation`, async () => {
    await using server = typescript(name, "--port", "0", ...parameters);
    const port = Number(await portOf(server));
    if (name !== "greeting-server") {
      const client = connect(port, "127.0.0.1");
      await server.shows(/onnect.*\('127/);
      const closed = once(client.resume(), "close");
      await endsOnControlC(server, name);
      await closed;
    } else {
      await endsOnControlC(server, name);
    }
  });
}

test("Ctrl-C ends the file server", async () => {
  await using server = typescript("file-server", "0");
  await server.shows(/Serving .*\n/);
  await endsOnControlC(server, "file-server");
});

test("Ctrl-C ends a client at its prompt", async () => {
  await using server = typescript("uppercase-server", "--port", "0");
  await using client = typescript("uppercase-client", "--port", await portOf(server));
  await client.shows("Input lowercase sequence: ");
  await endsOnControlC(client, "uppercase-client");
});

test("Ctrl-D at a prompt ends the client with one line", async () => {
  await using client = typescript("adder-client");
  await client.shows("Input your name: ");
  client.pressControl("D");
  assert.equal(await client.exited, 1);
  assert.match(client.screen, /adder-client: [^\n]+\n$/);
});

test("Ctrl-C ends a client that waits for an answer", async () => {
  const silent = createServer((socket) => socket.on("error", () => socket.destroy()).resume());
  await once(silent.listen(0, "127.0.0.1"), "listening");
  const { port } = silent.address() as AddressInfo;
  await using client = typescript("thanks-client", "--port", String(port));
  const [socket] = await once(silent, "connection");
  await once(socket, "data");
  await endsOnControlC(client, "thanks-client");
  silent.close();
});

test("SIGTERM ends a server with 143", async () => {
  await using server = run("uppercase-server", "--port", "0");
  await server.says(/Listening/);
  server.signal("SIGTERM");
  assert.equal(await server.exited, 143);
  assert.equal(server.notes.at(-1), "uppercase-server: stopped, everything is closed");
});

async function endsOnControlC(window: Terminal, name: string): Promise<void> {
  window.pressControl("C");
  assert.equal(await window.exited, 130);
  assert.match(window.screen, RegExp(`\\n${name}: stopped, everything is closed\\n$`));
  assert.doesNotMatch(window.screen, /\n +at |Error/);
}
