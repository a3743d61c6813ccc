import { inspect } from "node:util";

type Forms = Record<string, unknown>;

const display = Symbol.for("Jupyter.display");
/** So many bytes are shown; a picture or a file in a result must not flood the notebook. */
const MOST_BYTES = 256;
const PER_LINE = 16;

/**
 * The forms in which a front end may show a value: those that it brings itself under
 * `Symbol.for("Jupyter.display")`, and always a text.
 */
export async function formsOf(value: unknown): Promise<Forms> {
  const own = (value as { [display]?: () => Forms | Promise<Forms> } | null)?.[display];
  // As JSON, which is how it will travel: what cannot must fail here, as the cell's error.
  const rich = typeof own === "function" ? JSON.parse(JSON.stringify(await own.call(value))) : {};
  return "text/plain" in rich ? rich : { "text/plain": textOf(value), ...rich };
}

/** A text made for people; bytes are shown by their text and their hex, wherever they are in it. */
export function textOf(value: unknown): string {
  const { prototype } = Uint8Array as { prototype: { [inspect.custom]?: unknown } };
  const buffers = Buffer.prototype as { [inspect.custom]?: unknown };
  const usual = buffers[inspect.custom];
  prototype[inspect.custom] = buffers[inspect.custom] = showBytes;
  try {
    return inspect(value);
  } finally {
    // Only results are shown so: what a cell prints looks as in any program.
    delete prototype[inspect.custom];
    buffers[inspect.custom] = usual;
  }
}

function showBytes(this: Uint8Array): string {
  const count = `${this.length} ${this.length === 1 ? "byte" : "bytes"}`;
  if (this.length === 0) return count;
  const shown = Buffer.from(this.subarray(0, MOST_BYTES));
  const more = this.length > MOST_BYTES ? " …" : "";
  const text = decoded(shown, more !== "");
  const words = text === undefined ? count : `${count} ${inspect(text)}${more}`;
  return [words, ...hexLines(shown), ...(more === "" ? [] : ["…"])].join("\n");
}

/** Undefined for bytes that are no UTF-8; the last character may be cut where the rest is left out. */
function decoded(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

function hexLines(bytes: Buffer): string[] {
  const pairs = bytes.toString("hex").match(/../g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += PER_LINE) {
    lines.push(pairs.slice(at, at + PER_LINE).join(" "));
  }
  return lines;
}
