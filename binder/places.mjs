import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "./problem.mjs";

/** The top folder of this clone. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What set-up and JupyterLab note for themselves; ignored by git, safe to delete. */
export const state = join(root, ".socketbook");

/**
 * The Python environment that holds Jupyter.
 * @typedef {object} Environment
 * @property {string} prefix its folder
 * @property {string} python its interpreter
 * @property {boolean} own true for the private `.venv`, false for one that somebody else made
 */

/**
 * The private `.venv`, or the environment that `--prefix DIR` or NB_PYTHON_PREFIX names.
 * @param {string | undefined} prefix
 * @returns {Environment}
 */
export function environment(prefix = process.env.NB_PYTHON_PREFIX) {
  const own = prefix === undefined || prefix === "";
  const folder = own ? join(root, ".venv") : resolve(prefix);
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const python = join(folder, ...inside);
  if (!own && !existsSync(python)) {
    throw new Problem(`The Python environment ${folder} has no ${inside.join("/")}.`);
  }
  return { prefix: folder, python, own };
}
