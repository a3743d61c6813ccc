import type { CheckResult, Outcome } from "./result.js";

const marks: Readonly<Record<Outcome["state"], string>> = {
  passed: "ok  ",
  failed: "FAIL",
  "not tried": "--  ",
  "left out": "--  ",
};

/** One criterion as text: one line when it holds, else with the diagnosis, the cause and the transcript. */
export function outcomeText(outcome: Outcome): string {
  const { state, title, required, diagnosis = "" } = outcome;
  const head = `${marks[state]}  ${title}${required ? "" : " (recommended)"}`;
  if (state === "passed") return head;
  if (state !== "failed") return `${head}\n        not tried: ${diagnosis}`;
  return [
    head,
    `        diagnosis: ${diagnosis}`,
    ...field("expected", outcome.expected),
    ...field("came", outcome.came),
    ...field("advice", outcome.advice),
    ...outcome.transcript.map((line) => `          ${line}`),
  ].join("\n");
}

/** The whole result as text that a student can read. */
export function reportText(result: CheckResult): string {
  return [...result.outcomes.map(outcomeText), "", summaryText(result), ""].join("\n");
}

/** The verdict in one line, and what was found besides. */
export function summaryText({ outcomes, passed, points, outOf, remarks }: CheckResult): string {
  const failed = outcomes.filter(
    ({ state, required }) => required && state !== "passed" && state !== "left out",
  );
  const verdict = passed
    ? "Everything that is required holds."
    : `${failed.length} of ${outcomes.filter(({ required }) => required).length} required checks fail.`;
  return [`${verdict} ${points} of ${outOf} points.`, ...remarks].join("\n");
}

function field(name: string, text: string | undefined): string[] {
  if (text === undefined) return [];
  const [first = "", ...rest] = text.split("\n");
  return [`        ${name}: ${first}`, ...rest.map((line) => `          ${line}`)];
}
