import { SourceMap } from "node:module";
import type { CellPlace, CellSource } from "./traces.js";

/** The result of one step of compilation, with the map from it to what it was made of. */
export interface Step {
  readonly output: string;
  readonly map: string;
}

/** tslab puts `export {};` on a line before the cell, and a line break before the script. */
const LINES_BEFORE_CELL = 1;
const LINES_BEFORE_SCRIPT = 1;

/**
 * A cell after its two steps: TypeScript to JavaScript, and that to a script with guards. The maps
 * are only read when an error asks for a place.
 */
export class CompiledCell implements CellSource {
  readonly number: number;
  readonly code: string;
  readonly #first: Step;
  readonly #second: Step;
  #maps: readonly [first: SourceMap, second: SourceMap] | undefined;

  constructor(number: number, code: string, first: Step, second: Step) {
    this.number = number;
    this.code = code;
    this.#first = first;
    this.#second = second;
  }

  fromScript(line: number, column: number): CellPlace | undefined {
    const [, second] = this.#read();
    const middle = entry(second, line - 1 - LINES_BEFORE_SCRIPT, column - 1);
    return middle && this.#fromMiddle(middle.line, middle.column);
  }

  fromGuard(position: number): CellPlace | undefined {
    const before = this.#first.output.slice(0, position).split("\n");
    return this.#fromMiddle(before.length - 1, before.at(-1)?.length ?? 0);
  }

  #fromMiddle(line: number, column: number): CellPlace | undefined {
    const found = entry(this.#read()[0], line, column);
    if (found === undefined || found.line < LINES_BEFORE_CELL) return undefined;
    return { source: this, line: found.line, column: found.column + 1 };
  }

  #read(): readonly [SourceMap, SourceMap] {
    this.#maps ??= [read(this.#first.map), read(this.#second.map)];
    return this.#maps;
  }
}

function read(map: string): SourceMap {
  return new SourceMap(JSON.parse(map));
}

/** Where a position, from 0, came from; also from 0. */
function entry(map: SourceMap, line: number, column: number) {
  const found = map.findEntry(line, column);
  if (!("originalLine" in found)) return undefined;
  return { line: found.originalLine, column: found.originalColumn };
}
