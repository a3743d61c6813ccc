import { inspect, types } from "node:util";
import { excerpt } from "./excerpt.js";
import { placesOf } from "./traces.js";

/** An error as Jupyter wants it, in an `error` message and in the reply to the cell. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** A type error or a syntax error of TypeScript: the cell has not run. */
export class CompileError extends Error {
  override readonly name = "TypeScriptError";
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}

const DEEPEST_CAUSE = 5;

/** Describes whatever a cell has thrown, also what is no error or fails when it is looked at. */
export function describeError(thrown: unknown): ErrorContent {
  try {
    const { ename, evalue } = nameAndValue(thrown);
    return { ename, evalue, traceback: tracebackOf(thrown, DEEPEST_CAUSE) };
  } catch {
    const evalue = "something that cannot be shown was thrown";
    return { ename: "Error", evalue, traceback: [`Error: ${evalue}`] };
  }
}

function nameAndValue(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) return { ename: "Uncaught", evalue: inspect(thrown) };
  const own = typeof thrown.name === "string" ? thrown.name : "Error";
  const ename = own === "Error" ? String(thrown.constructor?.name ?? own) : own;
  return { ename, evalue: String(thrown.message) };
}

function tracebackOf(thrown: unknown, depth: number): string[] {
  const { ename, evalue } = nameAndValue(thrown);
  if (thrown instanceof CompileError) return [...thrown.lines];
  const lines = [evalue === "" ? ename : `${ename}: ${evalue}`];
  if (!isError(thrown)) return lines;
  const { hint } = thrown as { hint?: unknown };
  if (typeof hint === "string" && !evalue.includes(hint)) lines.push(`Hint: ${hint}`);
  lines.push(...where(thrown));
  if (depth > 0) lines.push(...reasons(thrown, depth - 1));
  return lines;
}

/** The line of the cell with its neighbours, then the lines that led there. */
function where(error: Error): string[] {
  const [innermost, ...outer] = placesOf(error);
  if (innermost === undefined) return stackLines(error);
  const { source, line, column } = innermost;
  const lines = ["", `at cell [${source.number}], line ${line}:`];
  lines.push(...excerpt({ code: source.code, line, column }));
  for (const place of outer) {
    const text = place.source.code.split("\n")[place.line - 1]?.trim();
    lines.push(`called from cell [${place.source.number}], line ${place.line}: ${text}`);
  }
  return lines;
}

/** An error that never passed a cell shows its own stack, such as that of an imported file. */
function stackLines(error: Error): string[] {
  if (typeof error.stack !== "string") return [];
  return error.stack.split("\n").filter((line) => line.startsWith("    at "));
}

function reasons(error: Error, depth: number): string[] {
  const lines: string[] = [];
  if (error.cause !== undefined && error.cause !== error) {
    lines.push("", ...withPrefix("Caused by ", tracebackOf(error.cause, depth)));
  }
  const { errors } = error as { errors?: unknown };
  if (Array.isArray(errors)) {
    for (const one of errors)
      lines.push("", ...withPrefix("One of these: ", tracebackOf(one, depth)));
  }
  return lines;
}

function withPrefix(prefix: string, [first = "", ...rest]: readonly string[]): string[] {
  return [prefix + first, ...rest];
}

function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}
