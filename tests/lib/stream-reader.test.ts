/** Frames out of chunks. The tests are named by where the chunks break. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decode, encode, frame, StreamReader, type TcpSocket } from "socketbook";
import { accepted, listening, rawClient, receiveAll } from "./peers.js";

/** A reader that gets each of these as a chunk of its own, or joined, as the network likes. */
async function reading(...writes: (string | Uint8Array)[]): Promise<StreamReader> {
  const { ours, peer } = await accepted();
  // Written one after another without delay: where they join is not up to us.
  for (const write of writes) peer.write(write);
  peer.end();
  return new StreamReader(ours);
}

/** A connection whose `recv` gives exactly these chunks, so that every break is certain. */
function chunked(...chunks: (string | Uint8Array)[]): TcpSocket {
  const waiting = chunks.map((chunk) => (typeof chunk === "string" ? encode(chunk) : chunk));
  const recv = async (count: number): Promise<Uint8Array> => {
    const chunk = waiting.shift() ?? new Uint8Array(0);
    if (chunk.length > count) waiting.unshift(chunk.subarray(count));
    return chunk.subarray(0, count);
  };
  return { recv, label } as unknown as TcpSocket;
}
const { label } = (await accepted()).ours;

async function lines(reader: StreamReader): Promise<string[]> {
  const all: string[] = [];
  for await (const line of reader) all.push(line);
  return all;
}

for (const [where, chunks, expected] of [
  ["one line in one write", ["one\n"], ["one"]],
  ["two lines in two writes", ["one\n", "two\n"], ["one", "two"]],
  ["two lines in one write", ["one\ntwo\n"], ["one", "two"]],
  ["one line in two writes", ["on", "e\n"], ["one"]],
  ["the line end in a write of its own", ["one", "\n", "two", "\n"], ["one", "two"]],
  ["one byte a write", [..."one\ntwo\n"], ["one", "two"]],
  ["a line and a half, then the other half", ["one\ntw", "o\n"], ["one", "two"]],
  ["CRLF", ["one\r\ntwo\r\n"], ["one", "two"]],
  ["CR and LF in two writes", ["one\r", "\ntwo\r", "\n"], ["one", "two"]],
  ["CR inside a line", ["o\rne\r\r\n"], ["o\rne\r"]],
  ["empty lines", ["\n\r\n\n"], ["", "", ""]],
  [
    "a character split between two writes",
    [encode("é\n").subarray(0, 1), encode("é\n").subarray(1)],
    ["é"],
  ],
  ["no line at all", [], []],
] as const) {
  test(`lines: ${where}`, async () => {
    assert.deepEqual(await lines(new StreamReader(chunked(...chunks))), expected);
    assert.deepEqual(await lines(await reading(...chunks)), expected);
  });
}

test("lines: invalid UTF-8 becomes U+FFFD", async () => {
  const reader = new StreamReader(chunked(Uint8Array.of(0x61, 0xff, 0x0a)));
  assert.equal(await reader.readLine(), "a\ufffd");
});

test("after the end, readLine is null again and again", async () => {
  const reader = await reading("one\n");
  assert.equal(await reader.readLine(), "one");
  for (let i = 0; i < 3; i++) assert.equal(await reader.readLine(), null);
  assert.equal(await reader.readMessage(), null);
});

test("lines: any text, cut anywhere", async () => {
  const line = fc.string({ unit: "grapheme", maxLength: 30 }).filter((s) => !/[\r\n]/.test(s));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n")), { maxLength: 8 }),
      fc.array(fc.nat(200), { maxLength: 20 }),
      async (written, cuts) => {
        const bytes = encode(written.map((parts) => parts.join("")).join(""));
        const reader = new StreamReader(chunked(...cutAt(bytes, cuts)));
        assert.deepEqual(
          await lines(reader),
          written.map(([text]) => text),
        );
      },
    ),
  );
});

test("messages: any bytes, cut anywhere", async () => {
  const message = fc.uint8Array({ maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 8 }),
      fc.array(fc.nat(500), { maxLength: 20 }),
      async (written, cuts) => {
        const bytes = Buffer.concat(written.map(frame));
        const reader = new StreamReader(chunked(...cutAt(bytes, cuts)));
        for (const sent of written) {
          assert.deepEqual(Buffer.from((await reader.readMessage()) ?? []), Buffer.from(sent));
        }
        assert.equal(await reader.readMessage(), null);
      },
    ),
  );
});

test("a message over a real connection, with its length split from it", async () => {
  const message = Buffer.alloc(40_000, "m");
  const framed = frame(message);
  const reader = await reading(framed.subarray(0, 2), framed.subarray(2, 5), framed.subarray(5));
  assert.ok(message.equals((await reader.readMessage()) ?? Buffer.alloc(0)));
  assert.equal(await reader.readMessage(), null);
});

test("frame puts the length in front, in four bytes, the highest first", () => {
  assert.deepEqual([...frame(encode("ab"))], [0, 0, 0, 2, 0x61, 0x62]);
  assert.deepEqual([...frame(new Uint8Array(0))], [0, 0, 0, 0]);
});

test("readExactly takes as many bytes as it was asked, over many chunks and in one", async () => {
  const reader = new StreamReader(chunked("ab", "c", "defgh"));
  assert.equal(decode(await reader.readExactly(4)), "abcd");
  assert.equal(decode(await reader.readExactly(0)), "");
  assert.equal(decode(await reader.readExactly(4)), "efgh");
});

test("a line, then exact bytes, then whatever is there, from one stream", async () => {
  const reader = new StreamReader(chunked("OK 5\nhel", "loANDrest", "more"));
  assert.equal(await reader.readLine(), "OK 5");
  assert.equal(decode(await reader.readExactly(5)), "hello");
  assert.equal(decode(await reader.read(3)), "AND");
  assert.equal(decode(await reader.read(100)), "rest");
  assert.equal(decode(await reader.read(100)), "more");
  assert.equal((await reader.read(100)).length, 0);
});

test("a withdrawn read loses nothing", async () => {
  const { server, port } = await listening();
  const [peer, [ours]] = await Promise.all([rawClient(port), server.accept()]);
  const reader = new StreamReader(ours);
  const framed = frame(encode("message"));

  for (const [half, rest, read, expected] of [
    ["on", "e\n", (signal?: AbortSignal) => reader.readLine({ signal }), "one"],
    ["12", "345", (signal?: AbortSignal) => reader.readExactly(5, { signal }), "12345"],
    [
      framed.subarray(0, 6),
      framed.subarray(6),
      (signal?: AbortSignal) => reader.readMessage({ signal }),
      "message",
    ],
  ] as const) {
    const controller = new AbortController();
    peer.write(half);
    const withdrawn = read(controller.signal);
    // Only bytes that the reader has taken already could be lost.
    while (peer.writableLength > 0) await new Promise((next) => setImmediate(next));
    controller.abort(new Error("stop"));
    await assert.rejects(withdrawn, /stop/);

    const again = read();
    peer.write(rest);
    const result = await again;
    assert.equal(typeof result === "string" ? result : decode(result ?? encode("")), expected);
  }
  peer.end();
  assert.equal((await receiveAll(ours)).length, 0);
});

function cutAt(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const places = [...new Set(cuts.filter((place) => place > 0 && place < bytes.length))];
  const borders = [0, ...places.toSorted((a, b) => a - b), bytes.length];
  return borders
    .slice(1)
    .map((end, i) => bytes.subarray(borders[i], end))
    .filter((chunk) => chunk.length > 0);
}
