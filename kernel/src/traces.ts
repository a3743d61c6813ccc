import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Place } from "./interrupt.js";

/** Which line of which cell an error belongs to. */

export interface CellPlace {
  readonly source: CellSource;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/** A cell as it was compiled, able to tell where something came from. */
export interface CellSource {
  readonly number: number;
  readonly code: string;
  /** From a line and column, both from 1, of the script that runs. */
  fromScript(line: number, column: number): CellPlace | undefined;
  /** From an offset in the code as the guards were told it. */
  fromGuard(position: number): CellPlace | undefined;
}

const SCRIPT = /^cell-(\d+)$/;
const sources = new Map<number, CellSource>();
const places = new WeakMap<object, CellPlace[]>();
const insides = ["node:", "evalmachine", fileURLToPath(new URL(".", import.meta.url))];

/** The name that the script of a cell gets in stack traces, until it is told by its cell. */
export function scriptName(script: number): string {
  return `cell-${script}`;
}

export function rememberSource(script: number, source: CellSource): void {
  sources.set(script, source);
}

/** Makes every `error.stack` speak of cells and lines, without the insides of kernel and Node. */
export function traceCells(tslab: string): void {
  insides.push(dirname(tslab));
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.flatMap((frame) => told(error, frame) ?? []);
    return [headline(error), ...lines].join("\n");
  };
}

/**
 * Adds the place of an `await` through which the error passed. An error that comes from the system
 * has no frame of a cell in its stack, and only this tells which line waited for it.
 */
export function noteWait(error: unknown, [script, position]: Place): void {
  const place = sources.get(script)?.fromGuard(position);
  if (place !== undefined && isObject(error)) remember(error, place);
}

/** The places in cells that an error passed, innermost first, each line once. */
export function placesOf(error: unknown): readonly CellPlace[] {
  if (!isObject(error)) return [];
  void (error as { stack?: unknown }).stack; // V8 may compose it only when it is read.
  const seen = new Set<string>();
  return (places.get(error) ?? []).filter(({ source, line }) => {
    const key = `${source.number}:${line}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** One line of a stack, or undefined for what a learner cannot do anything about. */
function told(error: object, frame: NodeJS.CallSite): string | undefined {
  const file = frame.getScriptNameOrSourceURL() ?? "";
  if (file === "" || insides.some((inside) => file.replace("file://", "").startsWith(inside))) {
    return undefined;
  }
  const script = SCRIPT.exec(file);
  if (script === null) return `    at ${frame}`;
  const [line, column] = [frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1];
  const place = sources.get(Number(script[1]))?.fromScript(line, column);
  if (place === undefined) return undefined;
  remember(error, place);
  const where = `cell [${place.source.number}]:${place.line}:${place.column}`;
  return `    at ${String(frame).replace(`${file}:${line}:${column}`, where)}`;
}

function remember(error: object, place: CellPlace): void {
  const known = places.get(error);
  if (known === undefined) places.set(error, [place]);
  else known.push(place);
}

function headline(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error"; // Its name or message throws when it is read.
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
