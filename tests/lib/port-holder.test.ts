/** Who holds a port that is taken, and what a cell that runs again does about it. */
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { AF_INET, SOCK_STREAM, socket, type TcpSocket } from "socketbook";
import { failureOf, listening, Python, rawClient } from "./peers.js";

const key = Symbol.for("socketbook.notebook");
const notebook = globalThis as { [key]?: unknown };
afterEach(() => {
  delete notebook[key];
  mock.restoreAll();
});

/** What the kernel leaves for the library, with this cell running. */
function runCell(id: string, number: number): void {
  const { signal } = new AbortController();
  notebook[key] = {
    currentCell: () => ({ id, number, signal }),
    input: () => Promise.reject(new Error("nobody is asked here")),
    display: () => undefined,
  };
}

async function bound(port: number): Promise<TcpSocket> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", port]);
  return server;
}

function printed(): string[] {
  const lines: string[] = [];
  mock.method(console, "log", (line: string) => void lines.push(line));
  return lines;
}

test("a port held by another socket of this program", async () => {
  const { port } = await listening();
  const error = await failureOf(bound(port));
  assert.equal(error.code, "EADDRINUSE");
  assert.equal(error.hint, `Port ${port} is held by another socket of this program.`);
});

test("a port held by a Python process", async () => {
  const python = new Python("hold_port.py");
  const port = Number(await python.hear());
  const error = await failureOf(bound(port));
  assert.equal(error.code, "EADDRINUSE");
  const told =
    process.platform === "linux"
      ? `is held by python3?[^ ]* \\(process ${python.child.pid}\\)`
      : `Another program holds port ${port}`;
  assert.match(error.hint, new RegExp(told));
});

test("a cell that runs again replaces its server, and prints one line", async () => {
  const lines = printed();
  runCell("a", 3);
  const old = await bound(0);
  await old.listen();
  const [, port] = old.getsockname();
  const waiting = failureOf(old.accept());

  runCell("a", 4);
  const server = await bound(port);
  await server.listen();

  assert.equal((await waiting).code, "EBADF");
  assert.deepEqual(lines, [`Port ${port}: closed the socket of an earlier run of this cell.`]);
  await Promise.all([rawClient(port), server.accept()]);
});

test("a bound socket that never listened is replaced too", async () => {
  const lines = printed();
  runCell("a", 3);
  const [, port] = (await bound(0)).getsockname();
  runCell("a", 4);
  await bound(port);
  assert.equal(lines.length, 1);
});

test("another cell gets EADDRINUSE, with the number of the cell", async () => {
  const lines = printed();
  runCell("a", 3);
  const [, port] = (await bound(0)).getsockname();

  runCell("b", 4);
  const error = await failureOf(bound(port));

  assert.equal(error.code, "EADDRINUSE");
  assert.equal(error.hint, `Port ${port} is held by the socket opened in cell 3 of this notebook.`);
  assert.deepEqual(lines, []);
});

test("the same run of a cell gets EADDRINUSE for its own second bind", async () => {
  runCell("a", 3);
  const [, port] = (await bound(0)).getsockname();
  assert.equal((await failureOf(bound(port))).code, "EADDRINUSE");
});

test("in a plain program nothing is replaced", async () => {
  const lines = printed();
  const [, port] = (await bound(0)).getsockname();
  assert.equal((await failureOf(bound(port))).code, "EADDRINUSE");
  assert.deepEqual(lines, []);
});

test("an interrupted cell takes its own waiting calls with it, and no other", async () => {
  const { server, port } = await listening();
  const controller = new AbortController();
  runCell("a", 3);
  const cell = { id: "b", number: 4, signal: controller.signal };
  const earlier = server.accept();
  notebook[key] = { currentCell: () => cell };
  const interrupted = server.accept();

  controller.abort(new Error("interrupted"));
  await assert.rejects(interrupted, /interrupted/);

  const client = await rawClient(port);
  assert.equal((await earlier)[1][1], client.localPort);
});
