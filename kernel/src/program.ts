import type * as ts from "@tslab/typescript-for-tslab";
import { plainPropertyNames } from "./property-names.js";

type TypeScript = typeof ts;
type MakeProgram = ts.CreateProgram<ts.BuilderProgram>;

/**
 * Makes the program of each cell without the bookkeeping by which TypeScript would know what to
 * check again. tslab checks the cell and nothing else, and the bookkeeping needs a type checker of
 * its own, which takes longer than a short cell does. What tslab wants of it besides stands here:
 * the names that a cell declares, and the files that it imports.
 */
export function programOfCell(compiler: TypeScript): MakeProgram {
  const { bindSourceFile } = compiler as unknown as {
    bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  };
  const { createAbstractBuilder } = compiler as unknown as { createAbstractBuilder: MakeProgram };
  return (...input) => {
    const builder = createAbstractBuilder(...input);
    for (const file of builder.getSourceFiles()) {
      if (!file.isDeclarationFile) bindSourceFile(file, builder.getCompilerOptions());
    }
    const emit: ts.BuilderProgram["emit"] = (file, write, signal, onlyTypes, custom) => {
      const before = [
        plainPropertyNames(compiler, builder.getProgram()),
        ...(custom?.before ?? []),
      ];
      return builder.emit(file, write, signal, onlyTypes, { ...custom, before });
    };
    return { ...builder, emit, getAllDependencies: (file) => dependencies(builder, file) };
  };
}

/** The file itself and the notebook's own files that it imports, directly or through others. */
function dependencies(program: ts.BuilderProgram, file: ts.SourceFile): string[] {
  const found = new Set([file.fileName]);
  for (const name of found) {
    for (const imported of imports(program.getSourceFile(name))) found.add(imported);
  }
  return [...found];
}

function imports(file: ts.SourceFile | undefined): string[] {
  const names: string[] = [];
  const { resolvedModules } = (file ?? {}) as { resolvedModules?: Resolutions };
  resolvedModules?.forEach(({ resolvedModule }) => {
    if (resolvedModule === undefined || resolvedModule.isExternalLibraryImport) return;
    names.push(resolvedModule.resolvedFileName);
  });
  return names;
}

interface Resolutions {
  forEach(each: (resolution: { resolvedModule?: ts.ResolvedModule }) => void): void;
}
