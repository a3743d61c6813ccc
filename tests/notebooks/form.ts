import type { Finding, Tree } from "../content/tree.js";
import { committedForm } from "./committed-form.js";
import { exercises, isOfExercise } from "./exercises-form.js";
import { closing, opening } from "./frame.js";
import { type Notebook, proseOf, sourceOf } from "./notebook.js";
import { reference } from "./reference.js";

const mostLines = 15;
const widest = 120;
const lesson = { cells: { least: 25, most: 45 }, words: { least: 600, most: 1300 } };
/** A page to look things up in, with a text and a cell for each call. */
const lookup = { cells: { least: 25, most: 160 }, words: { least: 600, most: 4500 } };

/** Every notebook looks as the others do: how it opens and closes, how long it is, how it is committed. */
export function notebooksKeepTheirForm(tree: Tree): Finding[] {
  const paths = tree.paths.filter((path) => path.startsWith("notebooks/"));
  const course = paths.filter((path) => /^notebooks\/\d\d-[a-z0-9-]+\.ipynb$/.test(path));
  return [
    ...paths.filter((path) => !course.includes(path)).map(stray),
    ...course.flatMap((path) =>
      complaints(tree, path, course).map((says): Finding => ({ path, says })),
    ),
  ];
}

function stray(path: string): Finding {
  return { path, says: "is no notebook named like 01-a-tcp-server.ipynb; rename or remove it" };
}

function complaints(tree: Tree, path: string, course: readonly string[]): string[] {
  const text = tree.text(path);
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text) as Notebook;
  } catch (error) {
    return [`is no JSON (${(error as Error).message}); restore it from git`];
  }
  return [
    ...committedForm(notebook, text),
    ...opening(notebook, path),
    ...closing(notebook, path, course),
    ...exercises(notebook, path, tree),
    ...lengths(notebook, path === reference ? lookup : lesson),
    ...links(notebook, tree),
  ];
}

function lengths(notebook: Notebook, { cells, words }: typeof lesson): string[] {
  const found: string[] = [];
  for (const cell of notebook.cells) {
    const lines = sourceOf(cell).split("\n");
    if (cell.cell_type !== "code") continue;
    if (lines.length > mostLines) {
      found.push(`cell ${cell.id} has ${lines.length} lines, more than ${mostLines}; divide it`);
    }
    if (lines.some((line) => line.length > widest)) {
      found.push(`cell ${cell.id} has a line of more than ${widest} characters; break it`);
    }
  }
  const told = { ...notebook, cells: notebook.cells.filter((cell) => !isOfExercise(cell)) };
  const count = proseOf(told).split(/\s+/).filter(Boolean).length;
  return [
    ...found,
    ...outside(told.cells.length, cells, "cells"),
    ...outside(count, words, "words"),
  ];
}

function outside(count: number, { least, most }: typeof lesson.cells, what: string): string[] {
  if (count < least) return [`has ${count} ${what}, fewer than ${least}; say and show more`];
  if (count > most) return [`has ${count} ${what}, more than ${most}; shorten or divide it`];
  return [];
}

function links(notebook: Notebook, tree: Tree): string[] {
  return notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .flatMap((cell) => {
      const targets = [...sourceOf(cell).matchAll(/\]\(([^)#\s]+)/g)].map((link) => link[1] ?? "");
      return targets
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter(
          (target) => !tree.paths.includes(new URL(target, "file:///notebooks/").pathname.slice(1)),
        )
        .map(
          (target) => `cell ${cell.id} links to ${target}, which is not there; correct the link`,
        );
    });
}
