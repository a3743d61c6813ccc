import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { AF_INET, closeAll, SOCK_STREAM, socket } from "socketbook";
import { serve } from "../../../scripts/shared/serve.js";

const clients: Socket[] = [];

afterEach(async () => {
  await closeAll();
  for (const client of clients.splice(0)) client.destroy();
});

async function client(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  clients.push(socket.on("error", assert.fail));
  await once(socket, "connect");
  return socket;
}

function heap(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

test("when the crowd is full, the next client waits for one to leave; those who stay cost nothing", async () => {
  const crowd = 400;
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen(512);
  const port = server.getsockname()[1];
  let inside = 0;
  let most = 0;
  const options = { concurrent: true, timeout: 60, signal: new AbortController().signal, crowd };
  const serving = serve(server, options, async (connection) => {
    most = Math.max(most, ++inside);
    try {
      await connection.sendall(await connection.recv(10));
    } finally {
      inside--;
    }
  });

  for (let stays = 1; stays < crowd; stays++) await client(port);
  const visit = async () => {
    const visitor = await client(port);
    visitor.end("hello");
    assert.equal(String((await once(visitor, "data"))[0]), "hello");
    await once(visitor, "close");
    clients.pop();
  };
  await visit();
  const before = heap();
  for (let visits = 0; visits < 300; visits++) await visit();
  const grown = (heap() - before) / 1024;
  assert.ok(grown < 4096, `the heap has grown by ${Math.round(grown)} KiB`);

  const [first, second] = [await client(port), await client(port)];
  second.end("second"); // it has to wait until the first one leaves
  first.end("first");
  assert.equal(String((await once(second, "data"))[0]), "second");
  assert.equal(most, crowd);
  await closeAll();
  await serving.catch((error: Error) => assert.match(error.message, /EBADF/));
});
