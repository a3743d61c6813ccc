import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Problem } from "./problem.mjs";

const oldest = [3, 9];
const newestKnown = 20;
const question = `import sys
try:
    import ensurepip, venv
    whole = True
except ImportError:
    whole = False
print(sys.version_info[0], sys.version_info[1], whole, sys.executable, sep="\\n")`;

/**
 * The interpreter to make `.venv` from: the first on the PATH that is new enough and whole.
 * Fails with what to install when there is none.
 * @returns {string}
 */
export function findPython() {
  /** @type {string[]} */
  const refused = [];
  for (const [command, ...options] of candidates()) {
    const answer = ask(command, options);
    if (answer === undefined) continue;
    const name = `${command} is Python ${answer.major}.${answer.minor}`;
    if (answer.major < 3 || answer.minor < (oldest[1] ?? 0))
      refused.push(`${name}, which is too old`);
    else if (!answer.whole) refused.push(`${name}, without its parts venv and ensurepip`);
    else return answer.path;
  }
  const seen = refused.length === 0 ? "No Python was found on the PATH." : `${refused.join("; ")}.`;
  throw new Problem(
    `Socketbook needs Python ${oldest.join(".")} or newer, with venv, for JupyterLab. ${seen}\n${advice()}`,
  );
}

function candidates() {
  if (process.platform === "win32") return [["py", "-3"], ["python"], ["python3"]];
  const numbered = Array.from({ length: newestKnown - 8 }, (_, index) => [
    `python3.${newestKnown - index}`,
  ]);
  return [["python3"], ["python"], ...numbered];
}

/**
 * @param {string | undefined} command
 * @param {readonly string[]} options
 */
function ask(command = "", options) {
  // -I: neither the variables nor the private packages of whoever calls may change the answer.
  const { status, stdout } = spawnSync(command, [...options, "-I", "-c", question], {
    encoding: "utf8",
  });
  if (status !== 0) return undefined;
  const [major, minor, whole, path = ""] = stdout.trim().split(/\r?\n/);
  return { major: Number(major), minor: Number(minor), whole: whole === "True", path };
}

function advice() {
  if (process.platform === "darwin")
    return 'Install it with "brew install python", or the installer from python.org.';
  if (process.platform === "win32")
    return 'Install it with "winget install Python.Python.3.13", or the installer from python.org.';
  const command = installers.find(([family]) => linuxFamily().includes(family))?.[1];
  return command === undefined
    ? "Install Python 3 with its venv module."
    : `Install it with: ${command}`;
}

/** @type {readonly (readonly [string, string])[]} */
const installers = [
  ["debian", "sudo apt install python3 python3-venv"],
  ["fedora", "sudo dnf install python3"],
  ["rhel", "sudo dnf install python3"],
  ["suse", "sudo zypper install python3"],
  ["arch", "sudo pacman -S python"],
  ["alpine", "sudo apk add python3"],
];

function linuxFamily() {
  const file = "/etc/os-release";
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return [...text.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].map(([, value]) => value).join(" ");
}
