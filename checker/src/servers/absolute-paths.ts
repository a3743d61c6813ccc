import { existsSync } from "node:fs";
import { resolve } from "node:path";

/**
 * The words of a command that is about to start in another folder: those that are paths from here become
 * absolute. The first word is a program, which the system finds by itself unless it is written as a path.
 */
export function absolutePaths(words: readonly string[], from = "."): string[] {
  return words.map((word, index) => {
    const isPath = index > 0 || /[/\\]/.test(word);
    const path = resolve(from, word);
    return isPath && word !== "" && existsSync(path) ? path : word;
  });
}
