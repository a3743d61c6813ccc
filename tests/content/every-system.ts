import type { Finding, Tree } from "./tree.js";

interface Lock {
  readonly packages: Readonly<Record<string, { optionalDependencies?: Record<string, string> }>>;
}

/** npm leaves a system's program out of the lock when the registry lacks it, and says nothing. */
export function lockServesEverySystem(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => path.split("/").at(-1) === "package-lock.json")
    .flatMap((path) => lacking(tree, path));
}

function lacking(tree: Tree, path: string): Finding[] {
  const { packages } = JSON.parse(tree.text(path)) as Lock;
  return Object.entries(packages).flatMap(([name, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((wanted) => packages[`node_modules/${wanted}`] === undefined)
      .map((wanted) => ({
        path,
        says: `lacks ${wanted}, which ${name} needs on another system; pin a version that exists for every system`,
      })),
  );
}
