import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { findPython } from "../../binder/python.mjs";
import { treeOf } from "../content/tree.js";

const top = join(import.meta.dirname, "..", "..");

/** A program that ended: its exit status, and all that it printed. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** A copy of this working tree as a fresh clone has it, in a folder with spaces in its path. */
export class Clone {
  readonly base = mkdtempSync(join(tmpdir(), "socketbook "));
  readonly home = join(this.base, "home");
  folder = join(this.base, "a clone");

  constructor() {
    mkdirSync(this.home);
    for (const path of treeOf(top).paths) cpSync(join(top, path), join(this.folder, path));
  }

  /** Makes set-up quick where the test is not about Jupyter: one small package instead of ninety. */
  wantLittle(): void {
    const pins = readFileSync(join(top, "binder/requirements.txt"), "utf8");
    const six = /^six==\S+$/m.exec(pins)?.[0] ?? "";
    writeFileSync(join(this.folder, "binder/requirements.txt"), `${six}\n`);
  }

  /** Starts a program of `binder/` as it runs for somebody with an empty home folder. */
  start(program: string, options: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    return this.run(process.execPath, [join(this.folder, "binder", program), ...options], env);
  }

  /** Starts any program for that person, in `cwd`. */
  run(command: string, options: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = this.base) {
    const child = spawn(command, options, {
      cwd,
      env: { ...this.#env(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines: string[] = [];
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (status) => resolve({ status, output: lines.join("") }));
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        lines.push(text);
        process.emit("progress" as never); // to the watchdog: an installation may take its time
      });
    }
    return { child, ended, output: () => lines.join("") };
  }

  setUp(env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start("setup.mjs", [], env).ended;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The machine's own caches and settings of pip and npm, but no home folder to leave things in. */
  #env(): NodeJS.ProcessEnv {
    const { NB_PYTHON_PREFIX, NODE_TEST_CONTEXT, ...rest } = process.env;
    return {
      ...rest,
      HOME: this.home,
      USERPROFILE: this.home,
      XDG_CONFIG_HOME: process.env.XDG_CONFIG_HOME ?? join(homedir(), ".config"),
      npm_config_cache: process.env.npm_config_cache ?? join(homedir(), ".npm"),
      npm_config_userconfig: process.env.npm_config_userconfig ?? join(homedir(), ".npmrc"),
      PIP_CACHE_DIR: process.env.PIP_CACHE_DIR ?? join(homedir(), ".cache", "pip"),
      // pip asks rustc for its version, and rustup's rustc makes a folder in the home folder.
      RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(homedir(), ".rustup"),
      PATH: `${dirname(findPython())}${delimiter}${process.env.PATH}`,
    };
  }
}
