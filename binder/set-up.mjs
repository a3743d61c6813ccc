import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { jupyter, venv } from "./jupyter.mjs";
import { kernel, lab } from "./kernel.mjs";
import { withLock } from "./lock.mjs";
import { packages } from "./packages.mjs";
import { environment } from "./places.mjs";
import { Problem } from "./problem.mjs";
import { take } from "./step.mjs";

/**
 * Brings this clone into working order and resolves with its Python environment.
 * @param {string[]} options
 * @returns {Promise<import("./places.mjs").Environment>}
 */
export async function setUp(options = []) {
  const { values } = parseArgs({ args: options, options: { prefix: { type: "string" } } });
  const place = environment(values.prefix);
  let worked = false;
  await withLock(async () => {
    const steps = [venv(place), packages, build, jupyter(place), kernel(place), lab(place)];
    for (const step of steps) worked = (await take(step)) || worked;
  });
  console.log(worked ? "Set-up is complete." : "Everything is in place.");
  return place;
}

/**
 * Ends the program with what failed; only a mistake of set-up itself is worth a stack.
 * @param {unknown} error
 */
export function report(error) {
  console.error(error instanceof Problem ? `\n${error.message}` : error);
  process.exitCode = 1;
}
