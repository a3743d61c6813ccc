import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { keepCompiled } from "./compiler.js";
import { writeKernelspec } from "./kernelspec.js";
import { Tslab } from "./tslab.js";

/**
 * `node install.js --prefix DIR` makes the kernel known to the Jupyter that lives below DIR, and
 * compiles a first cell, so that every kernel finds TypeScript compiled.
 */
const { values } = parseArgs({ options: { prefix: { type: "string" } } });
if (values.prefix === undefined) throw new Error("usage: install.js --prefix DIR");
console.log(writeKernelspec(values.prefix));

// Cells are compiled in the folder of the notebook; any folder of the clone knows the same packages.
process.chdir(dirname(fileURLToPath(import.meta.url)));
new Tslab({ wait: undefined, each: undefined, check: undefined }).warmUp();
keepCompiled();
process.exit(0); // tslab's compiler watches its files and would keep this process.
