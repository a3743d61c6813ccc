import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decode, encode, TextJoiner } from "socketbook";
import { accepted, receiveAll } from "./peers.js";

function join(chunks: Uint8Array[]): string {
  const joiner = new TextJoiner();
  return chunks.map((chunk) => joiner.push(chunk)).join("") + joiner.end();
}

test("encode gives UTF-8, and decode reads it", () => {
  assert.deepEqual([...encode("é")], [0xc3, 0xa9]);
  assert.equal(decode(encode("grüße 日本 👋")), "grüße 日本 👋");
});

test("decode keeps a byte order mark, and never fails", () => {
  assert.equal(decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "\ufeffa");
  assert.equal(decode(Uint8Array.of(0xff)), "\ufffd");
});

test("one byte a chunk: a character of four bytes comes out whole", () => {
  const joiner = new TextJoiner();
  const shown = [...encode("a👋b")].map((byte) => joiner.push(Uint8Array.of(byte)));
  assert.deepEqual(shown, ["a", "", "", "", "👋", "b"]);
  assert.equal(joiner.end(), "");
});

test("half a character at the end is U+FFFD", () => {
  const joiner = new TextJoiner();
  assert.equal(joiner.push(encode("aé").subarray(0, 2)), "a");
  assert.equal(joiner.end(), "\ufffd");
});

test("any text, cut anywhere", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.array(fc.nat(40)), (text, cuts) => {
      const bytes = encode(text);
      const borders = [0, ...cuts.filter((at) => at < bytes.length), bytes.length].sort(
        (a, b) => a - b,
      );
      const chunks = borders.slice(1).map((end, i) => bytes.subarray(borders[i], end));
      assert.equal(join(chunks), decode(bytes));
    }),
  );
});

test("any bytes, cut anywhere, read as when they came at once", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 8 })), (chunks) => {
      assert.equal(join(chunks), decode(Buffer.concat(chunks)));
    }),
  );
});

test("a text over a real connection, received three bytes at a time", async () => {
  const { ours, peer } = await accepted();
  const text = "grüße 日本 👋 ".repeat(20);
  peer.end(text);
  const joiner = new TextJoiner();
  let shown = "";
  for (let chunk = await ours.recv(3); chunk.length > 0; chunk = await ours.recv(3)) {
    shown += joiner.push(chunk);
  }
  assert.equal(shown + joiner.end(), text);
  assert.equal((await receiveAll(ours)).length, 0);
});
