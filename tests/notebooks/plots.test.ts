/** A committed plot may have other values than the next run, and nothing else. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { type Plot, plot } from "socketbook";
import { environment } from "../../binder/places.mjs";
import { shownBy } from "../lib/see/pictures.js";

/** What the comparison of notebooks keeps of a plot. */
async function kept(what: Plot): Promise<string> {
  const [{ displayId: _, ...data } = {}] = await shownBy(() => plot(what));
  const program =
    "import json, sys, normal; print(json.dumps(normal.stable(json.load(sys.stdin))))";
  const { stdout, stderr } = spawnSync(environment().python, ["-c", program], {
    cwd: import.meta.dirname,
    input: JSON.stringify([{ output_type: "display_data", data }]),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  assert.equal(String(stderr), "");
  return String(stdout);
}

const measured: Plot = { title: "How fast", x: "bytes", y: "µs", series: { TCP: [[1, 31.5]] } };

test("other values are the same plot", async () => {
  const again = { ...measured, series: { TCP: [[1, 1234]] } } as const;
  assert.equal(await kept(again), await kept(measured));
});

test("another title, axis, series or number of points is another plot", async () => {
  const one = await kept(measured);
  const point = [1, 31.5] as const;
  for (const change of [
    { title: "How slow" },
    { x: "messages" },
    { y: "ms" },
    { series: { UDP: [point] } },
    { series: { TCP: [point, [2, 40]] as const } },
  ]) {
    assert.notEqual(await kept({ ...measured, ...change }), one, JSON.stringify(change));
  }
});
