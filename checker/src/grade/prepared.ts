import { access, mkdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { Limits } from "../run/limits.js";
import { GivenUp } from "../run/patience.js";
import { Program } from "../run/program.js";
import { fillIn } from "../run/words.js";
import { saidBy } from "../servers/started.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { copyOf } from "./copy.js";
import { environmentFor } from "./environment.js";
import { remove } from "./remove.js";
import type { Room } from "./room.js";
import type { Submission } from "./submission.js";
import { tsx } from "./tsx.js";

/** A copy of a submission in a folder of its own, ready to be started there. */
export interface Prepared {
  readonly folder: string;
  readonly limits: Limits;
  readonly environment: NodeJS.ProcessEnv;
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

/** How the submissions of a class are prepared. */
export interface Preparation {
  readonly room: Room;
  /** The command of each, with `{file}`; without it the kind of file tells. */
  readonly run?: readonly string[] | undefined;
  readonly limits: Limits;
  /** The names of more of the environment than every program gets. */
  readonly environment?: readonly string[] | undefined;
}

/** Copies a submission, compiles it where needed, and makes the command that starts it. */
export async function prepare(
  submission: Submission,
  { room, run, ...given }: Preparation,
): Promise<Prepared> {
  if (submission.main === undefined) throw new Diagnosis("holds no program that could be started");
  const { base, sandbox } = await room.newCopy();
  const dispose = async () => ((await remove(base)) ? [] : [`could not be removed: ${base}`]);
  try {
    const folder = join(base, "submission");
    const file = join(folder, submission.main === "" ? submission.name : submission.main);
    await mkdir(folder);
    await mkdir(join(base, "temporary"));
    const remarks = await copyOf(submission.path, submission.main === "" ? file : folder);
    await access(file).catch(() => {
      throw new Diagnosis("holds no program that could be read", { came: remarks.join("\n") });
    });
    const words = run ?? starts[extname(file).toLowerCase()];
    if (words === undefined) throw new Diagnosis("holds no program that could be started");
    const program = join(base, "program");
    const limits = { ...given.limits, sandbox };
    const temporary = join(sandbox?.place ?? base, "temporary");
    const environment = environmentFor(temporary, given.environment ?? []);
    const options = { folder, limits, environment };
    if (words.includes("{program}")) await compile(file, program, options);
    const filled = fillIn(words, { file, program, name: basename(file), tsx: tsx().name });
    return { ...options, words: filled, remarks, remove: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function compile(
  file: string,
  program: string,
  options: { folder: string; limits: Limits; environment: NodeJS.ProcessEnv },
): Promise<void> {
  await using compiler = new Program(["cc", "-O1", "-pthread", "-o", program, file], options);
  const ended = await compiler.patience(compiler.exited, 20);
  if (ended instanceof GivenUp || compiler.hasFailed)
    throw new Diagnosis("does not compile", saidBy(compiler));
}
