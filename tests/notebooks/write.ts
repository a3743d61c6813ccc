/**
 * `npm run notebooks`: runs notebooks, all or the named ones, and writes outputs that changed. The
 * reference first takes over what the comments in lib/src say now.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../../binder/places.mjs";
import { treeOf } from "../content/tree.js";
import { reference, withComments } from "./reference.js";
import { folder, notebooks, runNotebooks } from "./runner.js";

const words = process.argv.slice(2);
const chosen = notebooks.filter(
  (name) => words.length === 0 || words.some((word) => name.includes(word)),
);
if (chosen.length === 0) throw new Error(`No notebook has ${words.join(" or ")} in its name.`);
if (chosen.includes(basename(reference))) {
  const path = join(root, reference);
  const notebook = withComments(JSON.parse(readFileSync(path, "utf8")), treeOf(root));
  writeFileSync(path, JSON.stringify(notebook));
}
const { code, printed } = await runNotebooks(
  "--write",
  ...chosen.map((name) => join(folder, name)),
);
console.log(printed || `${chosen.length} notebooks ran.`);
process.exitCode = code;
