import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * A note in a Python environment of what a step made there and from what; the step is to be done
 * again as soon as the note no longer matches. It goes when the environment goes.
 * @param {import("./places.mjs").Environment} environment
 * @param {string} name
 */
export function note({ prefix }, name) {
  const file = join(prefix, "share", "socketbook", name);
  return {
    /** @param {string} text */
    says: (text) => existsSync(file) && readFileSync(file, "utf8") === text,
    /** @param {string} text */
    write(text) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
  };
}
