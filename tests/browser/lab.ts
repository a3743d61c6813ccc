import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { environment, root, state } from "../../binder/places.mjs";

/** A running JupyterLab on copies of the notebooks: what a browser saves there changes no file of the course. */
export class Lab {
  readonly address: string;
  readonly folder: string;
  readonly #server: ChildProcess;

  private constructor(address: string, folder: string, server: ChildProcess) {
    this.address = address;
    this.folder = folder;
    this.#server = server;
  }

  /** Starts it on a free port, with settings and state of its own. Resolves when it answers. */
  static async start(names: readonly string[]): Promise<Lab> {
    mkdirSync(state, { recursive: true });
    // Inside the clone, because a cell finds packages in a folder above its notebook.
    const folder = mkdtempSync(join(state, "browser-"));
    mkdirSync(join(folder, "notebooks"));
    for (const name of names) {
      cpSync(join(root, "notebooks", name), join(folder, "notebooks", name));
    }
    writeSettings(folder);
    const server = spawn(environment().python, ["-m", "jupyterlab", ...options(folder)], {
      cwd: folder,
      env: { ...process.env, ...places(folder) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    server.stdout?.on("data", (text) => {
      log += text;
    });
    server.stderr?.on("data", (text) => {
      log += text;
    });
    const address = await answers(folder, server).catch((error: Error) => {
      server.kill("SIGKILL");
      throw new Error(`JupyterLab did not start: ${error.message}\n${log}`);
    });
    return new Lab(address, folder, server);
  }

  /** A copied notebook as it is in the file now. */
  path(name: string): string {
    return join(this.folder, "notebooks", name);
  }

  /** Ends it and its kernels, and removes the copies. */
  async stop(): Promise<void> {
    if (this.#server.exitCode === null) {
      const ended = once(this.#server, "exit");
      this.#server.kill("SIGTERM");
      const late = setTimeout(() => this.#server.kill("SIGKILL"), 20_000);
      await ended;
      clearTimeout(late);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function options(folder: string): string[] {
  return [
    "--no-browser",
    "--ip=127.0.0.1",
    "--port=0",
    `--ServerApp.root_dir=${join(folder, "notebooks")}`,
    "--LabApp.expose_app_in_browser=True",
    "--ServerApp.answer_yes=True",
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
}

function places(folder: string): Record<string, string> {
  return {
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    IPYTHONDIR: join(folder, "ipython"),
    JUPYTER_PREFER_ENV_PATH: "1",
  };
}

/** Every cell stays in the page, also those that are not in view, so that they can be looked at. */
function writeSettings(folder: string): void {
  const plugin = "@jupyterlab/notebook-extension";
  const place = join(folder, "config", "lab", "user-settings", plugin);
  mkdirSync(place, { recursive: true });
  const settings = JSON.stringify({ windowingMode: "none" });
  writeFileSync(join(place, "tracker.jupyterlab-settings"), settings);
}

/** The address with its key, once the server has written it down and answers. */
async function answers(folder: string, server: ChildProcess): Promise<string> {
  const deadline = performance.now() + 120_000;
  while (performance.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode}`);
    const { url, token } = written(join(folder, "runtime"));
    const answer = await fetch(`${url}api/status?token=${token}`).catch(() => undefined);
    if (answer?.ok) return `${url}lab?token=${token}`;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it did not answer for two minutes");
}

function written(folder: string): { url: string; token: string } {
  try {
    const name = readdirSync(folder).find((each) => /^jpserver-.*\.json$/.test(each));
    return JSON.parse(readFileSync(join(folder, name ?? ""), "utf8"));
  } catch {
    return { url: "", token: "" }; // not written yet, or not to its end
  }
}
