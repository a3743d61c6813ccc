import { access, mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import type { Limits } from "../run/limits.js";
import { GivenUp } from "../run/patience.js";
import { Program } from "../run/program.js";
import { fillIn } from "../run/words.js";
import { saidBy } from "../servers/started.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { copyOf } from "./copy.js";
import { remove } from "./remove.js";
import type { Submission } from "./submission.js";

/** A copy of a submission in a folder of its own, ready to be started there. */
export interface Prepared {
  readonly folder: string;
  /** The words that start it, with `{port}` to be filled in. */
  readonly words: readonly string[];
  /** What of the submission could not be copied. */
  readonly remarks: readonly string[];
  /** Removes the copy; resolves with what is left of it, in words. */
  remove(): Promise<string[]>;
}

/** How programs are started that end so. A `.c` file is compiled first. */
const starts: Readonly<Record<string, readonly string[]>> = {
  ".py": ["python3", "{file}", "{port}"],
  ".js": [process.execPath, "{file}", "{port}"],
  ".mjs": [process.execPath, "{file}", "{port}"],
  ".cjs": [process.execPath, "{file}", "{port}"],
  ".ts": [process.execPath, "--import", "{tsx}", "{file}", "{port}"],
  ".mts": [process.execPath, "--import", "{tsx}", "{file}", "{port}"],
  ".c": ["{program}", "{port}"],
};

/** Copies a submission, compiles it where needed, and makes the command that starts it. */
export async function prepare(
  submission: Submission,
  run: readonly string[] | undefined,
  limits: Limits,
): Promise<Prepared> {
  if (submission.main === undefined) throw new Diagnosis("holds no program that could be started");
  const base = await mkdtemp(join(tmpdir(), "socketbook-grade-"));
  const dispose = async () => ((await remove(base)) ? [] : [`could not be removed: ${base}`]);
  try {
    const folder = join(base, "submission");
    const file = join(folder, submission.main === "" ? submission.name : submission.main);
    await mkdir(folder);
    const remarks = await copyOf(submission.path, submission.main === "" ? file : folder);
    await access(file).catch(() => {
      throw new Diagnosis("holds no program that could be read", { came: remarks.join("\n") });
    });
    const words = run ?? starts[extname(file).toLowerCase()];
    if (words === undefined) throw new Diagnosis("holds no program that could be started");
    const program = join(base, "program");
    if (words.includes("{program}")) await compile(file, program, { folder, limits });
    const filled = fillIn(words, { file, program, name: basename(file), tsx: tsx() });
    return { folder, words: filled, remarks, remove: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function compile(
  file: string,
  program: string,
  options: { folder: string; limits: Limits },
): Promise<void> {
  await using compiler = new Program(["cc", "-O1", "-pthread", "-o", program, file], options);
  const ended = await compiler.patience(compiler.exited, 20);
  if (ended instanceof GivenUp || compiler.hasFailed)
    throw new Diagnosis("does not compile", saidBy(compiler));
}

/** Where the runner for TypeScript lies, from here: a submission lies elsewhere. */
function tsx(): string {
  try {
    return import.meta.resolve("tsx");
  } catch {
    return "tsx"; // not installed: the message of the start says so
  }
}
