import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { note } from "./note.mjs";
import { root } from "./places.mjs";
import { run } from "./run.mjs";

const installer = join(root, "kernel", "dist", "install.js");
const settings = join(root, "binder", "overrides.json");

/**
 * The course's kernel, made known to Jupyter. Its description holds the absolute paths of Node and
 * of the launcher, so it is written anew when either moves.
 * @param {import("./places.mjs").Environment} environment
 * @returns {import("./step.mjs").Step}
 */
export function kernel(environment) {
  const installed = note(environment, "kernel");
  const wanted = () => [root, process.execPath, process.version, digest(installer)].join("\n");
  return {
    name: "kernel",
    title: "Installing the kernel",
    done: () => installed.says(wanted()),
    async work(tell) {
      await run(process.execPath, [installer, "--prefix", environment.prefix], { note: tell });
      installed.write(wanted());
    },
  };
}

/**
 * JupyterLab's settings for the course: no question about news at the first start.
 * @param {import("./places.mjs").Environment} environment
 * @returns {import("./step.mjs").Step}
 */
export function lab(environment) {
  const target = join(environment.prefix, "share/jupyter/lab/settings/overrides.d/socketbook.json");
  return {
    name: "lab",
    title: "Setting up JupyterLab",
    done: () => existsSync(target) && digest(target) === digest(settings),
    async work() {
      mkdirSync(dirname(target), { recursive: true });
      cpSync(settings, target);
    },
  };
}

/** @param {string} file */
function digest(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
