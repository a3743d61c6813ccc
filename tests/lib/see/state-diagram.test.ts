/** The states that a connection went through: derived from its record, measured where the system tells. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  AF_INET,
  clearHistory,
  SHUT_RD,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  stateDiagram,
  stateText,
  type TcpSocket,
} from "socketbook";
import { accepted, dialled, failureOf, freePort, listening } from "../peers.js";
import { readXml, shownBy } from "./pictures.js";

beforeEach(clearHistory);

/** The states in their order. */
async function states(ours: TcpSocket): Promise<string> {
  return [...(await stateText(ours)).matchAll(/^ +\d+ {2}([A-Z_0-9]+)/gm)]
    .map((m) => m[1])
    .join(" ");
}

/** Looks again until the last state is this one: the system's own work takes a moment. */
async function until(ours: TcpSocket, last: string): Promise<string> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const now = await states(ours);
    if (now.endsWith(last)) return now;
    assert.ok(Date.now() < deadline, `never ${last}: ${now}`);
  }
}

test("the side that closes first", async () => {
  const { ours, peer } = await dialled();
  assert.equal(await states(ours), "CLOSED SYN_SENT ESTABLISHED");
  await ours.shutdown(SHUT_RD);
  assert.equal(await states(ours), "CLOSED SYN_SENT ESTABLISHED", "it has told the peer nothing");
  await ours.shutdown(SHUT_WR);
  const half = "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 FIN_WAIT_2";
  assert.equal(await until(ours, "FIN_WAIT_2"), half);
  peer.end();
  assert.equal(await until(ours, "TIME_WAIT"), `${half} TIME_WAIT`);
  await ours.close();
  assert.equal(await states(ours), `${half} TIME_WAIT`);
  assert.match(await stateText(ours), /TIME_WAIT +measured/);
});

test("the side that closes last", async () => {
  const { ours, peer } = await accepted();
  const begin = "LISTEN SYN_RECEIVED ESTABLISHED";
  assert.equal(await states(ours), begin);
  peer.end();
  assert.equal((await ours.recv(10)).length, 0);
  assert.equal(await states(ours), `${begin} CLOSE_WAIT`);
  await ours.close();
  assert.equal(await until(ours, "CLOSED"), `${begin} CLOSE_WAIT LAST_ACK CLOSED`);
});

test("a FIN that no recv has come upon is seen in the system's list", async () => {
  const { ours, peer } = await accepted();
  peer.end();
  assert.match(await until(ours, "CLOSE_WAIT"), /ESTABLISHED CLOSE_WAIT$/);
  assert.match(await stateText(ours), /CLOSE_WAIT +measured +seen in the system's list$/);
});

test("a reset, by either side", async () => {
  const one = await accepted();
  one.peer.resetAndDestroy();
  await failureOf(one.ours.recv(10));
  assert.match(await states(one.ours), /ESTABLISHED CLOSED$/);
  const other = await accepted();
  other.peer.write("unread");
  assert.equal((await other.ours.recv(1)).length, 1);
  await other.ours.close();
  assert.match(await until(other.ours, "CLOSED"), /ESTABLISHED (FIN_WAIT_1 )?CLOSED$/);
});

test("a server, a refused client, and a socket that did nothing", async () => {
  const { server } = await listening();
  assert.equal(await states(server), "CLOSED LISTEN");
  await server.close();
  assert.equal(await states(server), "CLOSED LISTEN CLOSED");
  const client = socket(AF_INET, SOCK_STREAM);
  assert.equal(await states(client), "CLOSED");
  await failureOf(client.connect(["127.0.0.1", await freePort()]));
  assert.equal(await states(client), "CLOSED SYN_SENT CLOSED");
  assert.match(await stateText(client), /connect\(\) failed: ECONNREFUSED$/);
});

test("after clearHistory the beginning is not known, and that is said", async () => {
  const { ours } = await accepted();
  clearHistory();
  assert.equal(await states(ours), "ESTABLISHED");
  assert.match(await stateText(ours), /what was before is not in the record$/);
});

test("UDP has no states", async () => {
  const udp = socket(AF_INET, SOCK_DGRAM);
  await assert.rejects(stateDiagram(udp as unknown as TcpSocket), /only TCP has states/);
});

test("the picture names every state once, CLOSED twice, and marks those of the connection", async () => {
  const { ours } = await dialled();
  const [shown] = await shownBy(() => stateDiagram(ours));
  const [picture] = readXml(shown?.["image/svg+xml"]);
  const boxes = picture?.text?.filter((text) => /^(\d+(, \d+)* · )?[A-Z_0-9]+$/.test(text));
  assert.deepEqual(
    boxes?.filter((text) => text !== "ACK"),
    [
      "1 · CLOSED",
      "LISTEN",
      "2 · SYN_SENT",
      "SYN_RECEIVED",
      "3 · ESTABLISHED",
      "FIN_WAIT_1",
      "CLOSE_WAIT",
      "FIN_WAIT_2",
      "CLOSING",
      "LAST_ACK",
      "TIME_WAIT",
      "CLOSED",
    ],
  );
  assert.equal(picture?.desc?.[0], shown?.["text/plain"]);
  assert.match(shown?.["text/plain"] ?? "", /3 {2}ESTABLISHED +measured +connect\(\) returned$/);
});
