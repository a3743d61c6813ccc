import type { Cell, Notebook } from "./notebook.js";

const mend = "run: npm run notebooks";

/** Committed are the kernel, names of cells that stay, and outputs; nothing that a run leaves. */
export function committedForm(notebook: Notebook, text: string): string[] {
  const { kernelspec, language_info: language, ...more } = notebook.metadata;
  const found: string[] = [];
  const kernel = [kernelspec?.name, kernelspec?.display_name, kernelspec?.language].join(", ");
  if (kernel !== "tslab, TypeScript (Socketbook), typescript") {
    found.push(`names another kernel (${kernel}); ${mend}`);
  }
  if (Object.keys(more).length > 0 || Object.keys(language ?? {}).join() !== "name") {
    found.push(`has metadata that a program left; ${mend}`);
  }
  const ids = notebook.cells.map((cell) => cell.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
    found.push(`has several cells with the id ${id}; give each a name of its own`);
  }
  found.push(...notebook.cells.flatMap(cellForm));
  if (text !== `${JSON.stringify(sorted(notebook), null, 1)}\n`) {
    found.push(`is not written as others are (keys sorted, one space a level); ${mend}`);
  }
  return found;
}

function cellForm(cell: Cell): string[] {
  const found: string[] = [];
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(cell.id)) {
    found.push(`cell ${cell.id}: this id tells nothing; name the cell, like first-byte`);
  }
  if (Object.keys(cell.metadata).some((key) => key !== "tags")) {
    found.push(`cell ${cell.id} has metadata that a program left; ${mend}`);
  }
  const counts = [cell, ...(cell.outputs ?? [])].map((part) => part.execution_count ?? null);
  if (counts.some((count) => count !== null)) {
    found.push(`cell ${cell.id} has an execution count; ${mend}`);
  }
  const tags = (cell.metadata.tags ?? []) as readonly string[];
  const fails = cell.outputs?.some((o) => o.output_type === "error" || o.name === "stderr");
  if (fails && !tags.includes("raises-exception")) {
    found.push(`cell ${cell.id} shows an error; mend it, or tag the cell raises-exception`);
  }
  return found;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
