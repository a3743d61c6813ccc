import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AF_INET,
  AF_INET6,
  encode,
  SOCK_STREAM,
  SocketError,
  socket,
  type TcpSocket,
} from "socketbook";
import { failureOf, freePort, Python, rawServer } from "./peers.js";

test("connect gives both sides their addresses", async () => {
  const server = await rawServer();
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(["127.0.0.1", server.port]);

  assert.deepEqual(client.getpeername(), ["127.0.0.1", server.port]);
  const peer = await server.connection();
  assert.deepEqual(client.getsockname(), ["127.0.0.1", peer.remotePort]);
});

test("localhost is reached in the family of the socket", async () => {
  const four = await rawServer({ host: "127.0.0.1", port: 0 });
  const six = await rawServer({ host: "::1", port: 0 });

  const overFour = socket(AF_INET, SOCK_STREAM);
  await overFour.connect(["localhost", four.port]);
  assert.equal(overFour.getpeername()[0], "127.0.0.1");

  const overSix = socket(AF_INET6, SOCK_STREAM);
  await overSix.connect(["localhost", six.port]);
  assert.equal(overSix.getpeername()[0], "::1");
});

test("after a failure the same socket may try again", async () => {
  const client = socket(AF_INET, SOCK_STREAM);
  const port = await freePort();
  assert.equal((await failureOf(client.connect(["127.0.0.1", port]))).code, "ECONNREFUSED");

  await rawServer({ host: "127.0.0.1", port });
  await client.connect(["127.0.0.1", port]);

  assert.equal(client.getpeername()[1], port);
});

test("a bound socket connects from its port", async () => {
  const server = await rawServer();
  const client = socket(AF_INET, SOCK_STREAM);
  await client.bind(["127.0.0.1", 0]);
  const own = client.getsockname();

  await client.connect(["127.0.0.1", server.port]);

  assert.deepEqual(client.getsockname(), own);
  const peer = await server.connection();
  assert.equal(peer.remotePort, own[1]);
  await client.sendall(encode("x"));
  peer.write("yz");
  assert.equal((await client.recv(1)).length, 1);
});

test("a bound socket keeps its port when connect fails", async () => {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.bind(["127.0.0.1", 0]);
  const own = client.getsockname();
  await failureOf(client.connect(["127.0.0.1", await freePort()]));
  assert.deepEqual(client.getsockname(), own);

  const server = await rawServer();
  await client.connect(["127.0.0.1", server.port]);
  assert.equal((await server.connection()).remotePort, own[1]);
});

test("a bound socket whose server is not found keeps its port, and close frees it", async () => {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.bind(["127.0.0.1", 0]);
  const [, own] = client.getsockname();
  assert.equal((await failureOf(client.connect([" ", 80]))).code, "ENOTFOUND");
  assert.equal(client.getsockname()[1], own);
  await client.close();
  assert.equal(await new Python("take_port.py", String(own)).hear(), "taken");
});

test("a timeout ends a connect that nobody answers", async () => {
  // A server whose queue is full lets whoever comes next wait; Windows refuses instead.
  const python = new Python("never_accept.py");
  const port = Number(await python.hear());
  const clients = Array.from({ length: 8 }, () => socket(AF_INET, SOCK_STREAM));
  const outcomes = clients.map((client) => {
    client.settimeout(0.2);
    return client.connect(["127.0.0.1", port]).then(
      () => "ok",
      (error: unknown) => error,
    );
  });
  const failures = (await Promise.all(outcomes)).filter((outcome) => outcome !== "ok");

  assert.ok(failures.length > 0, "everybody was let in");
  for (const error of failures) {
    assert.ok(error instanceof SocketError);
    assert.equal(error.code, process.platform === "win32" ? "ECONNREFUSED" : "ETIMEDOUT");
    assert.notEqual(error.hint, "");
  }

  const server = await rawServer();
  const last = clients.find((client) => client.label.state === "new") as TcpSocket;
  last.settimeout(null);
  await last.connect(["127.0.0.1", server.port]);
});

test("a signal ends a connect with its reason, and the socket may try again", async () => {
  const server = await rawServer();
  const client = socket(AF_INET, SOCK_STREAM);
  const reason = new Error("stop");
  const controller = new AbortController();
  const connecting = client.connect(["127.0.0.1", server.port], { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(connecting, reason);

  const aborted = { signal: AbortSignal.abort(reason) };
  await assert.rejects(client.connect(["127.0.0.1", server.port], aborted), reason);

  await client.connect(["127.0.0.1", server.port]);
});

test("a second connect while the first is under way fails with EALREADY", async () => {
  const server = await rawServer();
  const client = socket(AF_INET, SOCK_STREAM);
  const first = client.connect(["127.0.0.1", server.port]);
  assert.equal((await failureOf(client.connect(["127.0.0.1", server.port]))).code, "EALREADY");
  await first;
});

test("a host without an address fails with ENOTFOUND", async () => {
  const client = socket(AF_INET, SOCK_STREAM);
  const error = await failureOf(client.connect(["no-such-host.invalid", 80]));
  // Where no name server can be reached, that is what the system says.
  assert.match(error.code, /^(ENOTFOUND|EAI_AGAIN)$/);
  assert.ok(error.cause instanceof Error);
});

test("a host of one space fails with ENOTFOUND and says what to write", async () => {
  const error = await failureOf(socket(AF_INET, SOCK_STREAM).connect([" ", 8080]));
  assert.equal(error.code, "ENOTFOUND");
  assert.match(error.hint, /""/);
});

test("an address of the other family fails with EAFNOSUPPORT", async () => {
  const four = await failureOf(socket(AF_INET, SOCK_STREAM).connect(["::1", 80]));
  const six = await failureOf(socket(AF_INET6, SOCK_STREAM).connect(["127.0.0.1", 80]));
  assert.deepEqual([four.code, six.code], ["EAFNOSUPPORT", "EAFNOSUPPORT"]);
  assert.match(four.hint, /AF_INET/);
});

test("a failure carries the call, the address, Node's error and one form of message", async () => {
  const port = await freePort();
  const error = await failureOf(socket(AF_INET, SOCK_STREAM).connect(["127.0.0.1", port]));
  assert.equal(error.name, "SocketError");
  assert.equal(error.syscall, "connect");
  assert.deepEqual(error.address, ["127.0.0.1", port]);
  assert.ok(error.cause instanceof Error);
  assert.equal(
    error.message,
    `connect to 127.0.0.1:${port} failed: the connection was refused (ECONNREFUSED). ${error.hint}`,
  );
});

test("a socket of no known family or type is refused", () => {
  assert.throws(() => socket(99 as never, SOCK_STREAM), { code: "EAFNOSUPPORT" });
  assert.throws(() => socket(AF_INET, 99 as never), { code: "EINVAL" });
});
