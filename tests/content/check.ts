/** Applies the content rules to this repository and ends with 1 when one of them is broken. */
import { join } from "node:path";
import { rules } from "./rules.js";
import { treeOf } from "./tree.js";

const tree = treeOf(join(import.meta.dirname, "..", ".."));
const findings = rules.flatMap((rule) => rule(tree));

for (const { path, line, says } of findings) {
  console.error(`${path}${line === undefined ? "" : `:${line}`} ${says}`);
}
console.log(`${rules.length} rules, ${tree.paths.length} files, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
