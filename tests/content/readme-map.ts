import type { Finding, Tree } from "./tree.js";

/** The map in the README, a code block with one `folder/ purpose` a line, shows the tree as it is. */
export function mapShowsTree(tree: Tree): Finding[] {
  const path = "README.md";
  const shown = foldersOf(tree.text(path));
  if (shown.length === 0) {
    return [{ path, says: "has no map; add a code block with a line `folder/  purpose` for each" }];
  }
  const real = [...new Set(tree.paths.filter((file) => file.includes("/")).map(topOf))];
  return [
    ...real
      .filter((folder) => !shown.includes(folder))
      .map((folder) => ({ path, says: `does not show ${folder} on its map; add a line for it` })),
    ...shown
      .filter((folder) => !real.includes(folder))
      .map((folder) => ({ path, says: `shows ${folder}, which is not there; remove the line` })),
  ];
}

function foldersOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n(.*?)^```/gms)].map((block) => block[1] ?? "");
  const folder = /^([\w.-]+\/)\s+\S/gm;
  return blocks.flatMap((block) => [...block.matchAll(folder)].map((line) => line[1] ?? ""));
}

function topOf(path: string): string {
  return path.slice(0, path.indexOf("/") + 1);
}
