import type * as ts from "@tslab/typescript-for-tslab";

type TypeScript = typeof ts;

/**
 * What later cells may use after a cell has failed: of its declarations those whose variable got a
 * value, and every type; for the others, whatever an earlier cell declared under that name.
 */
export function declarationsAfterFailure(
  ts: TypeScript,
  before: string,
  after: string,
  hasValue: (name: string) => boolean,
): string {
  const earlier = valuesByName(ts, before);
  const kept: string[] = [];
  const lost = new Set<string>();
  for (const { text, names } of statements(ts, after)) {
    if (names.length === 0) kept.push(text);
    for (const { name, alone } of names) {
      if (hasValue(name)) kept.push(alone);
      else lost.add(name);
    }
  }
  for (const name of lost) kept.push(...(earlier.get(name) ?? []));
  return [...new Set(kept)].join("\n");
}

interface Statement {
  readonly text: string;
  /** The variables that it declares, each with a declaration of it alone; none for types. */
  readonly names: readonly { readonly name: string; readonly alone: string }[];
}

function valuesByName(ts: TypeScript, declarations: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { names } of statements(ts, declarations)) {
    for (const { name, alone } of names) found.set(name, [...(found.get(name) ?? []), alone]);
  }
  return found;
}

function statements(ts: TypeScript, declarations: string): Statement[] {
  const file = ts.createSourceFile("cells.d.ts", declarations, ts.ScriptTarget.Latest, true);
  return file.statements.map((node) => {
    const text = node.getFullText(file).trim();
    if (ts.isVariableStatement(node)) {
      const keyword = node.declarationList.flags & ts.NodeFlags.Const ? "const" : "let";
      const names = node.declarationList.declarations.map((declared) => ({
        name: declared.name.getText(file),
        alone: `declare ${keyword} ${declared.getText(file)};`,
      }));
      return { text, names };
    }
    const isValue =
      ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node);
    const name = isValue ? node.name?.text : undefined;
    return { text, names: name === undefined ? [] : [{ name, alone: text }] };
  });
}
