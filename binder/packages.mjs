import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./places.mjs";
import { run } from "./run.mjs";

/**
 * The npm packages, exactly as the lock file names them. Ones that a developer brought with
 * `npm install` count as well, as long as they are those of the lock file.
 * @type {import("./step.mjs").Step}
 */
export const packages = {
  name: "packages",
  title: "Installing npm packages",
  done: isInstalled,
  async work(note) {
    const [command, ...options] = npm();
    // Whatever the machine is set to: the tools are development dependencies, and none of the
    // packages needs its install script (zeromq brings its binaries along).
    const settings = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
    await run(command, [...options, "ci", ...settings], { note });
  },
};

/** npm as a program for this very Node, else the one on the PATH. */
function npm() {
  const beside = [
    process.env.npm_execpath ?? "",
    join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js"),
    join(dirname(process.execPath), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = beside.find((path) => path.endsWith("npm-cli.js") && existsSync(path));
  return script === undefined
    ? /** @type {const} */ (["npm"])
    : /** @type {const} */ ([process.execPath, script]);
}

/**
 * @typedef {object} Package
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

function isInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const found = packagesOf(installed);
  return Object.entries(packagesOf(join(root, "package-lock.json")))
    .filter(([path]) => path.startsWith("node_modules/"))
    .every(([path, wanted]) => isAsWanted(path, wanted, found[path]));
}

/**
 * @param {string} path
 * @param {Package} wanted
 * @param {Package | undefined} found
 */
function isAsWanted(path, wanted, found) {
  const folder = join(root, path);
  if (wanted.link === true)
    return (
      existsSync(folder) && realpathSync(folder) === realpathSync(join(root, wanted.resolved ?? ""))
    );
  if (found === undefined) return wanted.optional === true && !isForThisMachine(wanted);
  return found.version === wanted.version && existsSync(join(folder, "package.json"));
}

/** @param {Package} wanted */
function isForThisMachine({ os, cpu, libc }) {
  // Of a pair for two C libraries one is there and the other is not; npm knows which.
  return (
    libc === undefined &&
    os?.includes(process.platform) === true &&
    (cpu?.includes(process.arch) ?? true)
  );
}

/**
 * @param {string} file
 * @returns {Record<string, Package>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
