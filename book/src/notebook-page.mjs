/** Turns a committed notebook into a page of the book: prose, code, outputs and pictures. */

/** @typedef {{ readonly output_type: string, readonly name?: string, readonly text?: string | string[], readonly ename?: string, readonly evalue?: string, readonly data?: Readonly<Record<string, string | string[]>> }} Output */
/** @typedef {{ readonly cell_type: string, readonly id: string, readonly source: string | string[], readonly outputs?: readonly Output[] }} Cell */
/** @typedef {{ readonly cells: readonly Cell[] }} Notebook */
/** @typedef {{ readonly file: string, readonly svg: string }} Picture */
/** @typedef {{ readonly name: string, readonly title: string, readonly promise: string, readonly text: string, readonly pictures: readonly Picture[] }} Page */

/**
 * The page of one notebook.
 * @param {string} name the notebook's file name without its ending
 * @param {Notebook} notebook
 * @param {string} binder where the notebook opens on Binder
 * @returns {Page}
 */
export function notebookPage(name, notebook, binder) {
  const [opening, ...rest] = notebook.cells;
  if (!opening) throw new Error(`${name} has no cells.`);
  const [heading = "", promise = "", ...needs] = joined(opening.source).split("\n\n");
  /** @type {Picture[]} */
  const pictures = [];
  const parts = rest
    // The book has its own links to the pages before and after.
    .filter((cell) => cell.id !== "navigation")
    .map((cell) =>
      cell.cell_type === "code" ? codeCell(name, cell, pictures) : joined(cell.source),
    );
  const text = [
    heading,
    promise,
    ...needs,
    `[Open this page on Binder](${binder}) and run it there, or [read how to run it at home](./index.md#run-it).`,
    ...parts,
  ].join("\n\n");
  const title = heading.replace(/^# /, "");
  return { name, title, promise, text: `${leadingHere(text)}\n`, pictures };
}

/** A link to a notebook leads to its page. @param {string} text */
function leadingHere(text) {
  return text.replace(/\]\((\d\d-[a-z0-9-]+)\.ipynb/g, "](./$1.md");
}

/** @param {string} name @param {Cell} cell @param {Picture[]} pictures */
function codeCell(name, cell, pictures) {
  const outputs = (cell.outputs ?? []).map((output, index) =>
    shown(output, `${name}/${cell.id}${index === 0 ? "" : `-${index}`}.svg`, pictures),
  );
  return [fenced("ts", joined(cell.source)), ...outputs].filter(Boolean).join("\n\n");
}

/** @param {Output} output @param {string} file @param {Picture[]} pictures */
function shown(output, file, pictures) {
  if (output.output_type === "stream") return boxed(joined(output.text));
  if (output.output_type === "error") return boxed(`${output.ename}: ${output.evalue}`);
  const plain = joined(output.data?.["text/plain"]);
  const svg = joined(output.data?.["image/svg+xml"]);
  const html = joined(output.data?.["text/html"]);
  if (svg) {
    pictures.push({ file, svg });
    const title = /<title[^>]*>([^<]*)<\/title>/.exec(svg)?.[1] ?? "A picture of this run";
    const twin = plain ? folded("The same in characters", boxed(plain)) : "";
    return [`![${title.replace(/[[\]]/g, "")}](./pictures/${file})`, twin]
      .filter(Boolean)
      .join("\n\n");
  }
  if (html)
    return `<div v-pre>\n${html.trim().replaceAll("<table", '<table tabindex="0"')}\n</div>`;
  return boxed(plain);
}

/** What a cell gave, in a box of its own. @param {string} text */
function boxed(text) {
  // Colours of a terminal are nothing that a page can show.
  const clean = text
    .replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "")
    .trimEnd();
  return clean === "" ? "" : `<div class="output">\n\n${fenced("text", clean)}\n\n</div>`;
}

/** @param {string} summary @param {string} text */
function folded(summary, text) {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

/** @param {string} language @param {string} text */
function fenced(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** @param {string | string[] | undefined} text */
function joined(text) {
  return Array.isArray(text) ? text.join("") : (text ?? "");
}
