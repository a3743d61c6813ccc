import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { AF_INET, decode, encode, SOCK_STREAM, socket, type TcpSocket } from "socketbook";
import { failureOf, listening, rawClient } from "./peers.js";

test("accept gives a connection, and the address of its client", async () => {
  const { server, port } = await listening();
  const [client, [connection, address]] = await Promise.all([rawClient(port), server.accept()]);

  assert.deepEqual(address, ["127.0.0.1", client.localPort]);
  assert.deepEqual(connection.getpeername(), address);
  assert.deepEqual(connection.getsockname(), ["127.0.0.1", port]);
});

test("clients that came before accept are accepted in the order of arrival", async () => {
  const { server, port } = await listening();
  const expected: (number | undefined)[] = [];
  for (let i = 0; i < 5; i++) expected.push((await rawClient(port)).localPort);

  const ports: number[] = [];
  for (let i = 0; i < 5; i++) ports.push((await server.accept())[1][1]);

  assert.deepEqual(ports, expected);
});

test("several waiting calls are served first come, first served", async () => {
  const { server, port } = await listening();
  const calls = [server.accept(), server.accept(), server.accept()];
  const expected: (number | undefined)[] = [];
  for (let i = 0; i < 3; i++) expected.push((await rawClient(port)).localPort);

  assert.deepEqual(
    (await Promise.all(calls)).map(([, address]) => address[1]),
    expected,
  );
});

test("a withdrawn accept takes no connection with it", async () => {
  const { server, port } = await listening();
  const controller = new AbortController();
  const withdrawn = server.accept({ signal: controller.signal });
  const next = server.accept();
  const reason = new Error("the person pressed stop");

  controller.abort(reason);
  await assert.rejects(withdrawn, reason);

  const client = await rawClient(port);
  assert.equal((await next)[1][1], client.localPort);
});

test("an accept whose signal is aborted already fails and takes nothing", async () => {
  const { server, port } = await listening();
  const client = await rawClient(port);
  const late = server.accept({ signal: AbortSignal.abort(new Error("too late")) });

  await assert.rejects(late, /too late/);

  assert.equal((await server.accept())[1][1], client.localPort);
});

test("a timeout fails with ETIMEDOUT, and the next client is served", async () => {
  const { server, port } = await listening();
  server.settimeout(0.01);
  const error = await failureOf(server.accept());
  assert.equal(error.code, "ETIMEDOUT");
  assert.match(error.message, /0\.01 s/);

  server.settimeout(null);
  const [client, [, address]] = await Promise.all([rawClient(port), server.accept()]);
  assert.equal(address[1], client.localPort);
});

test("a timeout of 0 does not wait: EAGAIN", async () => {
  const { server } = await listening();
  server.settimeout(0);
  assert.equal((await failureOf(server.accept())).code, "EAGAIN");
});

test("for await accepts one connection after another, and ends at close", async () => {
  const { server, port } = await listening();
  const served: number[] = [];
  const serving = (async () => {
    for await (const [connection, address] of server) {
      served.push(address[1]);
      await connection.close();
      if (served.length === 2) void server.close();
    }
  })();

  const clients = [await rawClient(port), await rawClient(port)];
  await serving;

  assert.deepEqual(
    served,
    clients.map((client) => client.localPort),
  );
});

test("for await fails with EINVAL on a socket that does not listen", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  const accepting = server[Symbol.asyncIterator]();
  assert.equal((await failureOf(accepting.next())).code, "EINVAL");
});

test("one bad client does not keep the next from being accepted", async () => {
  const { server, port } = await listening();
  const bad = await rawClient(port);
  bad.resetAndDestroy();
  await once(bad, "close");
  const good = await rawClient(port);

  const accepted: TcpSocket[] = [];
  let found = 0;
  while (found !== good.localPort) {
    const [connection, address] = await server.accept();
    accepted.push(connection);
    found = address[1];
  }
  assert.ok(accepted.length <= 2);
});

test("what a client sent and ended before accept is still there", async () => {
  const { server, port } = await listening();
  const client = await rawClient(port);
  client.end("hello");
  await once(client, "finish");

  const [connection] = await server.accept();
  assert.equal(decode(await connection.recv(100)), "hello");
  assert.equal((await connection.recv(100)).length, 0);
});

test("nc talks to a server of ours, both ways", async () => {
  const { server, port } = await listening();
  const nc = spawn("nc", ["-N", "127.0.0.1", String(port)]);
  const closed = once(nc, "close");
  nc.stdin.end("hello from nc\n");
  let shown = "";
  nc.stdout.on("data", (chunk) => {
    shown += String(chunk);
  });

  const [connection] = await server.accept();
  let heard = "";
  while (!heard.endsWith("\n")) heard += decode(await connection.recv(4));
  assert.equal((await connection.recv(4)).length, 0);
  await connection.sendall(encode(heard.toUpperCase()));
  await connection.close();

  await closed;
  assert.equal(shown, "HELLO FROM NC\n");
});
