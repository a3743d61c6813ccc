import type * as ts from "@tslab/typescript-for-tslab";

/** Cells are checked as strictly as programs are, but for what a learner need not tell. */
export const optionsOfCells: ts.CompilerOptions = {
  strict: true,
  useUnknownInCatchVariables: false,
  types: ["node"],
  inlineSourceMap: true,
  // A fork's option: top-level await as in any module, `for await` included.
  disableTopLevelAwait: false,
};

/** The function of tslab's fork of TypeScript that finds what is wrong in a cell. */
export const DIAGNOSE = "getPreEmitDiagnosticsOfFiles";
export type Diagnose = (...program: unknown[]) => readonly ts.Diagnostic[];

/** Under strict rules a type that is not told is a mistake; in a cell it may be left out. */
export function withoutImplicitAny(diagnose: Diagnose | undefined): Diagnose {
  const isImplicitAny = ({ code }: ts.Diagnostic) => {
    return code >= 7005 && code <= 7057 && !(code >= 7027 && code <= 7030);
  };
  return (...program) => (diagnose?.(...program) ?? []).filter((one) => !isImplicitAny(one));
}
