/** What a person sees of bytes: hex, text, the borders of chunks, and what they cut. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import fc from "fast-check";
import {
  AF_INET,
  bytesText,
  bytesView,
  clearHistory,
  encode,
  SOCK_DGRAM,
  socket,
} from "socketbook";
import { rawPeer } from "../datagram-peers.js";
import { accepted } from "../peers.js";
import { readXml, shownBy } from "./pictures.js";

beforeEach(clearHistory);

/** Chunks of a text, cut before these bytes. */
function cutAt(text: string, ...places: number[]): Uint8Array[] {
  const bytes = encode(text);
  const borders = [0, ...places, bytes.length];
  return borders.slice(1).map((end, at) => bytes.subarray(borders[at], end));
}

test("a character cut by the border of two chunks is shown on both sides", () => {
  assert.equal(
    bytesText(cutAt("hellé wörld\n", 5)),
    [
      "14 bytes in 2 chunks: 5 + 9",
      "  0000  68 65 6c 6c c3|a9 20 77 c3 b6 72 6c 64 0a         hellé▸|◂é wörld↵",
      "  | a new chunk begins",
      "  é▸|◂é a character cut in two by that border",
    ].join("\n"),
  );
});

test("one byte a chunk: a character in four parts", () => {
  const text = bytesText(cutAt("🙂!", 1, 2, 3, 4), { title: "split" });
  assert.match(text, /^split\n5 bytes in 5 chunks: 1 \+ 1 \+ 1 \+ 1 \+ 1\n/);
  assert.match(text, /f0\|9f\|99\|82\|21 .* 🙂▸\|◂🙂▸\|◂🙂▸\|◂🙂\|!\n/);
});

test("a character that is not finished, and bytes that are no UTF-8", () => {
  assert.match(
    bytesText(encode("é").subarray(0, 1)),
    / \?▸\n {2}\?▸ a character whose other bytes/,
  );
  assert.match(bytesText(Uint8Array.of(0xff, 0x61, 0xc3, 0x28, 0xe2, 0x82)), / �a�\(\?▸\n/);
  assert.doesNotMatch(bytesText(encode("why?")), /▸/);
});

test("what cannot be seen is a dot, and nothing steers the terminal", () => {
  const hostile = "\x1b[31m\0\u202e\u200b\u00a0\ud7ff";
  const [, line = ""] = bytesText(encode(hostile)).split("\n");
  assert.match(line, / {3}·\[31m·····$/);
});

test("many bytes are folded, and the rest is counted", () => {
  const text = bytesText(Buffer.alloc(100_000, "x"), { limit: 40 });
  assert.equal(text.split("\n").length, 5);
  assert.match(text, /^100,000 bytes in 1 chunk\n/);
  assert.match(text, /… 99,960 more bytes$/);
});

test("of a connection: what it sent and what it received, as far as the record goes", async () => {
  const { ours, peer } = await accepted();
  peer.write("0123456789");
  await ours.recv(4);
  await ours.recv(100);
  await ours.sendall(encode("abc"));
  await ours.send(Buffer.alloc(50, "d"));
  const text = bytesText(ours);
  assert.match(text, /^sent: 53 bytes in 2 sends: 3 \+ 50\n {2}0000 {2}61 62 63\|64 64/);
  assert.match(
    text,
    /\n {8}… 18 more bytes\n {2}\| a new send begins\nreceived: 10 bytes in 2 chunks: 4 \+ 6\n/,
  );
  assert.match(text, /30 31 32 33\|34 35/);
});

test("of a UDP socket: its datagrams, empty ones too", async () => {
  const ours = socket(AF_INET, SOCK_DGRAM);
  const peer = await rawPeer();
  for (const text of ["a", "", "b"]) await ours.sendto(encode(text), ["127.0.0.1", peer.port]);
  assert.match(bytesText(ours), /^sent: 2 bytes in 3 datagrams: 1 \+ 0 \+ 1\n.*61\|62/);
  assert.match(bytesText(ours), /received: 0 bytes in 0 datagrams$/);
});

test("the picture is XML whatever the peer sent, and its description is the text", async () => {
  const inputs: Uint8Array[][] = fc.sample(fc.array(fc.uint8Array({ maxLength: 40 })), {
    numRuns: 60,
    seed: 1,
  });
  inputs.push([encode("</text><script>alert(1)</script>&<!--]]>")]);
  const shown = await shownBy(() => {
    for (const chunks of inputs) bytesView(chunks, { title: "<&>\0" });
  });
  assert.equal(shown.length, inputs.length);
  const pictures = readXml(...shown.map((each) => each["image/svg+xml"]));
  for (const [at, { script, desc, text = [] }] of pictures.entries()) {
    assert.equal(script, undefined);
    assert.equal(desc?.[0], shown[at]?.["text/plain"]?.replace("\0", "\ufffd"));
    assert.ok(text.includes("<&>\ufffd"));
  }
});
