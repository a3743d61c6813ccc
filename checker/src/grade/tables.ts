import { onOneLine, printable } from "../talk/shown.js";
import type { Outcome } from "../verdict/result.js";
import type { Grade } from "./grade.js";

/** The grades as a table for a spreadsheet: a row for each submission, a column for each criterion. */
export function csvOf(grades: readonly Grade[]): string {
  const criteria = grades[0]?.result.outcomes.map(({ id }) => id) ?? [];
  const head = ["submission", "points", "out of", "required holds", ...criteria, "diagnoses"];
  const rows = grades.map(({ submission, result }) => [
    onOneLine(submission),
    result.points,
    result.outOf,
    result.passed ? "yes" : "no",
    ...result.outcomes.map(pointsOf),
    result.outcomes
      .filter(({ state }) => state === "failed")
      .map(({ id, diagnosis }) => `${id}: ${diagnosis}`)
      .join("; "),
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** The same with all that is known, for programs. */
export function jsonOf(system: string, grades: readonly Grade[]): string {
  const submissions = grades.map(({ submission, result }) => ({
    submission,
    points: result.points,
    outOf: result.outOf,
    requiredHolds: result.passed,
    criteria: result.outcomes.map((outcome) => ({
      id: outcome.id,
      title: outcome.title,
      required: outcome.required,
      state: outcome.state,
      points: pointsOf(outcome),
      outOf: outcome.points,
      diagnosis: outcome.diagnosis,
    })),
  }));
  // What `printable` writes is what JSON itself writes for a character: the names stay what they are.
  return `${printable(JSON.stringify({ system, submissions }, null, 2))}\n`;
}

function pointsOf({ state, points }: Outcome): number {
  return state === "passed" ? points : 0;
}

/**
 * One cell. A name that a spreadsheet would take for a formula gets a quote in front. Cells with a
 * semicolon are quoted as well: in half of Europe that is what stands between two cells.
 */
function cell(value: string | number): string {
  const text = typeof value === "number" ? String(value) : value.replace(/^[=+\-@＝＋－＠]/, "'$&");
  return /[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
