/** A live drawing in the real kernel: one output under its cell, which later cells bring up to date. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runNotebooks } from "./runner.js";

const cells = [
  `import { AF_INET, SOCK_STREAM, closeAll, encode, sequenceDiagram, socket } from "socketbook";
const server = socket(AF_INET, SOCK_STREAM);
await server.bind(["127.0.0.1", 0]);
await server.listen();`,
  'sequenceDiagram({ live: true, title: "Live" });',
  `const client = socket(AF_INET, SOCK_STREAM);
await client.connect(server.getsockname());
const [connection] = await server.accept();
await client.sendall(encode("hello"));`,
  "await closeAll();",
];

function code(source: string, at: number): object {
  return { cell_type: "code", id: `cell-${at}`, source, metadata: {}, outputs: [] };
}

interface Output {
  readonly output_type: string;
  readonly data: Readonly<Record<string, readonly string[]>>;
}

test("a live drawing is one output, and its last state is what the notebook keeps", async (t) => {
  const place = mkdtempSync(join(tmpdir(), "live-"));
  t.after(() => rmSync(place, { recursive: true }));
  const path = join(place, "live.ipynb");
  const notebook = { cells: cells.map(code), metadata: {}, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(path, JSON.stringify(notebook));
  assert.deepEqual(await runNotebooks("--write", path), { code: 0, printed: "" });

  const written = JSON.parse(readFileSync(path, "utf8")) as { cells: { outputs: Output[] }[] };
  const [first, drawn, third] = written.cells.map(({ outputs }) => outputs);
  assert.deepEqual([first, third], [[], []]);
  assert.equal(drawn?.length, 1);
  assert.equal(drawn?.[0]?.output_type, "display_data");
  const text = drawn?.[0]?.data["text/plain"]?.join("") ?? "";
  assert.match(text, /^Live\n/);
  assert.match(text, /sendall 5 bytes 'hello', never received/);
  assert.match(text, /● close/);
  assert.match(
    drawn?.[0]?.data["image/svg+xml"]?.join("") ?? "",
    /sendall 5 bytes &#39;hello&#39;/,
  );
});
