import type { Finding, Tree } from "./tree.js";

/** Every `npm run x`, `npm test` and `npm start` in the README and CONTRIBUTING can be typed. */
export function commandsExist(tree: Tree): Finding[] {
  const { scripts } = JSON.parse(tree.text("package.json")) as { scripts: Record<string, string> };
  return ["README.md", "CONTRIBUTING.md"]
    .filter((path) => tree.paths.includes(path))
    .flatMap((path) =>
      [...tree.text(path).matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)]
        .map((command) => command[1] ?? command[2] ?? "")
        .filter((name) => scripts[name] === undefined)
        .map((name) => ({
          path,
          says: `names the command ${name}, which package.json does not have; correct the page or add the script`,
        })),
    );
}
