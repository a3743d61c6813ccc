/**
 * The same calls on a socket in the same state, here and in Python, end the same way. The codes are
 * Linux's own; where there is another system, they are compared with what Linux said.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import {
  AF_INET,
  encode,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SOCK_STREAM,
  SocketError,
  socket,
  type TcpSocket,
} from "socketbook";
import { dialled, listening, Python, rawServer } from "./peers.js";

const home = ["127.0.0.1", 0] as const;

const states: Record<string, () => Promise<TcpSocket>> = {
  new: async () => socket(AF_INET, SOCK_STREAM),
  closed: async () => {
    const ours = socket(AF_INET, SOCK_STREAM);
    await ours.close();
    return ours;
  },
  bound: async () => {
    const ours = socket(AF_INET, SOCK_STREAM);
    await ours.bind(home);
    return ours;
  },
  listening: async () => {
    const { server } = await listening();
    server.settimeout(0);
    return server;
  },
  connected: async () => (await dialled()).ours,
  ended: async () => {
    const { ours, peer } = await dialled();
    peer.end();
    await once(peer, "finish");
    return ours;
  },
  reset: async () => {
    const { ours, peer } = await dialled();
    peer.resetAndDestroy();
    return ours;
  },
  "ended with data": async () => {
    const { ours, peer } = await dialled();
    peer.end("data");
    await once(peer, "finish");
    return ours;
  },
};

const calls: Record<string, (ours: TcpSocket, port: number) => unknown> = {
  bind: (ours) => ours.bind(home),
  listen: (ours) => ours.listen(),
  accept: (ours) => ours.accept(),
  connect: (ours, port) => ours.connect(["127.0.0.1", port]),
  send: (ours) => ours.send(encode("x")),
  recv: (ours) => ours.recv(2),
  getpeername: (ours) => ours.getpeername(),
  getsockname: (ours) => ours.getsockname(),
  close: (ours) => ours.close(),
  SHUT_RD: (ours) => ours.shutdown(SHUT_RD),
  SHUT_WR: (ours) => ours.shutdown(SHUT_WR),
  SHUT_RDWR: (ours) => ours.shutdown(SHUT_RDWR),
};

/** Written as: the state: the calls -> how each ends on Linux. */
const table = `
new: bind bind -> ok EINVAL
new: accept -> EINVAL
new: send recv getpeername SHUT_WR SHUT_RD SHUT_RDWR -> EPIPE ENOTCONN ENOTCONN ENOTCONN ENOTCONN ENOTCONN
new: getsockname listen listen getsockname -> ok ok ok ok
new: listen bind -> ok EINVAL
new: connect connect -> ok EISCONN
new: close close -> ok ok
bound: bind accept send recv getpeername SHUT_WR -> EINVAL EINVAL EPIPE ENOTCONN ENOTCONN ENOTCONN
bound: connect getpeername bind listen -> ok ok EINVAL EINVAL
listening: accept -> EAGAIN
listening: bind -> EINVAL
listening: connect -> EISCONN
listening: send recv getpeername -> EPIPE ENOTCONN ENOTCONN
listening: listen -> ok
connected: bind listen accept connect -> EINVAL EINVAL EINVAL EISCONN
connected: SHUT_WR send -> ok EPIPE
connected: SHUT_WR SHUT_WR getpeername -> ok ok ok
connected: SHUT_RD recv recv send -> ok,ok 0,ok 0,ok
connected: SHUT_RDWR recv send -> ok,ok 0,EPIPE
connected: send getpeername getsockname -> ok ok ok
ended: recv recv send getpeername -> ok 0,ok 0,ok,ok
ended with data: recv recv recv recv -> ok 2,ok 2,ok 0,ok 0
ended with data: recv SHUT_RD recv recv -> ok 2,ok,ok 2,ok 0
ended: listen connect -> EINVAL EISCONN
reset: recv recv send SHUT_WR getpeername -> ECONNRESET,ok 0,EPIPE,ENOTCONN,ENOTCONN
closed: bind listen accept connect send recv -> EBADF EBADF EBADF EBADF EBADF EBADF
closed: getpeername getsockname SHUT_WR close -> EBADF EBADF EBADF ok
`;

const rows = table.trim().split("\n").map(parsed);

for (const { state, names, expected } of rows) {
  test(`${state}: ${names.join(", ")}`, async () => {
    const { port } = await rawServer();
    const ours = await (states[state] as () => Promise<TcpSocket>)();
    const outcomes: string[] = [];
    for (const name of names) outcomes.push(await outcomeOf(() => calls[name]?.(ours, port)));
    assert.deepEqual(outcomes, expected);
  });
}

test("Python's socket ends each of these calls in the same way", async () => {
  const python = new Python("wrong_order.py");
  for (const { state, names, expected } of rows) {
    python.say(JSON.stringify({ state, calls: names }));
    const answer = JSON.parse(await python.hear()) as string[];
    // Elsewhere the codes are the system's own, and the library gives Linux's.
    if (process.platform === "linux") {
      assert.deepEqual(answer, expected, `${state}: ${names.join(", ")}`);
    } else {
      assert.deepEqual(answer.map(hasFailed), expected.map(hasFailed));
    }
  }
});

async function outcomeOf(call: () => unknown): Promise<string> {
  try {
    const result = await call();
    return result instanceof Uint8Array ? `ok ${result.length}` : "ok";
  } catch (error) {
    assert.ok(error instanceof SocketError, String(error));
    return error.code;
  }
}

function parsed(row: string): { state: string; names: string[]; expected: string[] } {
  const [, state = "", names = "", outcomes = ""] = /^(.*): (.*) -> (.*)$/.exec(row) ?? [];
  const separator = outcomes.includes(",") ? "," : " ";
  return { state, names: names.split(" "), expected: outcomes.split(separator) };
}

function hasFailed(outcome: string): boolean {
  return !outcome.startsWith("ok");
}
