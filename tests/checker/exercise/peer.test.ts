/** What the check's own ends of a connection tell, with Node's sockets as the learner's side. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { afterEach, describe, test } from "node:test";
import { decode } from "socketbook";
import { Failure } from "../../../checker/src/exercise/failure.js";
import { Trial } from "../../../checker/src/exercise/trial.js";

afterEach(() => {
  delete process.env.SOCKETBOOK_PATIENCE;
});

/** Runs `work` with a peer of the check and the socket at its other end. */
async function connected(
  work: (peer: Awaited<ReturnType<Trial["connect"]>>, other: Socket) => Promise<void>,
) {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const arrival = once(server, "connection");
  const trial = new Trial();
  const peer = await trial.connect(["127.0.0.1", (server.address() as AddressInfo).port]);
  const [other] = (await arrival) as [Socket];
  other.on("error", () => other.destroy());
  try {
    await work(peer, other);
  } finally {
    await trial.close();
    other.destroy();
    server.close();
    await once(server, "close");
  }
}

const failsWith = (came: RegExp) => (error: unknown) =>
  error instanceof Failure && came.test(error.came);

describe("a peer of the check reads", () => {
  test("so many bytes, then up to a mark, then all until the end", () =>
    connected(async (peer, other) => {
      other.end("abcdef\nghi\njkl");
      assert.equal((await peer.exactly(3)).toString(), "abc");
      assert.equal((await peer.through("\n")).toString(), "def\n");
      assert.equal((await peer.all()).toString(), "ghi\njkl");
      assert.equal((await peer.all()).toString(), "");
    }));

  test("less than it asked when the other side finishes before", () =>
    connected(async (peer, other) => {
      other.end("ab");
      assert.equal((await peer.exactly(3)).toString(), "ab");
      assert.equal((await peer.through("\n")).toString(), "");
      assert.equal(peer.ending, "end");
    }));

  test("what was cut, together", () =>
    connected(async (peer, other) => {
      other.write(Buffer.of(0xc3));
      const read = peer.through("é");
      other.write(Buffer.of(0xa9));
      assert.equal((await read).toString(), "é");
    }));

  test("a reset as a failure that tells what had come", () =>
    connected(async (peer, other) => {
      other.write("half");
      assert.equal((await peer.exactly(1)).toString(), "h");
      await peer.exactly(3);
      other.resetAndDestroy();
      await assert.rejects(peer.all(), failsWith(/then the connection was reset/));
    }));

  test("silence as a failure that tells what had come", () => {
    process.env.SOCKETBOOK_PATIENCE = "1";
    return connected(async (peer, other) => {
      other.write("half");
      await assert.rejects(peer.through("\n"), failsWith(/^"half", and then nothing for 1 sec/));
    });
  });

  test("at most a mebibyte: what never ends is a failure, too", () =>
    connected(async (peer, other) => {
      const more = () => other.write(Buffer.alloc(65_536), () => other.destroyed || more());
      more();
      await assert.rejects(peer.all(), failsWith(/more than 1048576 bytes/));
    }));
});

test("nobody at the other end is a failure, not an error of the check", async () => {
  const trial = new Trial();
  await assert.rejects(
    trial.connect(await trial.deserted()),
    failsWith(/nobody listens.*ECONNREFUSED/),
  );
  await trial.close();
});

test("what is sent after taken() comes in another chunk, as often as it is tried", async () => {
  const trial = new Trial();
  const [connection, peer] = await trial.connection();
  for (const part of ["one", "two", "three", "four"]) {
    peer.send(part);
    const [chunk] = await Promise.all([connection.recv(100), peer.taken()]);
    assert.equal(decode(chunk), part);
  }
  await trial.close();
});

test("a server of the check gives its clients in the order in which they came", async () => {
  const trial = new Trial();
  const server = await trial.server();
  for (const name of ["first", "second"]) {
    const client = createConnection(server.address[1], "127.0.0.1");
    client.on("error", () => client.destroy());
    await once(client, "connect");
    client.end(name);
  }
  for (const name of ["first", "second"]) {
    assert.equal((await (await server.accept()).all()).toString(), name);
  }
  await trial.close();
});
