/** What the operating system says of sockets, ours and those of others. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { beforeEach, test } from "node:test";
import {
  AF_INET,
  AF_INET6,
  clearHistory,
  encode,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SocketRow,
  type SocketTable,
  socket,
  socketTable,
} from "socketbook";
import { accepted, listening, Python, rawClient, rawServer } from "../peers.js";
import { shownBy } from "./pictures.js";

beforeEach(clearHistory);

/** Looks again until a row is as it should be: the kernel's own work takes a moment. */
async function seen(table: SocketTable, is: (row: SocketRow) => boolean): Promise<SocketRow> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const row = table.rows.find(is);
    if (row) return row;
    assert.ok(Date.now() < deadline, `never seen: ${is}\n${table}`);
    await table.look();
  }
}

/** Without printing: what is shown goes to a notebook of the test. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  let result: T | undefined;
  await shownBy(async () => {
    result = await work();
  });
  return result as T;
}

test("the life of a server and its client, state by state, on both sides", async () => {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  const port = server.getsockname()[1];
  const table = await quietly(() => socketTable(port));
  assert.deepEqual(
    table.rows.map(({ state, local, library }) => [state, local, library]),
    [["", `127.0.0.1:${port}`, "bound"]],
    "the system lists no socket that is only bound",
  );

  await server.listen();
  const listener = await seen(table, ({ state }) => state === "LISTEN");
  assert.deepEqual([listener.library, listener.unclaimed], ["listening", 0]);

  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(["127.0.0.1", port]);
  await seen(table, ({ library, unclaimed }) => library === "listening" && unclaimed === 1);
  assert.equal(table.rows.filter(({ state }) => state === "ESTABLISHED").length, 2);
  const [connection] = await server.accept();

  await client.sendall(encode("hello"));
  const own = `127.0.0.1:${client.getsockname()[1]}`;
  await seen(table, ({ remote, receiveQueue }) => remote === own && receiveQueue === 5);
  await connection.recv(2);
  await seen(
    table,
    ({ remote, receiveQueue, unclaimed }) =>
      remote === own && receiveQueue === 0 && unclaimed === 3,
  );

  await client.shutdown(1);
  await seen(table, ({ local, state }) => local === own && state === "FIN_WAIT_2");
  await seen(table, ({ remote, state }) => remote === own && state === "CLOSE_WAIT");
  while ((await connection.recv(10)).length > 0);
  await connection.close();
  const rest = await seen(table, ({ local, state }) => local === own && state === "TIME_WAIT");
  assert.deepEqual([rest.owner, rest.remote], [undefined, `127.0.0.1:${port}`]);
});

test("what others left in TIME_WAIT on a port that the system gives out again is not shown", async () => {
  for (const closesFirst of ["client", "server"]) {
    const { port, connection, close } = await rawServer();
    const client = await rawClient(port);
    const ends = [client, await connection()];
    if (closesFirst === "server") ends.reverse();
    for (const end of ends) end.resume().end();
    await Promise.all(ends.map((end) => once(end, "close")));
    await close();
    const server = socket(AF_INET, SOCK_STREAM);
    await server.bind(["127.0.0.1", port]);
    const table = await quietly(() => socketTable(port));
    assert.deepEqual(
      table.rows.map(({ state, library }) => [state, library]),
      [["", "bound"]],
      closesFirst,
    );
  }
});

const failed = (error: unknown) => error;

test("the accept queue of a Python server that accepts nobody, and who is left outside", async () => {
  const python = new Python("never_accept.py");
  const port = Number(await python.hear());
  const clients = Array.from({ length: 4 }, () => socket(AF_INET, SOCK_STREAM));
  const connecting = clients.map((client) => client.connect(["127.0.0.1", port]).catch(failed));
  const table = await quietly(() => socketTable(port));
  const server = await seen(
    table,
    ({ state, receiveQueue }) => state === "LISTEN" && (receiveQueue ?? 0) > 0,
  );
  assert.equal(server.receiveQueue, 1);
  assert.match(server.owner ?? "", /^python3.* \(process \d+\)$/);
  assert.equal(server.library, "");
  const outside = await seen(table, ({ state }) => state === "SYN_SENT");
  assert.equal(outside.owner, "this program");
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(connecting);
});

test("without a port: those of this program only, over IPv6 and UDP too", async () => {
  const other = new Python("never_accept.py");
  await other.hear();
  const { server, port } = await listening();
  await rawClient(port);
  const six = socket(AF_INET6, SOCK_STREAM);
  await six.bind(["::1", 0]);
  await six.listen();
  const udp = socket(AF_INET, SOCK_DGRAM);
  await udp.bind(["127.0.0.1", 0]);
  await udp.sendto(encode("to myself"), udp.getsockname());
  socket(AF_INET, SOCK_STREAM);
  const table = await quietly(() => socketTable());
  await seen(table, ({ kind, unclaimed }) => kind === "UDP" && unclaimed === 1);
  // An earlier connection may have left one of these ports in TIME_WAIT.
  const rows = table.rows.filter(({ state }) => state !== "TIME_WAIT");
  const lines = rows.map(({ kind, state, local, library }) => [kind, state, local, library]);
  assert.deepEqual(lines.slice(0, 3), [
    ["TCP", "LISTEN", `127.0.0.1:${server.getsockname()[1]}`, "listening"],
    ["TCP", "LISTEN", `[::1]:${six.getsockname()[1]}`, "listening"],
    ["UDP", "open", `127.0.0.1:${udp.getsockname()[1]}`, "bound"],
  ]);
  assert.equal(lines.filter(([, state]) => state === "ESTABLISHED").length, 2);
  assert.deepEqual(lines.at(-1), ["TCP", "", "*:*", "new"]);
  assert.equal(lines.length, 6, String(table));
});

test("it is shown as a table, and updated in place", async () => {
  const { ours } = await accepted();
  const shown = await shownBy(async () => {
    const table = await socketTable(ours.getsockname()[1]);
    await table.update();
    await socketTable(1);
  });
  assert.equal(shown[0]?.displayId, shown[1]?.displayId);
  assert.notEqual(shown[0]?.displayId, shown[2]?.displayId);
  assert.match(shown[0]?.["text/html"] ?? "", /<td[^>]*>ESTABLISHED<\/td>/);
  assert.match(
    shown[0]?.["text/plain"] ?? "",
    /^What the system sees of port \d+\nkind +state +local/,
  );
  assert.match(shown[2]?.["text/plain"] ?? "", /port 1\n\(no socket\)$/);
});

test("of a socket: its port, and only its kind", async () => {
  const { server, port } = await listening();
  const udp = socket(AF_INET, SOCK_DGRAM);
  await udp.bind(["127.0.0.1", port]);
  const kinds = async (of: Parameters<typeof socketTable>[0]) =>
    (await quietly(() => socketTable(of))).rows.map(({ kind, local }) => `${kind} ${local}`);
  const [tcp, other] = [`TCP 127.0.0.1:${port}`, `UDP 127.0.0.1:${port}`];
  assert.deepEqual(await kinds(server), [tcp]);
  assert.deepEqual(await kinds(udp), [other]);
  assert.deepEqual(await kinds(port), [tcp, other]);
});
