/** What `bind` does where Node lacks the internal that binds without listening. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { afterEach, test } from "node:test";
// The package does not export this: only a Node without the internal ever takes it.
import { type BoundPort, bindByListening } from "../../lib/dist/node-net.js";
import { rawClient, rawServer } from "./peers.js";

const ports: BoundPort[] = [];
afterEach(async () => {
  for (const port of ports.splice(0)) await port.close();
});

async function bound(host = "127.0.0.1", port = 0): Promise<BoundPort> {
  const result = await bindByListening(host, port, false);
  ports.push(result);
  return result;
}

test("it tells the port at once", async () => {
  const { host, port } = await bound();
  assert.equal(host, "127.0.0.1");
  assert.ok(port > 0);
});

test("a taken port fails with EADDRINUSE", async () => {
  const { port } = await rawServer();
  await assert.rejects(bound("127.0.0.1", port), { code: "EADDRINUSE" });
});

test("a client that comes before listen is reset, and one that comes later is served", async () => {
  const port = await bound();
  const early = connect(port.port, "127.0.0.1").on("error", () => early.destroy());
  await new Promise((closed) => early.once("close", closed));

  const arrived = new Promise<number | undefined>((resolve) => {
    void port.listen(5, (socket) => {
      resolve(socket.remotePort);
      socket.destroy();
    });
  });
  const client = await rawClient(port.port);
  assert.equal(await arrived, client.localPort);
});

test("a connection can be made from the bound port", async () => {
  const server = await rawServer();
  const port = await bindByListening("127.0.0.1", 0, false);

  const { socket, from } = await port.connectFrom();
  socket.connect({ ...from, host: "127.0.0.1", port: server.port });

  assert.equal((await server.connection()).remotePort, port.port);
  socket.destroy();
});

test("close frees the port before it resolves", async () => {
  const { port, close } = await bindByListening("127.0.0.1", 0, false);
  await close();
  await rawServer({ host: "127.0.0.1", port });
});
