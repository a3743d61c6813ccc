import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { jupyter, venv } from "./jupyter.mjs";
import { kernel, lab } from "./kernel.mjs";
import { withLock } from "./lock.mjs";
import { packages } from "./packages.mjs";
import { environment, root } from "./places.mjs";
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
    for (const step of [venv(place), packages, build, jupyter(place), lab(place)])
      worked = (await take(step)) || worked;
    // TODO: unconditional as soon as the kernel's installer is there.
    if (existsSync(join(root, "kernel/dist/install.js")))
      worked = (await take(kernel(place))) || worked;
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
