import { search } from "./lines.js";
import type { Finding, Tree } from "./tree.js";

const absolute = /(?<![\w.~/-])\/(?:home|Users|root|work)\/[\w.-]+|[A-Z]:\\{1,2}Users\\{1,2}\w+/;

/** A path of the machine that a file was written on is wrong on every other machine. */
export function noMachinePaths(tree: Tree): Finding[] {
  return search(
    tree,
    absolute,
    (found) => `names a path of one machine, ${found}; write it relative to the top folder`,
  );
}
