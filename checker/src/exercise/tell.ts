import type { Outcome } from "./conduct.js";
import type { Exercise } from "./exercise.js";

/** What a person reads under the cell that checks. */
export function tell({ id, title, reread }: Exercise, outcome: Outcome): string {
  const name = `${id} ${title}`;
  switch (outcome.kind) {
    case "solved":
      return `✔ ${name}: solved.`;
    case "untouched":
      return `○ ${name}: not solved yet. Write your answer into the cell above, run it, then run this cell again.`;
    case "interrupted":
      return `○ ${name}: interrupted. Run the cell again when you like.`;
    case "broken":
      return [
        `○ ${name}: the check itself failed, which is a mistake of the course and not yours.`,
        `  ${outcome.error instanceof Error ? outcome.error.message : String(outcome.error)}`,
      ].join("\n");
    case "failed":
      return [
        `✘ ${name}: not yet.`,
        line("tried", outcome.tried),
        line("expected", outcome.expected),
        line("came", outcome.came),
        ...(outcome.likely === undefined ? [] : [line("likely", outcome.likely)]),
        line("reread", `"${reread}"`),
      ].join("\n");
  }
}

function line(word: string, text: string): string {
  return `  ${word.padEnd(9)} ${text}`;
}
