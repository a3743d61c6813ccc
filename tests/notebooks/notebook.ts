/** A cell as it is in the file. */
export interface Cell {
  readonly id: string;
  readonly cell_type: "code" | "markdown";
  readonly source: string | readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

export interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly execution_count?: number | null;
}

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export function sourceOf(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  return typeof cell.source === "string" ? cell.source : cell.source.join("");
}

/** What a person reads in sentences: no code, no tables, no tags, no targets of links. */
export function proseOf(notebook: Notebook): string {
  return notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .map((cell) =>
      sourceOf(cell)
        .replace(/^```.*?^```/gms, "")
        .replace(/^\|.*$/gm, "")
        .replace(/<[^>]+>/g, "")
        .replace(/\]\([^)]*\)/g, "]"),
    )
    .join("\n");
}
