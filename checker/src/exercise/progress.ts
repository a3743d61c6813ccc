import { chapters } from "../exercises.js";
import type { Chapter } from "./exercise.js";
import { forgetSolved, readSolved, type Solved } from "./progress-file.js";

/** Prints which exercises are solved, notebook by notebook, and which one is next. */
export function progress(): void {
  const solved = readSolved();
  const shown = chapters.filter(({ exercises }) => exercises.length > 0);
  const widest = Math.max(...shown.map((chapter) => nameOf(chapter).length));
  for (const chapter of shown) {
    const marks = chapter.exercises.map(({ id }) => (id in solved ? "✔" : "○")).join(" ");
    console.log(`${nameOf(chapter).padEnd(widest)}  ${marks}`);
  }
  console.log(summary(shown, solved));
}

/** Forgets what is solved: the next `progress()` shows none. */
export function resetProgress(): void {
  const done = forgetSolved();
  console.log(done ? "All exercises are open again." : "The file of progress cannot be written.");
}

function summary(shown: readonly Chapter[], solved: Solved): string {
  const all = shown.flatMap(({ exercises }) => exercises);
  const open = all.filter(({ id }) => !(id in solved));
  const [next] = open;
  const count = `${all.length - open.length} of ${all.length} solved`;
  return next ? `${count}. Next: ${next.id} ${next.title}.` : `${count}. That is all of them.`;
}

function nameOf({ notebook, title }: Chapter): string {
  return `${notebook.slice(0, 2)} ${title}`;
}
