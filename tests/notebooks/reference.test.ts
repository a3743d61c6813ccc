/** The reference against the source it describes, and on copies of either that are broken in one place. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { root } from "../../binder/places.mjs";
import { sample, treeOf } from "../content/tree.js";
import { documentedCalls, exportedConstants } from "./doc-comments.js";
import { reference, referenceIsWhole, withComments } from "./reference.js";

const tree = treeOf(root);
const files = Object.fromEntries(
  tree.paths
    .filter((path) => path.startsWith("notebooks/") || /^lib\/src\/.*\.ts$/.test(path))
    .map((path) => [path, tree.text(path)]),
);

test("the reference has an entry for each exported call, as its comment says it, and none more", () => {
  assert.deepEqual(referenceIsWhole(tree), []);
});

test("the calls that every learner meets are found in the source", () => {
  const names = documentedCalls(tree).map(({ name }) => name);
  const met = ["socket", "TcpSocket.accept", "TcpSocket.for await", "UdpSocket.recvfrom", "encode"];
  for (const name of [...met, "BaseSocket.close", "StreamReader.readLine", "sequenceDiagram"]) {
    assert.ok(names.includes(name), `${name} is not among ${names.join(", ")}`);
  }
  assert.equal(new Set(names).size, names.length, "each is there once");
  assert.ok(exportedConstants(tree).includes("SO_LINGER"));
});

/** What is broken where, and a word of the complaint that it must earn. */
const broken: readonly (readonly [string, string, string | RegExp, string, RegExp])[] = [
  [
    "a new call",
    "lib/src/tcp-socket.ts",
    "  /** Like `send`,",
    "  /** Ends it all. */\n  async shout(): Promise<void> {\n  }\n\n  /** Like `send`,",
    /no entry for TcpSocket.shout/,
  ],
  ["a call that is gone", "lib/src/text.ts", "export function encode", "", /cell encode is about/],
  [
    "another comment",
    "lib/src/text.ts",
    "Turns text into bytes",
    "Makes bytes",
    /says something else/,
  ],
  [
    "another parameter",
    "lib/src/tcp-socket.ts",
    "backlog = 128",
    "backlog = 5",
    /tcpsocket-listen/,
  ],
  [
    "a comment that tells nothing",
    "lib/src/record.ts",
    "Forgets what was recorded so far.",
    "Fails.",
    /not say what/,
  ],
  ["a constant more", "lib/src/index.ts", "  SO_TYPE,", "  SO_TYPE,\n  SO_NEW,", /SO_NEW/],
  ["no entry", reference, '"id": "socket"', '"id": "socke"', /no entry for socket/],
  ["an entry of nothing", reference, '"id": "socket"', '"id": "socke"', /exports/],
  ["no Python line", reference, /\| `s = socket[^|]*\|/, "|", /table/],
  [
    "a link to where it is not used",
    reference,
    "**See** [00](00-start-here.ipynb)",
    "**See** [00](00-start-here.ipynb), [03](CONTRIBUTING.md)",
    /does not use it/,
  ],
  ["no link", reference, "**See** [00](00-start-here.ipynb)", "**See** it", /leads nowhere/],
  [
    "a cell that calls something else",
    reference,
    /book\.history\(\)/,
    "[]",
    /history does not call/,
  ],
];

describe("a reference or a source that is broken in one place is found", () => {
  for (const [what, path, from, to, complaint] of broken) {
    test(what, () => {
      const before = files[path] ?? "";
      const text = before.replace(from, () => to);
      assert.notEqual(text, before, "the sample is broken");
      const says = referenceIsWhole(sample({ ...files, [path]: text })).map((one) => one.says);
      assert.ok(
        says.some((one) => complaint.test(one)),
        says.join("\n"),
      );
    });
  }
});

test("what the comments say now is taken over, and what was written by hand stays", () => {
  const path = "lib/src/text.ts";
  const text = (files[path] ?? "").replace("Turns text into bytes", "Makes bytes of text");
  const changed = sample({ ...files, [path]: text });
  const notebook = withComments(JSON.parse(files[reference] ?? ""), changed);
  const mended = sample({ ...files, [path]: text, [reference]: JSON.stringify(notebook) });
  assert.deepEqual(referenceIsWhole(mended), []);
  assert.equal(
    JSON.stringify(withComments(JSON.parse(files[reference] ?? ""), tree)),
    JSON.stringify(JSON.parse(files[reference] ?? "")),
  );
});
