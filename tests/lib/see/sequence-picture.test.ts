import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { beforeEach, test } from "node:test";
import {
  AF_INET,
  clearHistory,
  encode,
  SOCK_STREAM,
  sequenceDiagram,
  sequenceText,
  socket,
} from "socketbook";
import { accepted, failureOf, freePort, listening } from "../peers.js";
import { FakeNotebook } from "./notebook.js";

const notebook = new FakeNotebook();

beforeEach(clearHistory);

/** The elements of the picture, read by a parser that is not ours: name and text of each. */
function elementsOf(svg: string): { name: string; text: string; attributes: string[] }[] {
  const program = `
import json, sys, xml.etree.ElementTree as tree
found = [{"name": e.tag.split("}")[-1], "text": e.text or "", "attributes": list(e.attrib.values())}
  for e in tree.fromstring(sys.stdin.buffer.read()).iter()]
print(json.dumps(found))`;
  const python = process.platform === "win32" ? "python" : "python3";
  const { stdout, stderr } = spawnSync(python, ["-c", program], { input: svg });
  assert.equal(String(stderr), "");
  return JSON.parse(String(stdout));
}

function picture(title?: string): { svg: string; text: string } {
  sequenceDiagram({ title });
  const { data } = notebook.shown.at(-1) ?? { data: {} as Record<string, string> };
  return { svg: data["image/svg+xml"] ?? "", text: data["text/plain"] ?? "" };
}

/** A conversation with one refused client; what it draws is the same each time. */
async function conversation(): Promise<void> {
  const { server, port } = await listening();
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(["127.0.0.1", port]);
  const [connection] = await server.accept();
  await client.send(encode("hello"));
  await connection.recv(10);
  await connection.close();
  await failureOf(client.connect(["127.0.0.1", port]));
  await failureOf(socket(AF_INET, SOCK_STREAM).connect(["127.0.0.1", await freePort()]));
  await client.close();
  await server.close();
}

test("the picture says what its text says, with a title and a description", async () => {
  await conversation();
  const { svg, text } = picture("One client");
  assert.equal(text, sequenceText({ title: "One client" }));
  const elements = elementsOf(svg);
  const textOf = (name: string) => elements.find((element) => element.name === name)?.text ?? "";
  assert.equal(textOf("title"), "One client");
  assert.match(
    textOf("desc"),
    /^From left to right: server \(127.*\), client .*tell of a failure\.$/,
  );
  const words = elements.filter(({ name }) => name === "text").map((element) => element.text);
  for (const line of text.split("\n").slice(3)) {
    const [, told] = /[●✗○◌] (.*?)[ │┃]*$/.exec(line) ?? [];
    if (told !== undefined) assert.ok(words.includes(told), told);
  }
});

test("the picture needs nothing from outside and runs nothing", async () => {
  await conversation();
  const { svg } = picture();
  const names = new Set(elementsOf(svg).map(({ name }) => name));
  const plain = "svg title desc style rect text g line path polygon circle".split(" ");
  assert.deepEqual(
    [...names].filter((name) => !plain.includes(name)),
    [],
  );
  assert.doesNotMatch(
    svg.replace('xmlns="http://www.w3.org/2000/svg"', ""),
    /https?:|url\(|@import|href/,
  );
  assert.match(svg, /prefers-color-scheme:dark/);
  // Where a page takes it in as a part of itself, its rules and names touch nothing else of that page.
  const [, style = ""] = /<style>([\s\S]*)<\/style>/.exec(svg) ?? [];
  const selectors = style.replace(/@media[^{]*\{/, "").match(/[^{}]+(?=\{)/g) ?? [];
  assert.ok(selectors.length > 20);
  for (const selector of selectors.flatMap((list) => list.trim().split(","))) {
    assert.match(selector, /^\.sequence /);
  }
  assert.doesNotMatch(svg, / id="/);
});

test("two runs of the same give the same picture, times and ports aside", async () => {
  const same = (svg: string) => {
    return svg
      .replace(/(?<=class="time"[^>]*>)[^<]*/g, "")
      .replace(/, waited [\d.]+ m?s/g, "")
      .replace(/127\.0\.0\.1:\d+/g, "");
  };
  await conversation();
  const first = same(picture().svg);
  clearHistory();
  await conversation();
  assert.equal(same(picture().svg), first);
});

const hostile: readonly (readonly [string, string])[] = [
  ["marks of XML", "</text><script>alert(1)</script>"],
  ["entities and quotes", "&lt;&#0;\"'&"],
  ["the keys of a terminal", "\x1b[2J\x07\r\n\0"],
  ["marks of direction", "\u202e\u2066\u200e\u200f\u061cabc"],
  ["what is not seen", "a\u200bb\u00adc\u2060d\u{e0041}"],
  ["what is no character", "\ufffe\uffff\ufeff"],
  ["marks on marks", "Z\u0300\u0301\u0302\u0303\u0304\u0305"],
];
for (const [what, bytes] of hostile) {
  test(`bytes from the network are shown and do nothing: ${what}`, async () => {
    const { ours, peer } = await accepted();
    peer.write(bytes);
    await ours.recv(100);
    const { svg, text } = picture(`Title with ${bytes} and \ud800`);
    assert.equal(elementsOf(svg).filter(({ name }) => name === "script").length, 0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    assert.doesNotMatch(text, /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]/);
    assert.match(text, /recv \d+ bytes '/);
    assert.doesNotMatch(text, /[\p{Cf}\u2028\u2029]/u);
    assert.equal(text.split("\n")[0]?.startsWith("Title with"), true);
  });
}

test("bytes that are no text are shown as bytes", async () => {
  const { ours, peer } = await accepted();
  peer.write(Buffer.from([0x68, 0xc3, 0xff, 0x00]));
  await ours.recv(100);
  assert.match(sequenceText(), /recv 4 bytes 'h\\xc3\\xff\\x00'/);
  clearHistory();
  await ours.send(encode("é".repeat(17)));
  assert.match(sequenceText(), /send 34 bytes 'é{16}…'/);
});
