/**
 * Runs the program given as arguments, and ends it when standard input ends, which is when the
 * set-up that waits for it is gone, however it went: no orphan goes on writing into a folder that
 * the next set-up makes anew.
 */
import { spawn } from "node:child_process";

const [command = "", ...options] = process.argv.slice(2);
const windows = process.platform === "win32";
const child = spawn(command, options, {
  stdio: ["ignore", "inherit", "inherit"],
  detached: !windows,
});

child.on("error", (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on("exit", (code) => process.exit(code ?? 1));

process.stdin.on("end", endAll).on("error", endAll).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, endAll);

function endAll() {
  if (child.pid === undefined) return;
  if (windows) spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"]);
  // The whole group: npm and venv start programs of their own.
  else process.kill(-child.pid, "SIGKILL");
}
