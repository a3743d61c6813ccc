import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { environment, root } from "../../binder/places.mjs";

export const folder = join(root, "notebooks");

/** The notebooks of the course, in reading order. */
export const notebooks: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .sort();

export interface Run {
  readonly code: number;
  readonly printed: string;
}

/**
 * Runs `run_notebook.py` with these arguments and the Node that runs this file. Resolves with its
 * exit status and all that it printed: a line for each finding.
 */
export function runNotebooks(...options: string[]): Promise<Run> {
  return runPython("run_notebook.py", ...options);
}

/** Runs `run_exercises.py` in the same way: wrong answers and solutions to the exercises. */
export function runExercises(...options: string[]): Promise<Run> {
  return runPython("run_exercises.py", ...options);
}

/** Runs notebooks 01 and 02 in two kernels that talk to each other. */
export function runTogether(): Promise<Run> {
  return runPython("run_together.py");
}

function runPython(name: string, ...options: string[]): Promise<Run> {
  const script = join(import.meta.dirname, name);
  const env = { ...process.env, SOCKETBOOK_NODE: process.execPath, PYTHONDONTWRITEBYTECODE: "1" };
  return new Promise((resolve) => {
    execFile(environment().python, [script, ...options], { env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, printed: stdout + stderr });
    });
  });
}
