import type { Finding, Tree } from "./tree.js";

const binary = /\.(?:png|jpe?g|gif|ico|woff2?|pdf|zip|gz)$/;

/** What `pattern` finds in the text files of a tree, each told by `says` from the text it found. */
export function search(tree: Tree, pattern: RegExp, says: (found: string) => string): Finding[] {
  return tree.paths
    .filter((path) => !binary.test(path))
    .flatMap((path) =>
      tree
        .text(path)
        .split("\n")
        .flatMap((text, index) => {
          const found = pattern.exec(text);
          return found === null ? [] : [{ path, line: index + 1, says: says(found[0].trim()) }];
        }),
    );
}
