/** What a hostile or broken peer can do to a reader: nothing but fail its own call. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encode, frame, StreamReader } from "socketbook";
import { accepted, failureOf } from "./peers.js";

async function reading(bytes: string | Uint8Array, limit?: number): Promise<StreamReader> {
  const { ours, peer } = await accepted();
  peer.end(bytes);
  return new StreamReader(ours, limit === undefined ? {} : { limit });
}

test("a line as long as the limit is right, with LF and with CRLF", async () => {
  assert.equal(await (await reading("12345\n", 5)).readLine(), "12345");
  assert.equal(await (await reading("12345\r\n", 5)).readLine(), "12345");
});

test("a line longer than the limit fails with EMSGSIZE, ended or not", async () => {
  for (const text of ["123456\n", "123456\r\n", "1234567", "x".repeat(100_000)]) {
    const error = await failureOf((await reading(text, 5)).readLine());
    assert.equal(error.code, "EMSGSIZE");
    assert.match(error.message, /limit|longer than 5 bytes/);
  }
});

test("without an own limit a line may have 65536 bytes", async () => {
  const longest = "x".repeat(65_536);
  assert.equal(await (await reading(`${longest}\n`)).readLine(), longest);
  assert.equal((await failureOf((await reading(`${longest}x\n`)).readLine())).code, "EMSGSIZE");
});

test("a length above the limit fails with EMSGSIZE before anything is collected", async () => {
  const error = await failureOf((await reading(Uint8Array.of(255, 255, 255, 255))).readMessage());
  assert.equal(error.code, "EMSGSIZE");
  assert.match(error.message, /4294967295 bytes/);

  const whole = await (await reading(frame(encode("12345")), 5)).readMessage();
  assert.equal(whole?.length, 5);
  assert.equal(
    (await failureOf((await reading(frame(encode("123456")), 5)).readMessage())).code,
    "EMSGSIZE",
  );
});

test("the peer finishes in the middle: EPROTO, and how far it came", async () => {
  const failures = [
    await failureOf((await reading("half a line")).readLine()),
    await failureOf((await reading("123")).readExactly(5)),
    await failureOf((await reading(Uint8Array.of(0, 0))).readMessage()),
    await failureOf((await reading(frame(encode("12345")).subarray(0, 7))).readMessage()),
  ];
  assert.deepEqual(
    failures.map((error) => error.code),
    ["EPROTO", "EPROTO", "EPROTO", "EPROTO"],
  );
  assert.match(failures[0]?.message ?? "", /after 11 bytes/);
  assert.match(failures[1]?.message ?? "", /5 bytes, after 3 bytes/);
});

test("the peer resets in the middle: ECONNRESET", async () => {
  const { ours, peer } = await accepted();
  const reader = new StreamReader(ours);
  peer.write("one\ntw");
  assert.equal(await reader.readLine(), "one");
  const half = failureOf(reader.readLine());
  peer.resetAndDestroy();
  assert.equal((await half).code, "ECONNRESET");
});

test("a count that is no whole number fails with EINVAL", async () => {
  const reader = await reading("abc");
  for (const count of [-1, 0.5, Number.NaN]) {
    assert.equal((await failureOf(reader.readExactly(count))).code, "EINVAL");
  }
});

test("the socket's timeout is the reader's", async () => {
  const { ours } = await accepted();
  ours.settimeout(0.01);
  const reader = new StreamReader(ours);
  assert.equal((await failureOf(reader.readLine())).code, "ETIMEDOUT");
});

test("a message of 4 MiB comes whole where the limit allows it", async () => {
  const { ours, peer } = await accepted();
  const message = Buffer.alloc(4 * 1024 * 1024, "m");
  peer.end(frame(message));
  const reader = new StreamReader(ours, { limit: message.length });
  assert.ok(message.equals((await reader.readMessage()) ?? Buffer.alloc(0)));
});
