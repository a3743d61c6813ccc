/** `npm run book`: builds the site into book/dist. With `--preview` it is then served on this machine. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { writePages } from "./src/pages.mjs";

const here = import.meta.dirname;
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

// The tool of the book is large, and only who builds the book needs it.
if (!existsSync(join(here, "node_modules", "vitepress"))) {
  run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error");
}
writePages(join(here, ".."), join(here, "pages"));
const vitepress = join(here, "node_modules", "vitepress", "bin", "vitepress.js");
run(process.execPath, vitepress, "build", ".");
if (process.argv.includes("--preview")) run(process.execPath, vitepress, "preview", ".");

/** @param {string} command @param {string[]} parameters */
function run(command, ...parameters) {
  const shell = process.platform === "win32" && command === npm;
  const { status } = spawnSync(command, parameters, { cwd: here, stdio: "inherit", shell });
  if (status !== 0) process.exit(status ?? 1);
}
