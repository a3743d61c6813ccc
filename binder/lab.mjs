import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root, state } from "./places.mjs";

const windows = process.platform === "win32";

/**
 * Runs JupyterLab until it ends or a signal ends it, and leaves with its exit status.
 * @param {import("./places.mjs").Environment} environment
 * @param {readonly string[]} options of a person, which win over the ones given here
 */
export function openLab({ python }, options) {
  console.log("JupyterLab is starting. Ctrl-C in this terminal ends it.");
  const lab = spawn(python, ["-m", "jupyterlab", ...ownOptions(), ...options], {
    cwd: root,
    env: { ...process.env, ...ownPlaces() },
    stdio: ["ignore", "inherit", "inherit"],
    // In a group of its own Ctrl-C does not reach it: Jupyter would ask whether that was meant.
    detached: !windows,
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => end(lab));
  }
  lab.on("error", (error) => {
    console.error(`JupyterLab did not start: ${error.message}`);
    process.exitCode = 1;
  });
  lab.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

/**
 * Asks JupyterLab to end its kernels and itself. On Windows Ctrl-C has reached it already, and a
 * signal would be the end of it without the kernels'.
 * @param {import("node:child_process").ChildProcess} lab
 */
function end(lab) {
  if (!windows) lab.kill("SIGTERM");
}

function ownOptions() {
  const options = [
    `--ServerApp.root_dir=${root}`,
    `--LabApp.default_url=${firstNotebook()}`,
    "--ServerApp.answer_yes=True",
  ];
  // Jupyter refuses to run for root unless told.
  return process.getuid?.() === 0 ? [...options, "--allow-root"] : options;
}

/** The address of the first notebook in reading order, or JupyterLab's own while there is none. */
function firstNotebook() {
  const folder = join(root, "notebooks");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const [first] = names.filter((name) => name.endsWith(".ipynb")).sort();
  return first === undefined ? "/lab" : `/lab/tree/notebooks/${encodeURIComponent(first)}`;
}

/** Jupyter's files, all of them inside the clone: settings, workspaces, the running server's address. */
function ownPlaces() {
  const home = join(state, "jupyter");
  mkdirSync(home, { recursive: true });
  return {
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_DATA_DIR: join(home, "data"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
    IPYTHONDIR: join(home, "ipython"),
    // The kernels of this environment come before those of the machine.
    JUPYTER_PREFER_ENV_PATH: "1",
  };
}
