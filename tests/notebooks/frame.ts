import { posix } from "node:path";
import { type Notebook, sourceOf } from "./notebook.js";

const contents = "00-start-here.ipynb";
const mostPoints = 5;

/** A notebook opens with its number and title, a promise in one line, what is needed, how long it takes. */
export function opening(notebook: Notebook, path: string): string[] {
  const number = posix.basename(path).slice(0, 2);
  const [title = "", promise = "", needs = "", ...more] = sourceOf(notebook.cells[0]).split("\n\n");
  const found: string[] = [];
  if (!new RegExp(`^# ${number} · \\S[^\\n]*$`).test(title)) {
    found.push(`does not open with a title; begin with "# ${number} · " and the title`);
  }
  if (promise === "" || promise.includes("\n") || promise.startsWith("**")) {
    found.push("has no promise; tell below the title, in one line, what the reader will do");
  }
  if (!/^\*\*You need:\*\* .+ \*\*It takes:\*\* .*\d+ minutes\.$/.test(needs) || more.length > 0) {
    found.push("tells no needs; end its first cell: **You need:** … **It takes:** … minutes.");
  }
  return found;
}

/** It closes with a summary, exercises, closeAll, and links to its neighbours. */
export function closing(notebook: Notebook, path: string, course: readonly string[]): string[] {
  const { cells } = notebook;
  const [close, closeAll, navigation] = cells.slice(-3).map(sourceOf);
  const exercises = cells.findIndex((cell) => sourceOf(cell).startsWith("## Exercises\n"));
  const before = sourceOf(cells.at(exercises < 0 ? -4 : exercises - 1));
  const [, summary = ""] = before.split(/^## Summary\n/m);
  const found: string[] = [];
  if (!closeAll?.includes("await closeAll()") || !/^## Close everything$/m.test(close ?? "")) {
    const form = '"## Close everything", a code cell with await closeAll(), and the navigation';
    found.push(`leaves sockets open; let its last three cells be ${form}`);
  }
  const points = summary.match(/^- /gm)?.length ?? 0;
  if (points < 1 || points > mostPoints) {
    const form = `"## Summary" and 1 to ${mostPoints} points`;
    found.push(`has no summary; let the cell before the exercises hold ${form}`);
  }
  const wanted = navigationOf(path, course);
  if (!wanted.test(navigation ?? "")) {
    found.push(`does not lead to its neighbours; let its last cell match ${wanted.source}`);
  }
  return found;
}

function navigationOf(path: string, course: readonly string[]): RegExp {
  const at = course.indexOf(path);
  const link = (word: string, other: string | undefined) =>
    other === undefined ? [] : [`${word}: \\[[^\\]]+\\]\\(${posix.basename(other)}\\)`];
  const parts = [
    ...link("previous", course[at - 1]),
    `\\[contents\\]\\(${contents}\\)`,
    ...link("next", course[at + 1]),
  ];
  return new RegExp(`^${parts.join(" · ")}$`);
}
