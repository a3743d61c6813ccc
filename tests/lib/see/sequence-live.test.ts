import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { clearHistory, closeAll, encode, sequenceDiagram } from "socketbook";
import { accepted } from "../peers.js";
import { FakeNotebook } from "./notebook.js";

const notebook = new FakeNotebook();

beforeEach(() => {
  clearHistory();
  notebook.shown.length = 0;
});

function lastText(): string {
  return notebook.shown.at(-1)?.data["text/plain"] ?? "";
}

test("a live drawing is one display that follows the conversation until closeAll", async () => {
  const { ours } = await accepted();
  sequenceDiagram({ live: true });
  assert.doesNotMatch(lastText(), /send/);
  await ours.send(encode("one"));
  await notebook.shows(2);
  assert.match(lastText(), /send 3 bytes 'one'/);
  await closeAll();
  assert.match(lastText(), /● close/);
  const ids = new Set(notebook.shown.map(({ displayId }) => displayId));
  assert.equal(ids.size, 1);
  assert.notEqual([...ids][0], undefined);

  const count = notebook.shown.length;
  await accepted();
  await closeAll();
  assert.equal(notebook.shown.length, count, "it draws on after closeAll");
});

test("many calls in a short time are few drawings", async () => {
  const { ours } = await accepted();
  const started = performance.now();
  sequenceDiagram({ live: true });
  for (let i = 0; i < 2000; i++) await ours.send(encode("x"));
  await closeAll();
  const most = (performance.now() - started) / 250 + 2;
  assert.ok(notebook.shown.length <= most, `${notebook.shown.length} drawings, ${most} at most`);
});

test("a second live drawing takes over from the first", async () => {
  const { ours } = await accepted();
  sequenceDiagram({ live: true, title: "first" });
  sequenceDiagram({ live: true, title: "second" });
  const count = notebook.shown.length;
  await ours.send(encode("x"));
  await closeAll();
  const later = notebook.shown.slice(count).map(({ data }) => data["text/plain"]?.split("\n")[0]);
  assert.ok(later.length > 0 && later.every((title) => title === "second"), String(later));
});
