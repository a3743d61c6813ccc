/** The line of a cell that something is about, with its neighbours and a mark below it. */

export interface Marked {
  readonly code: string;
  /** From 1, as is the column. */
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

export function excerpt({ code, line, column, length = 1 }: Marked): string[] {
  const lines = code.split("\n");
  const first = Math.max(1, line - 1);
  const last = Math.min(lines.length, line + 1);
  const width = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1] ?? "";
    const arrow = number === line ? ">" : " ";
    shown.push(`${arrow} ${String(number).padStart(width)} | ${text}`);
    if (number === line) shown.push(`  ${" ".repeat(width)} | ${mark(text, column, length)}`);
  }
  return shown;
}

/** Tabs stay tabs, so that the mark stands below what it marks. */
function mark(text: string, column: number, length: number): string {
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  const marks = Math.max(1, Math.min(length, text.length - column + 1));
  return indent + "^".repeat(marks);
}
