/** `npm run notebooks`: runs notebooks, all or the named ones, and writes outputs that changed. */
import { join } from "node:path";
import { folder, notebooks, runNotebooks } from "./runner.js";

const words = process.argv.slice(2);
const chosen = notebooks.filter(
  (name) => words.length === 0 || words.some((word) => name.includes(word)),
);
if (chosen.length === 0) throw new Error(`No notebook has ${words.join(" or ")} in its name.`);
const { code, printed } = await runNotebooks(
  "--write",
  ...chosen.map((name) => join(folder, name)),
);
console.log(printed || `${chosen.length} notebooks ran.`);
process.exitCode = code;
