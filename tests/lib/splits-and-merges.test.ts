/** However a stream is cut by the sender and by the receiver, the bytes are the same. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import fc from "fast-check";
import { collect, listening, Python, rawClient } from "./peers.js";

const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 20 });
const counts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 });

test("from and to Python, in random pieces", async () => {
  const { server, port } = await listening();
  const python = new Python("pieces.py");

  await fc.assert(
    fc.asyncProperty(pieces, counts, pieces, counts, async (theirs, ourCounts, ours, counts) => {
      const hex = theirs.map((piece) => Buffer.from(piece).toString("hex"));
      python.say(JSON.stringify({ port, pieces: hex, counts }));
      const [connection] = await server.accept();

      const received: Uint8Array[] = [];
      for (let turn = 0; ; turn++) {
        const count = ourCounts[turn % ourCounts.length] as number;
        const chunk = await connection.recv(count);
        assert.ok(chunk.length <= count);
        if (chunk.length === 0) break;
        received.push(chunk);
      }
      for (const piece of ours) await connection.sendall(piece);
      await connection.close();

      assert.deepEqual(Buffer.concat(received), Buffer.concat(theirs));
      assert.equal(await python.hear(), Buffer.concat(ours).toString("hex"));
    }),
    { numRuns: 60 },
  );
});

test("from and to a raw socket, receiving while it still sends", async () => {
  const { server, port } = await listening();

  await fc.assert(
    fc.asyncProperty(pieces, counts, async (theirs, ourCounts) => {
      const [peer, [connection]] = await Promise.all([rawClient(port), server.accept()]);
      const writing = (async () => {
        for (const piece of theirs) {
          await new Promise((written) => peer.write(piece, written));
        }
        peer.end();
        await once(peer, "finish");
      })();

      // Every chunk goes straight back.
      const echoing = (async () => {
        for (let turn = 0; ; turn++) {
          const chunk = await connection.recv(ourCounts[turn % ourCounts.length] as number);
          if (chunk.length === 0) break;
          await connection.sendall(chunk);
        }
        await connection.close();
      })();

      const [back] = await Promise.all([collect(peer), writing, echoing]);
      assert.deepEqual(back, Buffer.concat(theirs));
    }),
    { numRuns: 60 },
  );
});
