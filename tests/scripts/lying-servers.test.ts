import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { Process } from "./process.js";
import { program } from "./terminal.js";

/** Answers every client with the same text, whatever it says, and closes. */
function answering(text: string): Promise<Liar> {
  return serving((socket) => socket.end(text));
}

/** Never says a word, until it goes itself. */
function silent(): Promise<Liar> {
  return serving(() => undefined);
}

type Liar = { readonly place: string[] } & AsyncDisposable;

async function serving(treat: (socket: Socket) => void): Promise<Liar> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", assert.fail).resume());
    treat(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    place: ["--host", "127.0.0.1", "--port", String(port)],
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
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

for (const options of [[], ["--lines"]]) {
  test(["the uppercase client: it says who has gone", ...options].join(" "), async () => {
    await using server = await answering("");
    await using client = new Process(program("uppercase-client", ...options, ...server.place), {
      input: "hello\n",
    });
    assert.equal(await client.exited, 1);
    const said = "uppercase-client: the peer closed the connection without a message\n";
    assert.equal(client.stderr, said);
  });
}

test("the uppercase client by lines: it says who has been silent", async () => {
  await using server = await silent();
  const line = ["--lines", "--timeout", "2", ...server.place];
  await using client = new Process(program("uppercase-client", ...line), { input: "hello\n" });
  assert.equal(await client.exited, 1);
  const said = "uppercase-client: the peer sent no whole line within 2 seconds\n";
  assert.equal(client.stderr, said);
});
