import { stockCell } from "./stock-tslab.js";

/**
 * The agreement between this library and the notebook kernel. The kernel leaves an object of this
 * shape on `globalThis` under `Symbol.for("socketbook.notebook")`; the library finds it there, so
 * neither imports the other at run time. In a plain program and under a stock kernel there is none.
 */
export interface Notebook {
  /** The cell whose work is running now, carried through promises, timers and sockets. */
  currentCell(): Cell | undefined;
  /** Asks the person at the front end. Rejects where the front end cannot ask, and on interrupt. */
  input(prompt: string, options?: { signal?: AbortSignal; password?: boolean }): Promise<string>;
  /** Shows a result under the cell; a second call with the same `displayId` replaces the first. */
  display(data: Readonly<Record<string, string>>, options?: { displayId?: string }): void;
  /** The innermost line of a cell that an error passed, also one that only waited for it. */
  placeOf?(error: unknown): { readonly cell: number; readonly line: number } | undefined;
}

export interface Cell {
  /** Stays the same when the cell runs again, also after an edit. */
  readonly id: string;
  /** The number in brackets beside the cell; another one at each run. */
  readonly number: number;
  /** Aborted when the learner interrupts this run of the cell. */
  readonly signal: AbortSignal;
}

const key = Symbol.for("socketbook.notebook");

/** Which run of which cell: all that is kept of a cell when it has ended. */
export type CellRun = Pick<Cell, "id" | "number">;

/** The run of a cell that calls now; under a stock tslab kernel as far as it can be told. */
export function currentRun(): CellRun | undefined {
  const kernel = notebook();
  if (!kernel) return stockCell();
  const cell = kernel.currentCell();
  return cell && { id: cell.id, number: cell.number };
}

/** The notebook that this code runs in, or undefined in a plain program. */
export function notebook(): Notebook | undefined {
  return (globalThis as { [key]?: Notebook })[key];
}
