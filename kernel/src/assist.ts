import type { Tslab } from "./tslab.js";
import type { Content } from "./wire.js";

/** What a front end asks while a person writes. Jupyter counts characters, TypeScript code units. */

export function complete(tslab: Tslab, { code, cursor }: Asked): Content {
  const { start, end, candidates, original } = tslab.complete(code, toUnits(code, cursor));
  const kinds = new Map(original?.entries.map(({ name, kind }) => [name, kind]));
  const [cursor_start, cursor_end] = [toCharacters(code, start), toCharacters(code, end)];
  const typed = candidates.map((text) => {
    return { start: cursor_start, end: cursor_end, text, type: kinds.get(text) ?? "" };
  });
  return {
    status: "ok",
    matches: candidates,
    cursor_start,
    cursor_end,
    metadata: { _jupyter_types_experimental: typed },
  };
}

/** Tells about the name at the cursor, the one that ends there, or the call that it stands in. */
export function inspect(tslab: Tslab, { code, cursor }: Asked): Content {
  const offset = toUnits(code, cursor);
  for (const at of [offset, offset - 1, calleeBefore(code, offset)]) {
    const text = at >= 0 && /[\w$]/.test(code[at] ?? "") ? tslab.inspect(code, at) : undefined;
    // For a name that nobody declared, TypeScript says no more than "any".
    if (text && text !== "any")
      return { status: "ok", found: true, data: { "text/plain": text }, metadata: {} };
  }
  return { status: "ok", found: false, data: {}, metadata: {} };
}

/** Whether a console may run the code already, must wait for more, or better not. */
export function isComplete(tslab: Tslab, code: string): Content {
  const { completed, indent = "" } = tslab.isComplete(code);
  if (!completed) return { status: "incomplete", indent };
  const mistakes = tslab.mistakes(code);
  if (mistakes.length === 0) return { status: "complete" };
  // tslab takes text and remarks that were not closed for complete code.
  const isOpen = mistakes.some((mistake) => UNCLOSED.has(mistake));
  return isOpen ? { status: "incomplete", indent: "" } : { status: "invalid" };
}

/** Unterminated template, and a remark without its end. */
const UNCLOSED = new Set([1160, 1010]);

export interface Asked {
  readonly code: string;
  readonly cursor: number;
}

/** The last character of the name in front of the innermost bracket that is open at the offset. */
function calleeBefore(code: string, offset: number): number {
  let depth = 0;
  for (let at = offset - 1; at >= 0; at--) {
    if (code[at] === ")") depth++;
    if (code[at] !== "(") continue;
    if (depth === 0) return code.slice(0, at).trimEnd().length - 1;
    depth--;
  }
  return -1;
}

function toUnits(code: string, characters: number): number {
  return [...code].slice(0, Math.max(0, characters)).join("").length;
}

function toCharacters(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}
