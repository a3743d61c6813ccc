import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SOCK_STREAM,
  SocketError,
  socket,
} from "socketbook";
import { failureOf, forSixOnly, freePort, rawClient, rawServer } from "./peers.js";

test("bind to port 0 takes a free port and tells it at once", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  assert.deepEqual(server.getsockname(), ["0.0.0.0", 0]);

  await server.bind(["127.0.0.1", 0]);

  const [host, port] = server.getsockname();
  assert.equal(host, "127.0.0.1");
  assert.ok(port > 0 && port < 65_536);
});

test("bind takes the port that it was given", async () => {
  const port = await freePort();
  const server = socket(AF_INET, SOCK_STREAM);

  await server.bind(["127.0.0.1", port]);

  assert.deepEqual(server.getsockname(), ["127.0.0.1", port]);
});

test('the host "" is every interface', async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["", 0]);
  await server.listen(5);

  assert.equal(server.getsockname()[0], "0.0.0.0");
  const [, [, address]] = await Promise.all([rawClient(server.getsockname()[1]), server.accept()]);
  assert.equal(address[0], "127.0.0.1");
});

test("a port where another server listens fails at bind with EADDRINUSE", async () => {
  const { port } = await rawServer();
  const server = socket(AF_INET, SOCK_STREAM);

  const error = await failureOf(server.bind(["127.0.0.1", port]));

  assert.equal(error.code, "EADDRINUSE");
  assert.equal(error.syscall, "bind");
  assert.deepEqual(error.address, ["127.0.0.1", port]);
  assert.match(error.message, new RegExp(`^bind to 127\\.0\\.0\\.1:${port} failed: .*EADDRINUSE`));
});

test("after a failed bind the socket may bind to another port", async () => {
  const { port } = await rawServer();
  const server = socket(AF_INET, SOCK_STREAM);
  await failureOf(server.bind(["127.0.0.1", port]));

  await server.bind(["127.0.0.1", 0]);

  assert.notEqual(server.getsockname()[1], port);
});

test("a port that another socket of this program is bound to is taken before it listens", async () => {
  const first = socket(AF_INET, SOCK_STREAM);
  await first.bind(["127.0.0.1", 0]);

  for (const host of ["127.0.0.1", ""]) {
    const second = socket(AF_INET, SOCK_STREAM);
    const error = await failureOf(second.bind([host, first.getsockname()[1]]));
    assert.equal(error.code, "EADDRINUSE");
  }
});

test("a client that comes after bind and before listen is refused", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  const port = server.getsockname()[1];

  await assert.rejects(rawClient(port), { code: "ECONNREFUSED" });

  await server.listen();
  await Promise.all([rawClient(port), server.accept()]);
});

test("a port below 1024 is bound, or refused with EACCES and a way out", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  // What this system allows to this user is known only by trying it.
  const outcome = await server.bind(["127.0.0.1", 843]).catch((error: unknown) => error);

  if (outcome === undefined) return assert.equal(server.getsockname()[1], 843);
  assert.ok(outcome instanceof SocketError);
  if (outcome.code !== "EACCES") return assert.equal(outcome.code, "EADDRINUSE");
  assert.match(outcome.hint, /1024/);
});

test("an address that is not of this machine fails with EADDRNOTAVAIL", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  const error = await failureOf(server.bind(["192.0.2.1", 0]));
  assert.equal(error.code, "EADDRNOTAVAIL");
  assert.notEqual(error.hint, "");
});

test("to bind twice fails with EINVAL and keeps the first port", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  const before = server.getsockname();

  const error = await failureOf(server.bind(["127.0.0.1", 0]));

  assert.equal(error.code, "EINVAL");
  assert.deepEqual(server.getsockname(), before);
});

test("listen without bind takes a free port", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.listen();
  await Promise.all([rawClient(server.getsockname()[1]), server.accept()]);
});

for (const [what, address] of [
  ["a port above 65535", ["127.0.0.1", 65_536]],
  ["a negative port", ["127.0.0.1", -1]],
  ["a port that is no whole number", ["127.0.0.1", 1.5]],
  ["a port that is a text", ["127.0.0.1", "80"]],
  ["no port", ["127.0.0.1"]],
  ["a bare text", "127.0.0.1"],
] as const) {
  test(`bind to ${what} fails with EINVAL`, async () => {
    const server = socket(AF_INET, SOCK_STREAM);
    const error = await failureOf(server.bind(address as unknown as [string, number]));
    assert.equal(error.code, "EINVAL");
  });
}

test("an IPv6 socket binds and serves on ::1", async () => {
  const server = socket(AF_INET6, SOCK_STREAM);
  await server.bind(["::1", 0]);
  await server.listen();

  const [client, [, address]] = await Promise.all([
    rawClient(server.getsockname()[1], "::1"),
    server.accept(),
  ]);

  assert.deepEqual(address, ["::1", client.localPort]);
});

test("localhost is looked up in the family of the socket", async () => {
  const four = socket(AF_INET, SOCK_STREAM);
  const six = socket(AF_INET6, SOCK_STREAM);
  await four.bind(["localhost", 0]);
  await six.bind(["localhost", 0]);
  assert.match(four.getsockname()[0], /^127\./);
  assert.equal(six.getsockname()[0], "::1");
});

test("an IPv6 socket on every interface serves IPv4 clients as well", async () => {
  const server = socket(AF_INET6, SOCK_STREAM);
  await server.bind(["", 0]);
  await server.listen();
  assert.equal(server.getsockname()[0], "::");

  const [, [, address]] = await Promise.all([
    rawClient(server.getsockname()[1], "127.0.0.1"),
    server.accept(),
  ]);

  assert.equal(address[0], "::ffff:127.0.0.1");
});

test("with IPV6_V6ONLY it refuses IPv4 clients", async () => {
  const server = await forSixOnly(async () => {
    const six = socket(AF_INET6, SOCK_STREAM);
    six.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
    await six.bind(["", 0]);
    return { six, port: six.getsockname()[1] };
  });
  await server.six.listen();

  await assert.rejects(rawClient(server.port, "127.0.0.1"), { code: "ECONNREFUSED" });

  await Promise.all([rawClient(server.port, "::1"), server.six.accept()]);
});

test("an IPv6 host on an IPv4 socket fails with EAFNOSUPPORT", async () => {
  const error = await failureOf(socket(AF_INET, SOCK_STREAM).bind(["::1", 0]));
  assert.equal(error.code, "EAFNOSUPPORT");
});
