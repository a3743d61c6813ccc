/** Runs `kernel.py` beside this file with the Python of the set-up and the Node that runs this. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { environment } from "../binder/places.mjs";

const program = join(import.meta.dirname, "kernel.py");
const { status } = spawnSync(environment().python, [program, ...process.argv.slice(2)], {
  env: { ...process.env, SOCKETBOOK_NODE: process.execPath },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
