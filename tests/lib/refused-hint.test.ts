/** What the error of a refused connection tells a person to look at. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { AF_INET, AF_INET6, SOCK_STREAM, socket } from "socketbook";
import { failureOf, forSixOnly, freePort, listening, rawServer } from "./peers.js";

async function hintOf(host: string, port: number, family = AF_INET): Promise<string> {
  const error = await failureOf(
    socket(family as typeof AF_INET, SOCK_STREAM).connect([host, port]),
  );
  assert.equal(error.code, "ECONNREFUSED");
  return error.hint;
}

test("nobody is there: start the server, or correct the port", async () => {
  const port = await freePort();
  assert.match(await hintOf("127.0.0.1", port), new RegExp(`Nobody listens on port ${port}`));
});

test("a server of this program listens on another port: it says which", async () => {
  const { port } = await listening();
  assert.match(
    await hintOf("127.0.0.1", await freePort()),
    new RegExp(`port ${port} is listening`),
  );
});

test("a socket is bound, but does not listen yet", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  const hint = await hintOf("127.0.0.1", server.getsockname()[1]);
  assert.match(hint, /is bound to port \d+, but does not listen yet: call listen\(\)/);
});

test("the server listens for the other version of IP", async (context) => {
  const six = await forSixOnly(() => rawServer({ host: "::1", port: 0 }));
  const four = await rawServer({ host: "127.0.0.1", port: 0 });
  const hints = [
    await hintOf("127.0.0.1", six.port),
    await hintOf("::1", four.port, AF_INET6 as never),
  ];
  // Only Linux lists the sockets of other programs to everyone.
  if (process.platform !== "linux") return context.diagnostic("the hint needs /proc");
  assert.match(hints[0] ?? "", /IPv6 only/);
  assert.match(hints[1] ?? "", /IPv4 only/);
});
