import type { Finding, Tree } from "../content/tree.js";
import { type Documented, documentedCalls, exportedConstants } from "./doc-comments.js";
import { type Cell, type Notebook, sourceOf } from "./notebook.js";

export const reference = "notebooks/99-reference.ipynb";
const entryOfCall =
  /^### .+\n\n\| TypeScript \| Python \|\n\| --- \| --- \|\n(?:\| .+ \| .+ \|\n)+\n/;
const mend = "run: npm run notebooks -- 99";

/** Notebook 99 has an entry for each exported call, says what the call's comment says, and runs it. */
export function referenceIsWhole(tree: Tree): Finding[] {
  const notebook = JSON.parse(tree.text(reference)) as Notebook;
  const calls = documentedCalls(tree);
  const found = [
    ...calls.flatMap((call) => entryFindings(call, notebook)),
    ...calls.flatMap((call) => seeFindings(call, notebook, tree)),
    ...notebook.cells.filter(isEntry).flatMap((cell) => staleness(cell, calls)),
    ...exportedConstants(tree)
      .filter((name) => !textOf(notebook, "constants").includes(`\`${name}\``))
      .map((name) => `does not name ${name}; add it to the cell constants`),
  ];
  return found.map((says) => ({ path: reference, says }));
}

/** The notebook with what the comments say now in each entry. */
export function withComments(notebook: Notebook, tree: Tree): Notebook {
  const calls = documentedCalls(tree);
  const cells = notebook.cells.map((cell) => {
    const call = calls.find(({ name }) => idOf(name) === cell.id);
    if (!call || !isEntry(cell)) return cell;
    const [hand = "", rest = ""] = sourceOf(cell).split(/^\*\*Call\*\* /m);
    const see = rest.slice(Math.max(0, rest.indexOf("**See** ")));
    return { ...cell, source: `${hand}${comments(call)}\n\n${see}`.split(/(?<=\n)/) };
  });
  return { ...notebook, cells };
}

function isEntry(cell: Cell): boolean {
  return cell.cell_type === "markdown" && sourceOf(cell).startsWith("### ");
}

function entryFindings(call: Documented, notebook: Notebook): string[] {
  const id = idOf(call.name);
  const at = notebook.cells.findIndex((cell) => cell.id === id);
  const text = sourceOf(notebook.cells[at]);
  if (at < 0) return [`has no entry for ${call.name}; add a cell with the id ${id}`];
  if (!entryOfCall.test(text))
    return [`cell ${id} lacks a heading or its table of two lines; add it`];
  if (does(call) === "")
    return [`${call.name} has a comment that does not say what it does; tell it in lib/src`];
  if (!text.includes(`\n\n${comments(call)}\n\n**See** `)) {
    return [`cell ${id} says something else than the comment of ${call.name}; ${mend}`];
  }
  const shown = notebook.cells.slice(at).find((cell) => cell.cell_type === "code");
  const word = { "for await": "for await", "await using": "asyncDispose" }[lastName(call)];
  const isRun = new RegExp(`\\b${word ?? lastName(call)}\\b`).test(sourceOf(shown));
  return isRun ? [] : [`the cell behind ${id} does not call it; show it there`];
}

/** Where an entry says that its call is used, it is. */
function seeFindings(call: Documented, notebook: Notebook, tree: Tree): string[] {
  const id = idOf(call.name);
  const [, see = ""] = textOf(notebook, id).split("**See** ");
  const links = [...see.matchAll(/\]\(([^)]+)\)/g)].map((link) => `notebooks/${link[1]}`);
  const use = new RegExp(`\\b${lastName(call)}\\b`);
  const without = links.filter((path) => !use.test(tree.text(path)));
  if (links.length === 0 && see !== "this page only.") {
    return [`cell ${id} leads nowhere; link to notebooks that use it, or write: this page only.`];
  }
  return without.map(
    (path) => `cell ${id} leads to ${path}, which does not use it; correct the link`,
  );
}

function staleness(cell: Cell, calls: readonly Documented[]): string[] {
  if (calls.some(({ name }) => idOf(name) === cell.id)) return [];
  return [`cell ${cell.id} is about nothing that socketbook exports; remove it, or correct its id`];
}

/** The five headings but the last: what the source itself says. */
function comments(call: Documented): string {
  const types = call.signatures.map((one) => /(?:\)|^\w+): (.+)$/.exec(one)?.[1] ?? lastName(call));
  const gives = [`${types.map(asCode).join(" or ")}.`, ...call.sentences.filter(tellsResult)];
  const fails = call.sentences
    .filter(tellsFailure)
    .join(" ")
    .replace(/^Fails /, "");
  const isOfSocket = /^(?:\w+Socket|StreamReader)\./.test(call.name);
  const waits = isOfSocket && types.some((type) => type.startsWith("Promise"));
  return [
    `**Call** ${call.signatures.map(asCode).join(", ")}`,
    `**Does** ${does(call)}`,
    `**Gives** ${gives.join(" ")}`,
    `**Fails** ${fails || (waits ? "as every call that waits." : "with nothing of its own.")}`,
  ].join("\n\n");
}

function asCode(text: string): string {
  return `\`${text}\``;
}

function does({ sentences }: Documented): string {
  return sentences.filter((one) => !tellsResult(one) && !tellsFailure(one)).join(" ");
}

function tellsResult(sentence: string): boolean {
  return /^(?:Resolves|It gives)\b/.test(sentence);
}

function tellsFailure(sentence: string): boolean {
  return /^(?:Fails|After a failure)\b|\bfails with [A-Z]/.test(sentence);
}

function lastName({ name }: Documented): string {
  return name.slice(name.indexOf(".") + 1);
}

function idOf(name: string): string {
  return name.toLowerCase().replace(/[. ]/g, "-");
}

function textOf(notebook: Notebook, id: string): string {
  return sourceOf(notebook.cells.find((cell) => cell.id === id));
}
