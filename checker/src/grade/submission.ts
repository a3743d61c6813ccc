import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join, sep } from "node:path";
import { CommandError } from "../run/words.js";

/** What one student handed in: a file, or a folder with a file that starts it. */
export interface Submission {
  readonly name: string;
  readonly path: string;
  /** The file that starts it, from `path`; empty when `path` is that file; missing when none was found. */
  readonly main?: string;
}

const sources = [".py", ".mjs", ".js", ".cjs", ".ts", ".mts", ".c"];

/** The submissions in a folder, by name: each file and each folder in it that is not hidden. */
export async function submissionsIn(folder: string): Promise<Submission[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
    throw new CommandError(`cannot read the folder ${folder}: ${error.message}`, { cause: error });
  });
  const names = entries.map(({ name }) => name).filter((name) => !name.startsWith("."));
  const top = await realpath(folder);
  return Promise.all(names.sort().map((name) => submissionAt(join(top, name))));
}

/** Whatever cannot be read, or is a link to what another student handed in, has no program to start. */
async function submissionAt(path: string): Promise<Submission> {
  const name = basename(path);
  try {
    const real = await realpath(path);
    if (real !== path && real.startsWith(dirname(path) + sep)) return { name, path };
    if (!(await stat(path)).isDirectory()) return { name, path, main: "" };
    const main = mainOf(await readdir(path));
    return main === undefined ? { name, path } : { name, path, main };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { name, path };
  }
}

/** The only source, or the one that is called server, client or main. */
function mainOf(files: readonly string[]): string | undefined {
  const candidates = files.filter((file) => sources.includes(extname(file).toLowerCase())).sort();
  if (candidates.length === 1) return candidates[0];
  const named = (word: string) =>
    candidates.find((file) => basename(file, extname(file)).toLowerCase().includes(word));
  return named("server") ?? named("client") ?? named("main");
}
