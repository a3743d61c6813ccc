import type { Finding, Tree } from "./tree.js";

const source = /\.(?:[cm]?[jt]sx?|py|sh|css)$/;
const mostLines = 250;
const mostBytes = 2 ** 20;

/** One idea a file: a source file of more than 250 lines holds several. */
export function shortSources(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => source.test(path))
    .map((path) => ({ path, lines: tree.text(path).split("\n").length - 1 }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => ({
      path,
      says: `has ${lines} lines, more than ${mostLines}; give each of its ideas a file`,
    }));
}

/** Every clone carries every file for ever. */
export function smallFiles(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => tree.size(path) > mostBytes)
    .map((path) => ({
      path,
      says: `has ${tree.size(path)} bytes, more than ${mostBytes}; make it smaller, or make it in set-up`,
    }));
}
