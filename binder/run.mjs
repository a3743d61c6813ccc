import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root, state } from "./places.mjs";
import { Problem } from "./problem.mjs";

const log = join(state, "setup.log");
const guard = join(root, "binder", "guard.mjs");

/**
 * Runs a program in the clone's top folder and resolves when it ends well. Its output goes to
 * `.socketbook/setup.log`, line by line to `note`, and its last lines into the failure's message.
 * @param {string} command
 * @param {readonly string[]} options
 * @param {{ note?: (line: string) => void, env?: NodeJS.ProcessEnv }} [settings]
 * @returns {Promise<void>}
 */
export function run(command, options, { note, env = process.env } = {}) {
  appendFileSync(log, `\n$ ${[command, ...options].join(" ")}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [guard, command, ...options], { cwd: root, env });
    /** @type {string[]} */
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        appendFileSync(log, `${line}\n`);
        lines.push(line);
        // What goes to standard error is mostly warnings that nobody can act on.
        if (stream === child.stdout && line.trim() !== "") note?.(line.trim());
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Problem(failure([command, ...options], code, lines)));
    });
  });
}

/**
 * @param {readonly string[]} words
 * @param {number | null} code
 * @param {readonly string[]} lines
 */
function failure(words, code, lines) {
  const tail = lines.filter((line) => line.trim() !== "").slice(-15);
  return [
    `This failed (exit status ${code}): ${words.join(" ")}`,
    ...tail.map((line) => `  | ${line}`),
    `The whole output is in ${log}`,
  ].join("\n");
}
