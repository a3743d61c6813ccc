import { createRequire } from "node:module";
import vm from "node:vm";
import type * as ts from "@tslab/typescript-for-tslab";
import type { Converter, ConvertResult } from "tslab/dist/converter.js";
import type { Executor } from "tslab/dist/executor.js";
import { loadCompiler } from "./compiler.js";
import { PackageTypes } from "./package-types.js";
import { guards, keepOldValues } from "./rewrite.js";
import { DIAGNOSE, type Diagnose, withoutImplicitAny } from "./rules.js";
import type { Step } from "./source-positions.js";
import { scriptName } from "./traces.js";
import { hostOfCells } from "./watch-host.js";

/**
 * Everything that knows the insides of tslab 1.0.22. It compiles, runs, completes and inspects with
 * tslab's own parts as they are; in between stand a compiler with other options and two more steps
 * of compilation, and a converter that keeps count of what a failed cell leaves behind.
 */

type TypeScript = typeof ts;
type Declarations = string;

const require = createRequire(import.meta.url);
const TSLAB = require.resolve("tslab/package.json");
const COMPILER = createRequire(TSLAB).resolve("@tslab/typescript-for-tslab");

export const tslabFolder = TSLAB;

/** A cell on its way through tslab. */
export interface Run {
  readonly script: number;
  readonly code: string;
  /** Called once the cell is compiled, before it runs. */
  onCompiled(first: Step, second: Step): void;
  /** Called for each variable that gets a value. */
  onValue(name: string): void;
}

export type Diagnostics = ConvertResult["diagnostics"];

/** A cell that does not compile. */
export class Rejected extends Error {
  readonly diagnostics: Diagnostics;

  constructor(diagnostics: Diagnostics) {
    super("The cell does not compile");
    this.diagnostics = diagnostics;
  }
}

export type Ran =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown };

/** The functions that rewritten code calls; see rewrite.ts. */
export interface Guards {
  readonly wait: unknown;
  readonly each: unknown;
  readonly check: unknown;
}

export class Tslab {
  readonly ts: TypeScript;
  /** What the cells so far have declared, as TypeScript that the next cell is compiled after. */
  declarations: Declarations = "";
  /** What the cell that was compiled last adds to that, once it has run to its end. */
  declared: Declarations = "";
  readonly #types: PackageTypes;
  readonly #converter: Converter;
  readonly #executor: Executor;
  #run: Run | undefined;
  #first: Step = { output: "", map: "" };
  #second: Step = { output: "", map: "" };
  #value: unknown;
  #error: { readonly thrown: unknown } | undefined;

  constructor(installed: Guards) {
    const module = loadCompiler(COMPILER);
    this.ts = module.exports as TypeScript;
    this.#types = new PackageTypes(this.ts);
    leaveSignalsAlone();
    module.exports = this.#compilerForTslab();
    const { createConverter } = require("tslab/dist/converter.js");
    const { createExecutor } = require("tslab/dist/executor.js");
    this.#converter = createConverter({ isJS: false, isBrowser: false });
    const node = this.#converterForExecutor();
    const set = { node, browser: node, close: () => this.#converter.close() };
    this.#executor = createExecutor(process.cwd(), set, {
      log: (value: unknown) => {
        this.#value = value;
      },
      error: (...told: unknown[]) => {
        if (told.length === 1) this.#error = { thrown: told[0] };
        else console.error(...told); // What is wrong in a cell that defines a module.
      },
    });
    const shared = (globalThis as unknown as { __tslab__: { exports: object } }).__tslab__;
    Object.assign(shared, installed, { exports: this.#noticed(shared.exports) });
  }

  /** Compiles and runs a cell; throws Rejected when it does not compile. */
  async run(run: Run): Promise<Ran> {
    this.#run = run;
    this.#value = undefined;
    this.#error = undefined;
    const ok = await this.#executor.execute(run.code);
    const error = this.#error as { thrown: unknown } | undefined;
    if (ok || error === undefined) return { ok: true, value: this.#value };
    return { ok: false, error: error.thrown };
  }

  /** Compiles a cell and drops it, so that the compiler has met the types that cells use. */
  warmUp(): void {
    this.#converter.convert("", FIRST_CELL);
  }

  complete(code: string, offset: number) {
    this.#types.readNamed(code.slice(0, offset));
    return this.#executor.complete(code, offset);
  }

  /** What is known about the name at an offset, as text; undefined when there is no name. */
  inspect(code: string, offset: number): string | undefined {
    this.#types.readNamed(code);
    let info = this.#executor.inspect(code, offset);
    // A constant of a cell has none, and is what people ask about most.
    const mayHaveComment = info && info.kind !== "const" && !info.documentation?.length;
    if (mayHaveComment && this.#types.readComments()) info = this.#executor.inspect(code, offset);
    return info && require("tslab/dist/inspect.js").printQuickInfo(info);
  }

  isComplete(code: string): { completed: boolean; indent?: string } {
    return require("tslab/dist/converter.js").isCompleteCode(code);
  }

  /** The numbers of the syntax errors in a piece of code. */
  mistakes(code: string): number[] {
    const { createSourceFile, ScriptTarget } = this.ts;
    const file = createSourceFile("code.ts", code, ScriptTarget.Latest);
    const { parseDiagnostics } = file as unknown as { parseDiagnostics: ts.Diagnostic[] };
    return parseDiagnostics.map((diagnostic) => diagnostic.code);
  }

  /** Shows what the `display` of package tslab is asked to show. */
  onDisplay(show: (data: Record<string, unknown>, isUpdate: boolean) => void): void {
    require("tslab/dist/jupyter.js").lastWriteDisplayData = show;
  }

  /** The compiler as tslab's converter is to see it. */
  #compilerForTslab(): TypeScript {
    const transpileModule: TypeScript["transpileModule"] = (input, options) =>
      this.#toScript(input, options);
    return Object.assign(
      { ...this.ts },
      {
        createWatchCompilerHost: hostOfCells(this.ts),
        transpileModule,
        [DIAGNOSE]: withoutImplicitAny((this.ts as unknown as Record<string, Diagnose>)[DIAGNOSE]),
      },
    );
  }

  /** The second step: what tslab does, with guards, and with a map for the traces. */
  #toScript(input: string, options: ts.TranspileOptions): ts.TranspileOutput {
    const [output = "", encoded = ""] = input.split(INLINE_MAP);
    this.#first = { output, map: Buffer.from(encoded, "base64").toString() };
    const done = this.ts.transpileModule(output, {
      ...options,
      compilerOptions: { ...options.compilerOptions, sourceMap: true },
      transformers: {
        before: [guards(this.ts, this.#run?.script ?? 0)],
        after: [keepOldValues(this.ts)],
      },
    });
    const outputText = done.outputText.replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n");
    this.#second = { output: outputText, map: done.sourceMapText ?? "" };
    return { ...done, outputText };
  }

  /** The converter as the executor is to see it: it compiles after what really is declared. */
  #converterForExecutor(): Converter {
    const converter = this.#converter;
    return {
      convert: (_, code) => this.#convert(code),
      complete: (_, code, offset) => converter.complete(this.declarations, code, offset),
      inspect: (_, code, offset) => converter.inspect(this.declarations, code, offset),
      addModule: (name, code, meta) => converter.addModule(name, code, meta),
      close: () => converter.close(),
    };
  }

  #convert(code: string): ConvertResult {
    this.#types.readNamed(code);
    let converted = this.#converter.convert(this.declarations, code);
    // A file of the notebook's own, imported by the cell, may name what the cell does not.
    const told = converted.diagnostics.map(({ messageText }) => messageText).join(" ");
    if (this.#types.readNamed(told)) converted = this.#converter.convert(this.declarations, code);
    if (converted.diagnostics.length > 0) throw new Rejected(converted.diagnostics);
    this.declared = converted.declOutput ?? "";
    this.#run?.onCompiled(this.#first, this.#second);
    const name = `//# sourceURL=${scriptName(this.#run?.script ?? 0)}`;
    // Every cell may wait: the executor then runs it in an async function.
    return { ...converted, output: `\n${converted.output}\n${name}`, hasToplevelAwait: true };
  }

  /** The variables of the cells, as tslab keeps them, with word of each that gets a value. */
  #noticed(variables: object): object {
    const notice = (name: string | symbol) => this.#run?.onValue(String(name));
    // tslab's own object is a Proxy too: code of a cell defines imports on it, and sets the rest.
    return new Proxy(variables, {
      set: (target, name, value) => {
        notice(name);
        return Reflect.set(target, name, value);
      },
      defineProperty: (target, name, descriptor) => {
        notice(name);
        return Reflect.defineProperty(target, name, descriptor);
      },
    });
  }
}

const FIRST_CELL = `import { createServer } from "node:net";
const numbers: number[] = [];
for (const number of numbers) console.log(number);
numbers.push(await Promise.resolve(1));
numbers`;

const INLINE_MAP = "//# sourceMappingURL=data:application/json;base64,";

/**
 * tslab runs a cell with `breakOnSigint`, for which Node takes SIGINT away from every other handler
 * and does not give it back to one in another thread. The guards do what that was for.
 */
function leaveSignalsAlone(): void {
  const { runInThisContext } = vm;
  vm.runInThisContext = (code, options) => {
    const kept = typeof options === "object" ? { ...options, breakOnSigint: false } : options;
    return runInThisContext(code, kept);
  };
}
