import { resolve } from "node:path";
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
  --help             shows this text

A submission runs in a copy of its own, with limits, and is ended with all that it started. It runs
with your rights: grade strangers' programs in a container, or as a user who may do nothing else.
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
  const out = resolve(values.out ?? `grades-${system}`);
  const submissions = (await submissionsIn(folder)).filter(({ path }) => path !== out);
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
  const grades = await gradeAll(submissions, { system, run, limits, jobs, onGrade });
  await reports.finish(system, grades);
  say(`${grades.length} submissions graded: ${reports.csv}`);
  return grades.some(({ error }) => error !== undefined) ? 1 : 0;
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
