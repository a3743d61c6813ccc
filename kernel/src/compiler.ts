import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const require = createRequire(import.meta.url);
const cache = fileURLToPath(new URL(`./compiler-${process.version}.cache`, import.meta.url));
let script: Script | undefined;

/**
 * Loads the TypeScript that belongs to tslab, eight megabytes of JavaScript, with the machine code
 * that set-up kept for this version of Node. Without it, or when V8 refuses it, it only takes
 * longer. Set-up's code cache of Node itself came after Node 20, hence a file of our own.
 */
export function loadCompiler(file: string): NodeJS.Module {
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
  const source = readFileSync(file, "utf8");
  script = new Script(Module.wrap(source), { filename: file, ...(cachedData && { cachedData }) });
  const module = new Module(file);
  module.filename = file;
  require.cache[file] = module;
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  module.loaded = true;
  return module;
}

/** Keeps what V8 has compiled so far; after a first cell, that is what the next kernel needs. */
export function keepCompiled(): void {
  if (script !== undefined) writeFileSync(cache, script.createCachedData());
}

export function forgetCompiled(): void {
  rmSync(cache, { force: true });
}
