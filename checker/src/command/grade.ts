import { randomUUID } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { type Grade, gradeAll, jobsFor } from "../grade/grade.js";
import { Reports } from "../grade/reports.js";
import { submissionsIn } from "../grade/submission.js";
import { type Limits, missingLimits, usualLimits } from "../run/limits.js";
import { CommandError, wordsOf } from "../run/words.js";
import { onOneLine } from "../talk/shown.js";
import { count, readArguments, systemNames, systemOf } from "./arguments.js";

export const gradeHelp = `Grades a folder of submissions, several at a time.

Usage: npx socketbook grade FOLDER --system SYSTEM [--run "python3 {file} {port}"]

Each file and each folder in FOLDER is one submission. In a folder, the program is its only source, or
the one that is called server, client or main. SYSTEM is one of ${systemNames}.

  --run COMMAND      starts a submission: {file} is its program, {port} a free port. Without it, the
                     kind of file tells: .py, .js, .mjs, .cjs, .ts, .mts, and .c, which is compiled.
  --out DIR          where the grades go: grades.csv, grades.json, and reports/NAME.txt for each
                     student (grades-SYSTEM)
  --jobs N           how many are graded at a time (4, or the number of cores when that is less)
  --seconds N        the time of one submission, and the processor time of each process (${usualLimits.seconds})
  --memory MB        the memory of all its processes together (${usualLimits.megabytes})
  --processes N      how many processes it may have (${usualLimits.processes})
  --seed TEXT        makes the same tries as the run that told this seed; each run makes tries of its own
  --env NAME         gives this variable of your environment to the programs; most they do not get
  --help             shows this text

A submission runs in a copy of its own, with limits, and is ended with all that it started. Where
Linux lets you make a sandbox, it sees no other process, may change nothing but its copy, and sees neither
the other submissions nor the grades. Where it does not, a warning says so. What it may read, and reach in
your network, it can: grade strangers' programs in a container.
The exit status is 0 when everything was graded, whatever the grades are, and 1 when something could
not be, which is told; the others are graded all the same.
`;

const options = {
  system: { type: "string" },
  run: { type: "string" },
  out: { type: "string" },
  jobs: { type: "string" },
  seconds: { type: "string" },
  memory: { type: "string" },
  processes: { type: "string" },
  seed: { type: "string" },
  env: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
} as const;

/** The command `socketbook grade`: resolves with the exit status. */
export async function gradeCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) {
    process.stdout.write(gradeHelp);
    return 0;
  }
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new CommandError("name one folder to grade");
  const { name: system } = systemOf(values.system);
  const limits: Limits = {
    seconds: count(values.seconds, usualLimits.seconds, "seconds"),
    megabytes: count(values.memory, usualLimits.megabytes, "memory"),
    processes: count(values.processes, usualLimits.processes, "processes"),
  };
  const jobs = values.jobs === undefined ? undefined : count(values.jobs, 1, "jobs");
  const run = values.run === undefined ? undefined : wordsOf(values.run);
  const submitted = await submissionsIn(folder);
  const out = await newFolder(values.out ?? `grades-${system}`);
  const submissions = submitted.filter(({ path }) => path !== out);
  const seed = values.seed ?? randomUUID().slice(0, 8);
  const reports = new Reports(out);

  warn(await missingLimits());
  if (jobsFor({ run, jobs }) < (jobs ?? 2))
    say("The command has no {port}: one submission at a time.");
  const onGrade = async (grade: Grade, done: number) => {
    await reports.write(grade);
    const { points, outOf } = grade.result;
    const result = grade.error === undefined ? `${points} of ${outOf} points` : trouble(grade);
    say(`${done}/${submissions.length} ${onOneLine(grade.submission)}: ${result}`);
  };
  const grades = await gradeAll(submissions, {
    ...{ system, run, limits, jobs, seed, onGrade },
    environment: values.env,
    hidden: [out],
    onWarning: (warning) => say(`WARNING: ${warning}`),
  });
  await reports.finish(system, grades);
  say(`${grades.length} submissions graded, with the seed ${seed}: ${reports.csv}`);
  return grades.some(({ error }) => error !== undefined) ? 1 : 0;
}

async function newFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    return await realpath(path);
  } catch (error) {
    throw new CommandError(`cannot make the folder ${path}: ${(error as Error).message}`);
  }
}

function trouble({ error }: Grade): string {
  return `WARNING: it could not be graded, and not by its own fault: ${onOneLine(String(error))}`;
}

function warn(missing: readonly string[]): void {
  for (const limit of missing) say(`WARNING: this machine cannot limit the ${limit}.`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
