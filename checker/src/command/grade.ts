import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Grade, gradeAll, jobsFor } from "../grade/grade.js";
import { submissionsIn } from "../grade/submission.js";
import { csvOf, jsonOf } from "../grade/tables.js";
import { type Limits, missingLimits, usualLimits } from "../run/limits.js";
import { CommandError, wordsOf } from "../run/words.js";
import { printable } from "../talk/shown.js";
import { reportText } from "../verdict/report.js";
import { count, readArguments, systemNames, systemOf } from "./arguments.js";
import { writeWhole } from "./whole-file.js";

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
The exit status is 0 when everything was graded, whatever the grades are.
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
  const submissions = await submissionsIn(folder);
  const out = values.out ?? `grades-${system}`;
  await mkdir(join(out, "reports"), { recursive: true });

  warn(await missingLimits());
  if (jobsFor({ run, jobs }) < (jobs ?? 2))
    say("The command has no {port}: one submission at a time.");
  const onGrade = async (grade: Grade, done: number) => {
    await writeWhole(join(out, "reports", `${grade.submission}.txt`), reportOf(grade));
    const { points, outOf } = grade.result;
    say(
      `${done}/${submissions.length} ${printable(grade.submission)}: ${points} of ${outOf} points`,
    );
  };
  const grades = await gradeAll(submissions, { system, run, limits, jobs, onGrade });
  await writeWhole(join(out, "grades.csv"), csvOf(grades));
  await writeWhole(join(out, "grades.json"), jsonOf(system, grades));
  say(`${grades.length} submissions graded: ${join(out, "grades.csv")}`);
  return 0;
}

function warn(missing: readonly string[]): void {
  for (const limit of missing) say(`WARNING: this machine cannot limit the ${limit}.`);
}

function reportOf({ submission, result }: Grade): string {
  const title = `${submission}: ${result.system}`;
  return `${title}\n${"=".repeat(title.length)}\n\n${reportText(result)}`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
