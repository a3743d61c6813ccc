import { posix } from "node:path";
import type { Finding, Tree } from "./tree.js";

/** A relative link of a page leads to a file or folder of the tree, and its #part to a heading. */
export function linksResolve(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) =>
      linksOf(tree.text(path))
        .filter((link) => !leads(tree, path, link))
        .map((link) => ({ path, says: `links to ${link}, which is not there; correct the link` })),
    );
}

function linksOf(text: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(<?([^)>\s]+)>?[^)]*\)/g)]
    .map((link) => link[1] ?? "")
    .filter((link) => !/^[a-z]+:/.test(link));
}

function leads(tree: Tree, from: string, link: string): boolean {
  const [file = "", part] = decodeURI(link).split("#");
  const target = file === "" ? from : posix.join(posix.dirname(from), file).replace(/\/$/, "");
  const exists = tree.paths.some((path) => path === target || path.startsWith(`${target}/`));
  if (!exists || part === undefined || !target.endsWith(".md")) return exists || target === ".";
  return headingsOf(tree.text(target)).includes(part);
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map((heading) =>
    (heading[1] ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
