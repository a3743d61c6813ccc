/**
 * What `kernel/src/tslab.ts` relies on inside tslab, piece by piece. When a new tslab changes one of
 * them, the test that fails here says which, and that file has to follow.
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, describe, test } from "node:test";
import vm from "node:vm";
import type { Converter, ConvertResult } from "tslab/dist/converter.js";
import type { Executor } from "tslab/dist/executor.js";

const require = createRequire(import.meta.url);
const tslab = require.resolve("tslab/package.json");
const compiler = createRequire(tslab).resolve("@tslab/typescript-for-tslab");

type Call = (...values: unknown[]) => unknown;
/** The first call of each function of the compiler: what it was given, and what it gave. */
const calls = new Map<string, { readonly values: readonly unknown[]; readonly result: unknown }>();

/** Stands in for a function of the compiler, and notes what tslab does with it. */
function noting(name: string, original: Call): Call {
  return (...values) => {
    const result = original(...values);
    if (!calls.has(name)) calls.set(name, { values, result });
    return result;
  };
}

function call(name: string) {
  const noted = calls.get(name);
  assert.ok(noted, `tslab does not call ${name} of the compiler's module`);
  return noted;
}

/** The variables of cells as tslab hands them out. */
function shared(): { exports: Record<string, unknown>; require: NodeJS.Require } {
  return (globalThis as unknown as { __tslab__: ReturnType<typeof shared> }).__tslab__;
}

test("the versions are those that the kernel was written for", () => {
  assert.equal(require(tslab).version, "1.0.22");
  assert.equal(require(compiler).version, "5.0.4");
});

test("the compiler still has the inner functions that programs are made with", () => {
  for (const name of ["createAbstractBuilder", "bindSourceFile"]) {
    assert.equal(typeof require(compiler)[name], "function", name);
  }
});

describe("the converter", () => {
  let converter: Converter;

  before(() => {
    const original = require(compiler);
    const names = ["createWatchCompilerHost", "transpileModule", "getPreEmitDiagnosticsOfFiles"];
    const ours = names.map((name) => [name, noting(name, original[name])]);
    const module = require.cache[compiler];
    assert.ok(module);
    Object.assign(module, { exports: { ...original, ...Object.fromEntries(ours) } });
    converter = require("tslab/dist/converter.js").createConverter({});
  });

  test("asks the compiler's module for each function when it needs it", (t) => {
    t.after(() => converter.close());
    const converted = converter.convert("declare let old: number;\n", "const a = old + 1; a");
    const options = call("createWatchCompilerHost").values[1] as Record<string, unknown>;
    assert.equal(options.disableTopLevelAwait, true);
    assert.equal(call("createWatchCompilerHost").values[3], null, "the maker of programs");
    const [input, settings] = call("transpileModule").values as [string, Record<string, unknown>];
    assert.deepEqual([typeof input, typeof settings.compilerOptions], ["string", "object"]);
    const { outputText } = call("transpileModule").result as { outputText: string };
    assert.equal(converted.output, outputText);
    assert.ok(Array.isArray(call("getPreEmitDiagnosticsOfFiles").result));
    assert.match(converted.declOutput ?? "", /declare const a: number/);
    assert.match(converted.declOutput ?? "", /declare let old: number/);
    assert.ok(converted.lastExpressionVar);

    const wrong = converter.convert("", 'const b = 1;\nconst c: number = "text";');
    const [diagnostic] = wrong.diagnostics;
    assert.equal(diagnostic?.code, 2322);
    assert.deepEqual(diagnostic?.start, { offset: 19, line: 1, character: 6 });
    assert.deepEqual(diagnostic?.end, { offset: 20, line: 1, character: 7 });
    assert.match(diagnostic?.messageText ?? "", /not assignable/);

    const info = converter.inspect("declare const a: number;", "a", 1);
    assert.match(require("tslab/dist/inspect.js").printQuickInfo(info), /const a: number/);
    const { candidates, start, end } = converter.complete("", "Math.flo", 8);
    assert.deepEqual([candidates, start, end], [["floor"], 5, 8]);
  });

  test("knows whether code is complete", () => {
    const { isCompleteCode } = require("tslab/dist/converter.js");
    assert.deepEqual(isCompleteCode("1"), { completed: true });
    const { completed, indent } = isCompleteCode("if (true) {");
    assert.deepEqual([completed, typeof indent], [false, "string"]);
  });
});

describe("the executor", () => {
  const told: unknown[][] = [];
  const asked: unknown[][] = [];
  let output: ConvertResult | Error;
  let executor: Executor;

  before(() => {
    const convert: Call = (...values) => {
      asked.push(values);
      if (output instanceof Error) throw output;
      return output;
    };
    const set = { node: { convert }, browser: { convert }, close: () => undefined };
    executor = require("tslab/dist/executor.js").createExecutor(process.cwd(), set, {
      log: (...values: unknown[]) => told.push(["log", ...values]),
      error: (...values: unknown[]) => told.push(["error", ...values]),
    });
  });

  /** Runs JavaScript as the output of the converter; returns what the executor told. */
  async function run(code: string, more: Partial<ConvertResult> = {}): Promise<unknown[][]> {
    told.length = 0;
    output = { output: code, declOutput: "", diagnostics: [], hasToplevelAwait: true, ...more };
    await executor.execute("the cell");
    return told;
  }

  test("converts what the cell says and tells the value of its last expression", async () => {
    assert.deepEqual(await run("exports.v = await 5;", { lastExpressionVar: "v" }), [["log", 5]]);
    assert.equal(asked.at(-1)?.[1], "the cell");
  });

  test("tells what a cell throws as one value, at once or after a wait", async () => {
    assert.deepEqual(await run("throw 1;"), [["error", 1]]);
    assert.deepEqual(await run("await null; throw 2;"), [["error", 2]]);
  });

  test("lets what a converter throws pass", async () => {
    output = new Error("rejected");
    await assert.rejects(executor.execute("1"), output);
  });

  test("takes the variables from the object that it left on globalThis", async () => {
    const { exports } = shared();
    const names: string[] = [];
    shared().exports = new Proxy(exports, {
      set(target, name, value) {
        names.push(String(name));
        return Reflect.set(target, name, value);
      },
    });
    await run("exports.a = 1; exports.b = require('node:os').EOL;");
    shared().exports = exports;
    assert.deepEqual(names, ["a", "b"]);
    assert.equal(executor.locals.a, 1);
  });

  test("runs a cell through the vm module, with breakOnSigint", async (t) => {
    const spy = t.mock.method(vm, "runInThisContext");
    await run("exports.a = 2;");
    const options = spy.mock.calls[0]?.arguments[1];
    assert.equal(typeof options === "object" && options.breakOnSigint, true);
  });
});

test("what display shows goes through the function left in jupyter.js", () => {
  const shown: unknown[][] = [];
  const jupyter = require("tslab/dist/jupyter.js");
  jupyter.lastWriteDisplayData = (...values: unknown[]) => shown.push(values);
  const { display, newDisplay } = require("tslab");
  display.html("<b>x</b>");
  const place = newDisplay();
  place.text("1");
  place.text("2");
  const [once, first, second] = shown as [{ data: object; transient: object }, boolean][];
  assert.deepEqual(once?.[0].data, { "text/html": "<b>x</b>" });
  assert.deepEqual([Boolean(first?.[1]), Boolean(second?.[1])], [false, true]);
  assert.deepEqual(first?.[0].transient, second?.[0].transient);
});
