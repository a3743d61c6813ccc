/** `npm run exercises`: tries the answers to the exercises of all notebooks, or of the named ones. */
import { join } from "node:path";
import { folder, notebooks, runExercises } from "./runner.js";

const words = process.argv.slice(2);
const chosen = notebooks.filter(
  (name) => words.length === 0 || words.some((word) => name.includes(word)),
);
if (chosen.length === 0) throw new Error(`No notebook has ${words.join(" or ")} in its name.`);
const { code, printed } = await runExercises(...chosen.map((name) => join(folder, name)));
console.log(printed || "Every starter is open, every wrong answer fails, every solution passes.");
process.exitCode = code;
