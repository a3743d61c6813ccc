import { chapters } from "../../checker/src/exercises.js";
import type { Tree } from "../content/tree.js";
import { type Cell, type Notebook, sourceOf } from "./notebook.js";

/** The numbers up to which notebooks have exercises with checks, and exercises at all. */
const lastChecked = "10";
const lastQuestions = "89";
const least = 2;
const most = 4;
const hint = /<details><summary>Hint(?: \d)?<\/summary>\n\n.+?\n\n<\/details>/s;
const starters = /^exercise-\d+(?:-yours|-check)?$/;

/** Whether a cell belongs to an exercise, and does not count for the length of the notebook. */
export function isOfExercise(cell: Cell): boolean {
  return starters.test(cell.id) || cell.id === "import-check" || cell.id === "exercises";
}

/**
 * Every notebook of the course ends with exercises that check themselves; those behind it, which show
 * and measure, with questions to try; a page to look things up in needs none.
 */
export function exercises(notebook: Notebook, path: string, tree: Tree): string[] {
  const number = path.slice("notebooks/".length).slice(0, 2);
  const start = notebook.cells.findIndex((cell) => cell.id === "exercises");
  const end = notebook.cells.findIndex((cell) => cell.id === "close");
  if (number > lastQuestions && start < 0) return [];
  if (start < 0 || end < start) {
    return ['has no cells "exercises" and "close"; name its last headings so'];
  }
  const cells = notebook.cells.slice(start, end);
  if (number > lastChecked) return questions(sourceOf(cells[0]));
  return checked(number, cells, tree).concat(chapter(number, cells.length, notebook, path));
}

/** Exercises as prose, numbered **1.**, **2.**, each with a hint. */
function questions(text: string): string[] {
  const [head = "", ...asked] = text.split(/^\*\*\d+\.\*\*/m);
  if (!head.startsWith("## Exercises\n") || asked.length < least) {
    const form = `"## Exercises" and ${least} or more, opened by **1.**, **2.**`;
    return [`has too few exercises; let its cell "exercises" hold ${form}`];
  }
  return asked.flatMap((question, index) =>
    hint.test(question)
      ? []
      : [`exercise ${index + 1} gives no hint; add <details><summary>Hint</summary> …`],
  );
}

function checked(number: string, cells: readonly Cell[], tree: Tree): string[] {
  const [, tools, ...rest] = cells;
  const found: string[] = [];
  if (tools?.id !== "import-check" || !sourceOf(tools).includes('from "socketbook-checker"')) {
    found.push('does not import check; add a code cell "import-check" behind "## Exercises"');
  }
  const count = Math.ceil(rest.length / 3);
  if (count < least || count > most) {
    found.push(`has ${count} exercises, not ${least} to ${most}; add or divide`);
  }
  for (let index = 0; index < count; index++) {
    const three = rest.slice(index * 3, index * 3 + 3);
    found.push(...exercise(`${number}.${index + 1}`, three, tree));
  }
  return found;
}

function exercise(id: string, cells: readonly Cell[], tree: Tree): string[] {
  const [, number = ""] = id.split(".");
  const [statement, yours, check] = cells;
  const wanted = ["", "-yours", "-check"].map((part) => `exercise-${number}${part}`);
  if (cells.map((cell) => cell.id).join() !== wanted.join()) {
    return [`exercise ${id} has other cells; let them be ${wanted.join(", ")}`];
  }
  const found: string[] = [];
  const text = sourceOf(statement);
  if (!text.startsWith(`**${number}.** `)) {
    found.push(`exercise ${id} has no statement; begin it with **${number}.**`);
  }
  if (!hint.test(text)) {
    found.push(`exercise ${id} gives no hint; add <details><summary>Hint 1</summary> …`);
  }
  if (yours?.cell_type !== "code" || sourceOf(yours).trim() === "") {
    found.push(`exercise ${id} has no place for the answer; add a starter that is not solved`);
  }
  if (!sourceOf(check).includes(`await check("${id}", `)) {
    found.push(`exercise ${id} is not checked; write await check("${id}", …) into ${check?.id}`);
  }
  const said = JSON.stringify(check?.outputs ?? []);
  if (said.includes("✔") || !said.includes("not solved yet")) {
    found.push(`exercise ${id} does not start unsolved; mend the starter, run: npm run notebooks`);
  }
  return [...found, ...solved(id, tree)];
}

function solved(id: string, tree: Tree): string[] {
  const answers = (ending: string, head: string) =>
    tree.paths
      .filter((path) => path.startsWith(`tests/notebooks/solutions/${id.slice(0, 2)}`))
      .filter((path) => path.endsWith(ending) && tree.text(path).includes(head));
  const files = `tests/notebooks/solutions/${id.slice(0, 2)}`;
  const found: string[] = [];
  if (answers(".ts", `// %% ${id}\n`).length === 0) {
    found.push(`exercise ${id} has no solution; write it into ${files}.ts`);
  }
  if (answers(".wrong.ts", `// %% ${id} `).length === 0) {
    found.push(`exercise ${id} was tried with no wrong answer; write some into ${files}.wrong.ts`);
  }
  return found;
}

/** What the checks know of the notebook: they name headings, which must be there to be read again. */
function chapter(number: string, length: number, notebook: Notebook, path: string): string[] {
  const count = Math.ceil((length - 2) / 3);
  const known = chapters.find((one) => one.notebook.startsWith(number));
  const source = `checker/src/exercises/${number}.ts`;
  if (!known || `notebooks/${known.notebook}.ipynb` !== path) {
    return [`is not the notebook that ${source} names; correct the name there`];
  }
  const found: string[] = [];
  if (!sourceOf(notebook.cells[0]).startsWith(`# ${number} · ${known.title}\n`)) {
    found.push(`has another title than ${source} says, ${known.title}; make them equal`);
  }
  const ids = known.exercises.map(({ id }) => id).join(", ");
  const wanted = Array.from({ length: count }, (_, index) => `${number}.${index + 1}`).join(", ");
  if (ids !== wanted)
    found.push(`has the exercises ${wanted}, and ${source} ${ids}; make them equal`);
  const text = notebook.cells.map(sourceOf).join("\n");
  for (const { id, reread } of known.exercises) {
    if (!text.split("\n").includes(`## ${reread}`)) {
      found.push(`has no heading "## ${reread}", which exercise ${id} names; correct ${source}`);
    }
  }
  return found;
}
