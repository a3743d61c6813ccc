import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import {
  AF_INET,
  clearHistory,
  encode,
  history,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_STREAM,
  sequenceText,
  socket,
} from "socketbook";
import { accepted, dialled, failureOf, freePort, listening } from "../peers.js";
import { seen, told } from "./seen.js";

beforeEach(clearHistory);

/** Whether a call had to wait for the other side is a matter of speed. */
function withoutWaits(): string[] {
  return told().filter((row) => !row.endsWith(" waits"));
}

/** A client and a connection of this process. */
async function pair() {
  const { server, port } = await listening();
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(["127.0.0.1", port]);
  const [connection] = await server.accept();
  return { server, client, connection, port };
}

test("two sockets of this process have lanes, and arrows in the order of what happened", async () => {
  const { client, connection } = await pair();
  await client.send(encode("hello"));
  await connection.recv(100);
  await connection.sendall(encode("HELLO"));
  await client.recv(3);
  await client.recv(100);
  assert.deepEqual(seen(), {
    lanes: ["server 127.0.0.1:PORT", "client 127.0.0.1:PORT", "connection 127.0.0.1:PORT"],
    rows: [
      "● bind 127.0.0.1:PORT",
      "● listen",
      "│◀─────────────────────────● connect 127.0.0.1:PORT",
      "● accept → connection",
      "│                          ● send 5 bytes 'hello'",
      "│                          ├─────────────────────────▶● recv 5 bytes 'hello'",
      "│                          │◀─────────────────────────● sendall 5 bytes 'HELLO'",
      "│                          ● recv 3 bytes 'HEL'",
      "│                          │◀─────────────────────────┤",
      "│                          ● recv 2 bytes 'LO'",
    ],
  });
});

test("the drawing shows from where to where a call waited while others went on", async () => {
  const { client, connection } = await pair();
  clearHistory();
  const arrival = connection.recv(100);
  await client.send(encode("one"));
  await arrival;
  assert.deepEqual(seen().rows, [
    "│                          ◌ recv waits",
    "● send 3 bytes 'one'",
    "├─────────────────────────▶● recv 3 bytes 'one'",
  ]);
});

test("two sends that one recv took are both its source", async () => {
  const { client, connection } = await pair();
  clearHistory();
  await client.send(encode("one"));
  await client.send(encode("two"));
  await client.shutdown(SHUT_WR);
  await connection.recv(1);
  // What was sent before the end has arrived when the end has.
  while (!history().some(({ call }) => call === "finished")) await setImmediate();
  await connection.recv(100);
  assert.deepEqual(told(), [
    "send 3 bytes 'one'",
    "send 3 bytes 'two'",
    "shutdown",
    "→ recv 1 byte 'o'",
    "→ the peer has finished",
    "→ recv 5 bytes 'netwo'",
  ]);
});

test("bytes that nobody has received are told", async () => {
  const { client, connection } = await pair();
  clearHistory();
  const first = connection.recv(10);
  await client.send(encode("found"));
  await first;
  await client.send(encode("lost"));
  assert.deepEqual(told().slice(-2), ["send 4 bytes 'lost', not received yet", "→"]);
  await connection.close();
  assert.match(sequenceText(), /'lost', never received/);
});

test("a close is heard by the other side", async () => {
  const { client, connection } = await pair();
  clearHistory();
  await connection.close();
  await client.recv(1);
  assert.deepEqual(told(), ["← close", "the peer has finished", "recv 0 bytes: the end"]);
});
test("a peer outside of this process gets the lane at the right edge", async () => {
  const { ours, peer } = await accepted();
  clearHistory();
  peer.write("hello");
  await ours.recv(10);
  await ours.sendall(encode("HELLO"));
  assert.deepEqual(seen(), {
    lanes: ["connection 127.0.0.1:PORT", "outside 127.0.0.1:PORT"],
    rows: [
      "│◀─────────────────────────┤",
      "● recv 5 bytes 'hello'",
      "● sendall 5 bytes 'HELLO'",
      "├─────────────────────────▶",
    ],
  });
});

test("a half-close: after the peer's end this side still sends", async () => {
  const { ours, peer } = await accepted();
  clearHistory();
  peer.end();
  await ours.recv(10);
  await ours.send(encode("more"));
  await ours.close();
  assert.deepEqual(withoutWaits(), [
    "←",
    "the peer has finished",
    "recv 0 bytes: the end",
    "send 4 bytes 'more'",
    "→",
    "close",
    "→",
  ]);
});

test("a reset by the peer", async () => {
  const { ours, peer } = await dialled();
  clearHistory();
  peer.resetAndDestroy();
  await failureOf(ours.recv(10));
  assert.deepEqual(withoutWaits(), ["←", "✗ reset by the peer", "✗ recv ECONNRESET"]);
});

test("a refused connect, by nobody and by a socket that does not listen", async () => {
  const client = socket(AF_INET, SOCK_STREAM);
  const deaf = socket(AF_INET, SOCK_STREAM);
  await deaf.bind(["127.0.0.1", 0]);
  await failureOf(client.connect(["127.0.0.1", await freePort()]));
  await failureOf(client.connect(deaf.getsockname()));
  assert.deepEqual(told(), [
    "bind 127.0.0.1:PORT",
    "✗ connect 127.0.0.1:PORT ECONNREFUSED",
    "→✗",
    "✗←✗ connect 127.0.0.1:PORT ECONNREFUSED",
  ]);
  assert.deepEqual(
    seen().lanes.map((lane) => lane.split(" ")[0]),
    ["socket", "client", "outside"],
  );
});

test("datagrams: cut, lost, and dropped ones are told", async () => {
  const server = socket(AF_INET, SOCK_DGRAM);
  const client = socket(AF_INET, SOCK_DGRAM);
  await server.bind(["127.0.0.1", 0]);
  await client.sendto(encode("Hello, server!"), server.getsockname());
  const [, address] = await server.recvfrom(5);
  await server.sendto(encode("yes"), address);
  await client.recvfrom(100);
  await client.sendto(encode("nobody listens"), ["127.0.0.1", 9]);
  await client.sendto(encode("nobody asks"), server.getsockname());
  assert.deepEqual(told(), [
    "bind 127.0.0.1:PORT",
    "← sendto 14 bytes 'Hello, server!'",
    "recvfrom 5 of 14 bytes 'Hello'",
    "sendto 3 bytes 'yes'",
    "→ recvfrom 3 bytes 'yes'",
    "sendto 14 bytes 'nobody listens'",
    "→",
    "← sendto 127.0.0.1:PORT 11 bytes 'nobody asks', not received yet",
  ]);
});

test("what failed, was withdrawn, or still waits says so", async () => {
  const { ours } = await accepted();
  clearHistory();
  ours.settimeout(0.01);
  await failureOf(ours.recv(1));
  ours.settimeout(null);
  const controller = new AbortController();
  const withdrawn = ours.recv(1, { signal: controller.signal });
  controller.abort(new Error("stop"));
  await assert.rejects(withdrawn);
  const waiting = failureOf(ours.recv(1));
  assert.deepEqual(told(), [
    "settimeout",
    "✗ recv ETIMEDOUT",
    "settimeout",
    "recv withdrawn",
    "recv still waits",
  ]);
  assert.match(sequenceText(), /recv ETIMEDOUT, waited \d+\.\d ms/);
  await ours.close();
  await waiting;
  assert.deepEqual(told().slice(-4), ["recv waits", "close", "→", "✗ recv EBADF"]);
});

test("a socket that only asks leaves no line", async () => {
  const { server } = await listening();
  clearHistory();
  server.getsockname();
  assert.equal(sequenceText({ title: "Quiet" }), "Quiet\nno calls yet");
});

test("with chosen sockets, every other one is outside", async () => {
  const { client, connection } = await pair();
  clearHistory();
  await client.send(encode("hello"));
  await connection.recv(10);
  const { lanes, rows } = seen({ sockets: [client], title: "One side" });
  assert.deepEqual(lanes, ["client 127.0.0.1:PORT", "outside 127.0.0.1:PORT"]);
  assert.deepEqual(rows, ["● send 5 bytes 'hello'", "├─────────────────────────▶"]);
});
