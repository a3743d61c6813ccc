import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The files of the repository, as the rules see them: paths with `/`, from the top folder. */
export interface Tree {
  readonly paths: readonly string[];
  text(path: string): string;
  size(path: string): number;
}

/** One thing that breaks a rule: where, and in a sentence what is wrong and how to mend it. */
export interface Finding {
  readonly path: string;
  readonly line?: number;
  readonly says: string;
}

export type Rule = (tree: Tree) => Finding[];

/** What git knows below `top`, and what it would add. */
export function treeOf(top: string): Tree {
  const listing = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    { cwd: top, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  const paths = [...new Set(listing.split("\0"))].filter(
    (path) => path !== "" && existsSync(join(top, path)),
  );
  return {
    paths: paths.sort(),
    text: (path) => readFileSync(join(top, path), "utf8"),
    size: (path) => statSync(join(top, path)).size,
  };
}

/** A tree that exists only as text, for trying a rule on a broken sample. */
export function sample(files: Readonly<Record<string, string>>): Tree {
  return {
    paths: Object.keys(files).sort(),
    text: (path) => files[path] ?? "",
    size: (path) => Buffer.byteLength(files[path] ?? ""),
  };
}
