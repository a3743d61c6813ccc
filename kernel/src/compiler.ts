import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const require = createRequire(import.meta.url);
const cacheName = `./compiler-${process.version}-${process.arch}.cache`;
const cache = fileURLToPath(new URL(cacheName, import.meta.url));
let script: Script | undefined;

/**
 * Loads the TypeScript that belongs to tslab, eight megabytes of JavaScript, with the compiled code
 * that set-up kept for this version of Node. Without it, or when V8 refuses it, it only takes
 * longer. Node's own cache of compiled code came after Node 20, hence a file of ours.
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
  if (script === undefined) return;
  const unfinished = `${cache}.${process.pid}`;
  writeFileSync(unfinished, script.createCachedData());
  renameSync(unfinished, cache);
}
