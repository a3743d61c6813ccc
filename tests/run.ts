/**
 * Runs every `*.test.ts` below this folder with Node's own test runner.
 *
 *     npm test                          all of them
 *     npm test -- --only lib            those below tests/lib
 *     npm test -- accept kernel/queue   those whose path contains one of the words
 */
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";

const folder = import.meta.dirname;
const { values, positionals } = parseArgs({
  options: { only: { type: "string", multiple: true } },
  allowPositionals: true,
});

const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((path) => path.split(sep).join("/"))
  .filter((path) => path.endsWith(".test.ts"))
  .filter(
    (path) => values.only === undefined || values.only.some((top) => path.startsWith(`${top}/`)),
  )
  .filter((path) => positionals.length === 0 || positionals.some((word) => path.includes(word)))
  .sort();

if (files.length === 0) {
  console.error("No test file matches.");
  process.exit(1);
}

run({
  files: files.map((path) => join(folder, path)),
  // Tests wait for sockets and for other programs more than they compute.
  concurrency: Math.max(2, availableParallelism()),
})
  .on("test:fail", (failure) => {
    if (failure.todo === undefined || failure.todo === false) process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
