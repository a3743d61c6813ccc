import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.mjs";
import { run } from "./run.mjs";

const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const workspaces = ["lib", "kernel", "checker"];

/**
 * What is compiled from the `src` of each workspace. The compiler's own notes are not asked: they
 * do not miss a file that was deleted from `dist`.
 * @type {import("./step.mjs").Step}
 */
export const build = {
  name: "build",
  title: "Compiling lib, kernel and checker",
  done: () => workspaces.every(isCurrent),
  work: (tell) =>
    run(process.execPath, [compiler, "--build", "--force", ...workspaces], { note: tell }),
};

/** @param {string} workspace */
function isCurrent(workspace) {
  const settings = newest([
    join(root, "tsconfig.base.json"),
    join(root, workspace, "tsconfig.json"),
  ]);
  return sources(join(root, workspace, "src")).every((source) => {
    const made = join(root, workspace, "dist", source.replace(/\.ts$/, ".js"));
    const from = join(root, workspace, "src", source);
    return changed(made) >= Math.max(changed(from), settings);
  });
}

/** @param {string} folder */
function sources(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
}

/** @param {readonly string[]} files */
function newest(files) {
  return Math.max(...files.map(changed));
}

/** @param {string} file */
function changed(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
