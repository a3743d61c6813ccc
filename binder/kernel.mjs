import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
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
  const spec = join(environment.prefix, "share/jupyter/kernels/tslab/kernel.json");
  const installed = note(environment, "kernel");
  const wanted = () => [root, process.execPath, process.version, digest(...programs())].join("\n");
  return {
    name: "kernel",
    title: "Installing the kernel",
    done: () => existsSync(spec) && installed.says(wanted()),
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

function programs() {
  const folder = dirname(installer);
  const names = existsSync(installer) ? readdirSync(folder, { encoding: "utf8" }) : [];
  return names.filter((name) => name.endsWith(".js")).map((name) => join(folder, name));
}

/** @param {readonly string[]} files */
function digest(...files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex");
}
