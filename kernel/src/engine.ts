import type { CellRun } from "./cell.js";
import { declarationsAfterFailure } from "./declarations.js";
import { CompileError } from "./errors.js";
import { excerpt } from "./excerpt.js";
import type { Interrupts } from "./interrupt.js";
import { CompiledCell } from "./source-positions.js";
import { rememberSource, traceCells } from "./traces.js";
import { type Diagnostics, type Ran, Rejected, Tslab, tslabFolder } from "./tslab.js";

/** Compiles and runs cells, and keeps what they declare, also what a failed one got done. */
export class Engine {
  readonly tslab: Tslab;
  readonly #interrupts: Interrupts;
  #script = 0;

  constructor(interrupts: Interrupts) {
    this.#interrupts = interrupts;
    const { wait, each, check } = interrupts;
    this.tslab = new Tslab({ wait, each, check });
    traceCells(tslabFolder);
  }

  /** Resolves when the code of the cell has come to its end, however that is. */
  async run(code: string, cell: CellRun): Promise<Ran> {
    const script = ++this.#script;
    const withValue = new Set<string>();
    this.#interrupts.running = cell;
    try {
      const ran = await this.tslab.run({
        script,
        code,
        onCompiled: (first, second) =>
          rememberSource(script, new CompiledCell(cell.number, code, first, second)),
        onValue: (name) => withValue.add(name),
      });
      this.#keepDeclarations(ran, withValue);
      return ran;
    } catch (error) {
      if (!(error instanceof Rejected)) return { ok: false, error };
      return { ok: false, error: compileError(error.diagnostics, code, cell.number) };
    } finally {
      this.#interrupts.running = undefined;
    }
  }

  #keepDeclarations(ran: Ran, withValue: ReadonlySet<string>): void {
    const { ts, declarations, declared } = this.tslab;
    this.tslab.declarations = ran.ok
      ? declared
      : declarationsAfterFailure(ts, declarations, declared, (name) => withValue.has(name));
  }
}

/** What TypeScript objects to, each with its line, its code and a mark; the first is the headline. */
function compileError(diagnostics: Diagnostics, code: string, number: number): CompileError {
  const lines: string[] = [];
  let headline = "";
  let last: Diagnostics[number] | undefined;
  for (const diagnostic of diagnostics) {
    const { start, end, messageText, fileName } = diagnostic;
    const isMore = last?.start.offset === start.offset && last.code !== diagnostic.code;
    last = diagnostic;
    if (isMore) {
      lines.push(`    ${messageText}`);
      continue;
    }
    const [line, column] = [start.line + 1, start.character + 1];
    const where = fileName ?? `cell [${number}]`;
    const told = `${messageText} (TS${diagnostic.code})`;
    headline ||= `line ${line}: ${told}`;
    lines.push(`${lines.length > 0 ? "\n" : ""}${where}, line ${line}: ${told}`);
    const length = end.line === start.line ? end.character - start.character : 1;
    if (fileName === undefined) lines.push(...excerpt({ code, line, column, length }));
  }
  return new CompileError(headline, lines);
}
