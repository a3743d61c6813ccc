import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { Process } from "./process.js";
import { program } from "./terminal.js";

/** Answers every client with the same text, whatever it says, and closes. */
async function answering(text: string): Promise<{ place: string[] } & AsyncDisposable> {
  const server = createServer((socket) => socket.on("error", assert.fail).resume().end(text));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    place: ["--host", "127.0.0.1", "--port", String(port)],
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}

test("the greeting client over TCP: a server that closes without an answer has not said ''", async () => {
  await using server = await answering("");
  await using client = new Process(program("greeting-client", "--tcp", ...server.place));
  assert.equal(await client.exited, 1);
  assert.equal(client.stdout, "");
  assert.equal(client.stderr, "greeting-client: the server closed without an answer\n");
});

for (const number of ["9".repeat(400), "9007199254740993", "-9007199254740993"]) {
  test(`the adder client: no wrong sum with ${number.slice(0, 20)}`, async () => {
    await using server = await answering(`Server\n${number}\n`);
    await using client = new Process(program("adder-client", ...server.place), {
      input: "Al\n5\n",
    });
    assert.equal(await client.exited, 1);
    assert.doesNotMatch(client.stdout, /Sum/);
    assert.match(client.stderr, /^adder-client: "-?9\d*" is too large to be added exactly\n$/);
  });
}
