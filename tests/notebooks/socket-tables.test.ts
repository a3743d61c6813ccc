import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { environment } from "../../binder/places.mjs";

const heads = ["kind", "state", "local", "remote", "recv-Q", "owner", "here"];
type Row = readonly string[];
const listening = ["TCP", "LISTEN", "127.0.0.1:39499", "*:*", "0", "this program", "listening"];
const client = ["TCP", "TIME_WAIT", "127.0.0.1:57970", "127.0.0.1:39499", "0", "", ""];
const stranger = ["TCP", "TIME_WAIT", "127.0.0.1:39499", "127.0.0.1:9100", "0", "", ""];
const bound = ["TCP", "", "127.0.0.1:39499", "*:*", "", "", "bound"];

describe("a table of the system's sockets, compared with the committed one", () => {
  const cases: readonly (readonly [string, boolean, readonly Row[], readonly Row[]])[] = [
    ["the same rows", true, [listening, client], [listening, client]],
    ["a stranger's TIME_WAIT more", true, [listening, client, stranger], [listening, client]],
    ["one that brings columns of its own", true, [bound, stranger], [bound]],
    ["a TIME_WAIT less", false, [listening], [listening, client]],
    [
      "a TIME_WAIT that the library knows",
      false,
      [listening, replaced(client, 6, "open")],
      [listening],
    ],
    ["another row more", false, [listening, replaced(client, 1, "CLOSE_WAIT")], [listening]],
    ["another state", false, [replaced(listening, 1, "CLOSED")], [listening]],
    ["another host", false, [replaced(listening, 2, "127.0.0.2:39499")], [listening]],
    ["another count", false, [replaced(listening, 4, "1")], [listening]],
    ["another order", false, [client, listening], [listening, client]],
    ["no row", false, [], [listening]],
  ];
  for (const [what, isSame, found, committed] of cases) {
    test(`${what}: ${isSame ? "the same" : "not the same"}`, () => {
      const expected = isSame ? "True" : "False";
      assert.equal(
        compared({ "text/plain": text(found) }, { "text/plain": text(committed) }),
        expected,
      );
      assert.equal(
        compared({ "text/html": html(found) }, { "text/html": html(committed) }),
        expected,
      );
    });
  }

  test("another title or note: not the same", () => {
    const plain = (of: string) => ({ "text/plain": of });
    const committed = plain(`${text([listening])}\nNote: part of it.`);
    assert.equal(compared(committed, committed), "True");
    assert.equal(compared(plain(text([listening])), committed), "False");
    assert.equal(compared(plain(text([listening], "UDP")), plain(text([listening]))), "False");
  });
});

function replaced(row: Row, column: number, value: string): Row {
  return row.with(column, value);
}

/** What `socketTable` writes: without the columns that are empty in every row. */
function columns(rows: readonly Row[]): readonly Row[] {
  const isUsed = heads.map((_, at) => rows.some((row) => row[at] !== ""));
  return [heads, ...rows].map((row) => row.filter((_, at) => isUsed[at]));
}

function text(rows: readonly Row[], kind = "TCP"): string {
  const title = `What the system sees of port 39499 (${kind})`;
  if (rows.length === 0) return `${title}\n(no socket)`;
  const lines = columns(rows);
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const padded = lines.map((line) => line.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)));
  return [title, ...padded.map((line) => line.join("  ").trimEnd())].join("\n");
}

function html(rows: readonly Row[]): string {
  const title = "<p><b>What the system sees of port 39499 (TCP)</b></p>";
  if (rows.length === 0) return `${title}\n<p>no socket</p>`;
  const [head, ...lines] = columns(rows).map((row, at) => {
    const tag = at === 0 ? "th" : "td";
    return `<tr>${row.map((cell) => `<${tag} align="left">${cell}</${tag}>`).join("")}</tr>`;
  });
  return `${title}\n<table><thead>${head}</thead><tbody>${lines.join("")}</tbody></table>`;
}

type Data = Readonly<Record<string, string>>;

function compared(found: Data, committed: Data): string {
  const program =
    "import json, sys, normal, socket_tables;" +
    "print(socket_tables.same(*map(normal.stable, json.load(sys.stdin))), end='')";
  const outputs = [found, committed].map((data) => [{ output_type: "display_data", data }]);
  const { stdout, stderr } = spawnSync(environment().python, ["-c", program], {
    cwd: import.meta.dirname,
    input: JSON.stringify(outputs),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  assert.equal(String(stderr), "");
  return String(stdout);
}
