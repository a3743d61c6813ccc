/**
 * Every notebook, run from a clean kernel. One after another: those that show the port of the
 * documents would else take it from each other.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { folder, notebooks, runNotebooks, runTogether } from "./runner.js";

async function holds(...options: string[]): Promise<void> {
  const { code, printed } = await runNotebooks(...options);
  assert.equal(code, 0, printed);
  assert.equal(printed, "");
}

describe("every notebook", () => {
  for (const name of notebooks) {
    const path = join(folder, name);
    test(`${name} runs and gives what is committed`, () => holds(path));
    test(`${name} runs with each cell twice in a row`, () => holds("--twice", path));
    test(`${name} runs and prints the same under stock tslab`, () => holds("--stock", path));
  }
});

test("01 and 02 talk to each other, each in a kernel of its own", async () => {
  assert.deepEqual(await runTogether(), { code: 0, printed: "" });
});

test("programs that hold the documents' ports and never answer disturb no notebook", async (t) => {
  const guests = new Set<Socket>();
  for (const port of [12000, 8080, 7200]) {
    const stranger = createServer((guest) => guests.add(guest.on("error", () => guest.destroy())));
    t.after(() => stranger.close());
    stranger.listen(port, "0.0.0.0");
    await once(stranger, "listening").catch(heldByAnother);
  }
  t.after(() => {
    for (const guest of guests) guest.destroy();
  });
  await holds(...notebooks.map((name) => join(folder, name)));
});

/** Somebody else holds the port already: what the test needs. */
function heldByAnother(error: unknown): void {
  assert.equal((error as NodeJS.ErrnoException).code, "EADDRINUSE");
}
