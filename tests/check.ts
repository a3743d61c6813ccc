/**
 * `npm run check`: all that must hold before a commit. Runs every part, also after one has failed,
 * and ends with one line for each.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const top = join(import.meta.dirname, "..");
const biome = "node_modules/@biomejs/biome/bin/biome";
const compiler = "node_modules/typescript/bin/tsc";
// What a notebook's cell is compiled with; it also reads the library's own declarations.
const cellCompiler = "node_modules/@tslab/typescript-for-tslab/bin/tsc";
const cellSettings = "--noEmit --strict --target es2022 --module nodenext --types node".split(" ");
const seenByCells = ["lib/dist/index.d.ts", "checker/dist/index.d.ts"];
const runner = ["--import", "tsx", "--import", "./tests/watchdog.mjs", "tests/run.ts"];

const parts: readonly (readonly [title: string, ...command: string[]])[] = [
  ["Format and lint", biome, "check", "--error-on-warnings"],
  ["Types of lib, kernel and checker", compiler, "--build", "lib", "kernel", "checker"],
  ["Types of the rest", compiler, "--project", "."],
  ["Types as a cell sees them", cellCompiler, ...cellSettings, ...seenByCells],
  ["Content", "--import", "tsx", "tests/content/check.ts"],
  ["Tests", ...runner],
];

const results = parts.map(([title, ...command]) => {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(process.execPath, command, { cwd: top, stdio: "inherit" });
  return { title, holds: status === 0 };
});

console.log(`\n${results.map(({ title, holds }) => `${holds ? "✔" : "✖"} ${title}`).join("\n")}`);
process.exitCode = results.every(({ holds }) => holds) ? 0 : 1;
