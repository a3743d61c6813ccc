import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { note } from "./note.mjs";
import { root } from "./places.mjs";
import { Problem } from "./problem.mjs";
import { findPython } from "./python.mjs";
import { run } from "./run.mjs";
import { isUnfinished } from "./step.mjs";

const requirements = join(root, "binder", "requirements.txt");

/**
 * The private Python environment. It is made anew when the clone was moved (its programs hold
 * absolute paths), when the Python it was made from has gone or changed, and when an installation
 * into it was cut off.
 * @param {import("./places.mjs").Environment} environment
 * @returns {import("./step.mjs").Step}
 */
export function venv(environment) {
  const made = note(environment, "venv");
  return {
    name: "venv",
    title: "Making the Python environment .venv",
    done: () => !environment.own || (!isUnfinished("jupyter") && made.says(identity(environment))),
    async work(tell) {
      const python = findPython();
      rmSync(environment.prefix, { recursive: true, force: true });
      await run(python, ["-m", "venv", environment.prefix], { note: tell, env: pythonEnv() });
      // JupyterLab brings a script for Node, which this clone's package.json would call a module.
      writeFileSync(join(environment.prefix, "package.json"), '{ "type": "commonjs" }\n');
      made.write(identity(environment));
    },
  };
}

/**
 * Jupyter, as `requirements.txt` pins it.
 * @param {import("./places.mjs").Environment} environment
 * @returns {import("./step.mjs").Step}
 */
export function jupyter(environment) {
  const installed = note(environment, "jupyter");
  const wanted = () =>
    `${identity(environment)}\n${createHash("sha256").update(readFileSync(requirements)).digest("hex")}`;
  return {
    name: "jupyter",
    title: "Installing Jupyter",
    done: () => installed.says(wanted()),
    async work(tell) {
      // The list is complete, so there is nothing for pip to resolve; its check shows that it is.
      const install = ["-m", "pip", "install", "--no-deps", "--requirement", requirements];
      const hasty = { ...pythonEnv(), PIP_RETRIES: "1" };
      try {
        await run(environment.python, install, { note: tell, env: hasty });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // Where one of several indexes never answers, pip's own five tries a package take minutes.
        tell("once more, with more patience");
        await run(environment.python, install, { note: tell, env: pythonEnv() });
      }
      if (environment.own)
        await run(environment.python, ["-m", "pip", "check"], { note: tell, env: pythonEnv() });
      installed.write(wanted());
    },
  };
}

/** What a person may have set for other Pythons must not lead this one astray. */
function pythonEnv() {
  const { PYTHONHOME, PYTHONPATH, PIP_TARGET, PIP_PREFIX, PIP_REQUIRE_VIRTUALENV, ...rest } =
    process.env;
  return { ...rest, PIP_USER: "0", PIP_DISABLE_PIP_VERSION_CHECK: "1", PYTHONNOUSERSITE: "1" };
}

/** @param {import("./places.mjs").Environment} environment */
function identity({ prefix, python }) {
  return existsSync(python) ? `${realpathSync(prefix)}\n${realpathSync(python)}` : "nothing";
}
