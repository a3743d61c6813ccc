import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import type { Limits } from "../run/limits.js";
import { asksFor, withPortAsked } from "../run/words.js";
import { examineServer } from "../servers/check-server.js";
import { systemNamed } from "../systems/index.js";
import { onOneLine } from "../talk/shown.js";
import { adviceFor } from "../verdict/advice.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { type CheckResult, resultOf } from "../verdict/result.js";
import { prepare } from "./prepared.js";
import { Room } from "./room.js";
import type { Submission } from "./submission.js";

export interface GradeOptions {
  readonly system: string;
  /** The command of each submission, with `{file}` and `{port}`; without it the kind of file tells. */
  readonly run?: readonly string[] | undefined;
  readonly limits: Limits;
  readonly jobs?: number | undefined;
  readonly idle?: number | undefined;
  /** Begins what is arbitrary in the tries: the same for every submission, and the same points again. */
  readonly seed?: string | undefined;
  /** The names of more of the environment than every program gets. */
  readonly environment?: readonly string[] | undefined;
  /** What no submission may see: the grades, for example. */
  readonly hidden?: readonly string[] | undefined;
  /** Told what this machine cannot do. */
  readonly onWarning?: ((warning: string) => void) | undefined;
  /** Told of each submission as soon as it is graded. */
  readonly onGrade?: ((grade: Grade, done: number) => void | Promise<void>) | undefined;
}

export interface Grade {
  readonly submission: string;
  readonly result: CheckResult;
  /** Why it could not be graded, which is not its fault. */
  readonly error?: unknown;
}

/** Grades every submission, several at a time; the grades come in the order of the submissions. */
export async function gradeAll(
  submissions: readonly Submission[],
  options: GradeOptions,
): Promise<Grade[]> {
  const sources = new Set(submissions.map(({ path }) => dirname(path)));
  await using room = await Room.open([...sources, ...(options.hidden ?? [])]);
  if (!room.hasSandboxes) options.onWarning?.(noSandbox);
  else for (const path of room.seen) options.onWarning?.(`${path} ${cannotBeHidden}`);
  const grades: Grade[] = [];
  const waiting = [...submissions.entries()];
  let done = 0;
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, submission] = next;
      const grade = await gradeOne(submission, room, options);
      grades[index] = grade;
      await options.onGrade?.(grade, ++done);
    }
  }
  await Promise.all(Array.from({ length: jobsFor(options) }, work));
  return grades;
}

const cannotBeHidden = "cannot be hidden from the submissions: it holds what they need to run.";
const noSandbox = "this machine makes no sandboxes: a submission may do all that you may do.";

/** Programs that choose their port by themselves would be in each other's way. */
export function jobsFor({ run, jobs }: Pick<GradeOptions, "run" | "jobs">): number {
  const choosesPort = run !== undefined && !asksFor(withPortAsked(run).words, "port");
  return choosesPort ? 1 : (jobs ?? Math.min(4, availableParallelism()));
}

async function gradeOne(submission: Submission, room: Room, options: GradeOptions): Promise<Grade> {
  const { system, idle, seed } = options;
  const { name } = submission;
  try {
    const prepared = await prepare(submission, { ...options, room });
    const server = { run: prepared.words };
    const { limits, environment, folder: startIn } = prepared;
    const settings = { limits, environment, idle, seed, startIn };
    const remarks = [...prepared.remarks];
    const result = await examineServer(system, server, settings).finally(async () =>
      remarks.push(...(await prepared.remove())),
    );
    return { submission: name, result: { ...result, remarks: remarks.map(onOneLine) } };
  } catch (error) {
    if (error instanceof Diagnosis) {
      return { submission: name, result: withoutPoints(system, error) };
    }
    // The machine is in trouble, or the checker is: the others are graded all the same.
    const ungraded = new Diagnosis("could not be graded", { came: onOneLine(String(error)) });
    return { submission: name, result: withoutPoints(system, ungraded), error };
  }
}

/** The result of a submission that could not even be started. */
function withoutPoints(system: string, { message, evidence }: Diagnosis): CheckResult {
  const [first, ...rest] = systemNamed(system)?.criteria ?? [];
  if (first === undefined) throw new RangeError(`there is no system ${JSON.stringify(system)}`);
  const known = ({ id, title, required, points }: typeof first) => ({
    id,
    title,
    required,
    points,
  });
  const failed = {
    ...known(first),
    state: "failed" as const,
    diagnosis: message,
    advice: adviceFor(message),
    ...evidence,
    transcript: [],
  };
  const others = rest.map((criterion) => ({
    ...known(criterion),
    state: "not tried" as const,
    diagnosis: "the program could not be started",
    transcript: [],
  }));
  return resultOf(system, "server", [failed, ...others], []);
}
