import { history, type Notebook, openSockets } from "socketbook";
import { Failure, NotSolvedYet } from "./failure.js";

const manyEmptyChunks = 100;

type OpenSocket = ReturnType<typeof openSockets>[number];

/** What the kernel of this repository tells; under stock tslab there is nothing to ask. */
export function notebook(): Notebook | undefined {
  return (globalThis as { [key: symbol]: Notebook | undefined })[Symbol.for("socketbook.notebook")];
}

/** Nothing, or a function without a body: where a learner begins. */
export function isUntouched(made: unknown): boolean {
  if (made === undefined) return true;
  if (typeof made !== "function") return false;
  const text = String(made).replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, "");
  return /^[^{]*\{\s*\}$/.test(text);
}

/** What the learner's code threw, told as such and with its line where that is known. */
export function thrown(error: unknown): Error {
  if (error instanceof Error && /\bnot (?:solved )?yet\b/i.test(error.message)) {
    return new NotSolvedYet();
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = notebook()?.placeOf?.(error);
  const where = place ? ` (in cell [${place.cell}], line ${place.line})` : "";
  return new Failure(`your code failed${where} with ${text}`, hintOf(error));
}

/**
 * The sockets that the learner's code opened since `before`, in work that this cell began. A server
 * that an earlier cell started stays open, and so do its connections.
 */
export function leftOpen(before: readonly OpenSocket[]): OpenSocket[] {
  const cell = notebook()?.currentCell()?.number;
  return openSockets().filter((one) => !before.includes(one) && one.label.cell === cell);
}

/** The last call that the library has recorded, by its number. */
export function lastCall(): number {
  return history().at(-1)?.sequence ?? 0;
}

/** Whether, since that call, a loop goes on after the other side has finished. */
export function overlooksTheEnd(since: number): boolean {
  const empty = history().filter(
    ({ sequence, call, count }) => sequence > since && call === "recv" && count === 0,
  );
  return empty.length > manyEmptyChunks;
}

function hintOf(error: unknown): string {
  if (error instanceof TypeError) {
    return "a value is not what the line takes it for; look at it with console.log before that line";
  }
  return "read the message, and look at the line that it names";
}
