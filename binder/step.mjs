import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { state } from "./places.mjs";
import { progress } from "./progress.mjs";

/**
 * One part of set-up.
 * @typedef {object} Step
 * @property {string} name a word for file names
 * @property {string} title what a person sees while it runs
 * @property {() => boolean} done whether nothing is left to do; must be fast
 * @property {(note: (line: string) => void) => Promise<void>} work
 */

/**
 * Does one part of set-up unless it is done. A mark on disk stands while it works, so that a run
 * that was killed half way is seen by the next one, whatever it left behind.
 * @param {Step} step
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function take(step) {
  if (!isUnfinished(step.name) && step.done()) return false;
  mkdirSync(state, { recursive: true });
  writeFileSync(mark(step.name), "");
  const line = progress(step.title);
  try {
    await step.work(line.note);
  } catch (error) {
    line.end("failed");
    throw error;
  }
  rmSync(mark(step.name), { force: true });
  line.end("done");
  return true;
}

/**
 * Whether an earlier run began this part and never ended it.
 * @param {string} name
 */
export function isUnfinished(name) {
  return existsSync(mark(name));
}

/** @param {string} name */
function mark(name) {
  return join(state, `unfinished-${name}`);
}
