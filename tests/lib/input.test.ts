import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { input } from "socketbook";

const program = join(import.meta.dirname, "programs", "two-questions.ts");
const key = Symbol.for("socketbook.notebook");
const notebook = globalThis as { [key]?: unknown };
afterEach(() => {
  delete notebook[key];
});

function ask(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ["--import", "tsx", program, ...args]);
}

async function ending(child: ChildProcessWithoutNullStreams): Promise<[string, number]> {
  let shown = "";
  child.stdout.on("data", (chunk) => {
    shown += String(chunk);
  });
  const [status] = (await once(child, "close")) as [number];
  return [shown, status];
}

test("two questions take two lines of a pipe that came at once", async () => {
  const child = ask();
  child.stdin.end("one\ntwo\nthree\n");
  assert.deepEqual(await ending(child), ['first? second? ["one","two"]\n', 0]);
});

test("a line that is split, with CRLF, and without an end", async () => {
  const child = ask();
  child.stdin.write("o");
  child.stdin.write("ne\r\n");
  child.stdin.end("two");
  assert.deepEqual(await ending(child), ['first? second? ["one","two"]\n', 0]);
});

test("the second line may come after the second question", async () => {
  const child = ask();
  const ended = ending(child);
  let shown = "";
  child.stdout.on("data", (chunk) => {
    shown += String(chunk);
    if (shown.endsWith("first? ")) child.stdin.write("one\n");
    // The pipe stays open: the program ends by itself once it was answered.
    if (shown.endsWith("second? ")) child.stdin.write("two\n");
  });
  assert.deepEqual(await ended, ['first? second? ["one","two"]\n', 0]);
});

test("an empty line is an answer", async () => {
  const child = ask("default");
  child.stdin.end("\n\n");
  assert.deepEqual(await ending(child), ['first? second? ["",""]\n', 0]);
});

test("at the end of the input it fails with ENOINPUT and names the question", async () => {
  const child = ask();
  child.stdin.end("one\n");
  const [shown, status] = await ending(child);
  assert.match(shown, /^first\? second\? ENOINPUT: .*"second\? "/);
  assert.equal(status, 3);
});

test("at the end of the input the default answers", async () => {
  const child = ask("somebody");
  child.stdin.end("one\n");
  assert.deepEqual(await ending(child), ['first? second? ["one","somebody"]\n', 0]);
});

test("in a notebook the person at the front end is asked", async () => {
  const asked: unknown[] = [];
  const { signal } = new AbortController();
  notebook[key] = {
    currentCell: () => undefined,
    input: async (prompt: string, options: unknown) => {
      asked.push([prompt, options]);
      return "typed";
    },
  };
  assert.equal(await input("name? "), "typed");
  assert.equal(await input("again? ", { signal }), "typed");
  assert.deepEqual(asked, [
    ["name? ", {}],
    ["again? ", { signal }],
  ]);
});

test("in a notebook without a person the default answers; any other failure is passed on", async () => {
  const nobody = Object.assign(new Error("nobody"), { code: "ENOINPUT" });
  notebook[key] = { currentCell: () => undefined, input: () => Promise.reject(nobody) };
  assert.equal(await input("? ", { default: "standard" }), "standard");
  await assert.rejects(input("? "), nobody);

  const interrupted = new Error("interrupted");
  notebook[key] = { currentCell: () => undefined, input: () => Promise.reject(interrupted) };
  await assert.rejects(input("? ", { default: "standard" }), interrupted);
});

test("a signal that is aborted already asks nobody", async () => {
  const reason = new Error("stop");
  await assert.rejects(input("? ", { signal: AbortSignal.abort(reason), default: "x" }), reason);
});
