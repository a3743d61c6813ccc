import type * as ts from "@tslab/typescript-for-tslab";

/**
 * tslab writes `exports.a` for each name that an earlier cell has declared. It overlooks the `a` of
 * `{ a }`, and takes the `a` of `const { a: b } = f()` for such a name when that cell declared the
 * type of `f()`. So before tslab looks, `{ a }` becomes `{ a: exports.a }`, and names of properties
 * become names that nothing is known about.
 */
export function plainPropertyNames(
  compiler: typeof ts,
  program: ts.Program,
): ts.TransformerFactory<ts.SourceFile> {
  const { factory } = compiler;
  const checker = program.getTypeChecker();
  const roots = new Set(program.getRootFileNames());

  /** Whether a variable is an earlier cell's: those are declared in a file of their own. */
  function isEarlier(symbol: ts.Symbol | undefined): boolean {
    const files = symbol?.declarations?.map((declaration) => declaration.getSourceFile()) ?? [];
    return files.some((file) => file.isDeclarationFile && roots.has(file.fileName));
  }

  function spelledOut(node: ts.ShorthandPropertyAssignment): ts.Node {
    if (!isEarlier(checker.getShorthandAssignmentValueSymbol(node))) return node;
    const { text } = node.name;
    const variable = factory.createPropertyAccessExpression(
      factory.createIdentifier("exports"),
      text,
    );
    const initial = node.objectAssignmentInitializer;
    const value = initial ? factory.createAssignment(variable, initial) : variable;
    return factory.createPropertyAssignment(factory.createIdentifier(text), value);
  }

  function rewritten(node: ts.Node): ts.Node {
    if (compiler.isShorthandPropertyAssignment(node)) return spelledOut(node);
    if (compiler.isPropertyAssignment(node) && compiler.isIdentifier(node.name)) {
      const name = factory.createIdentifier(node.name.text);
      return factory.updatePropertyAssignment(node, name, node.initializer);
    }
    if (compiler.isBindingElement(node) && node.propertyName) {
      const { dotDotDotToken, propertyName, name, initializer } = node;
      if (!compiler.isIdentifier(propertyName)) return node;
      const plain = factory.createIdentifier(propertyName.text);
      return factory.updateBindingElement(node, dotDotDotToken, plain, name, initializer);
    }
    return node;
  }

  return (context) => {
    const visit = (node: ts.Node): ts.Node =>
      rewritten(compiler.visitEachChild(node, visit, context));
    return (file) => compiler.visitEachChild(file, visit, context);
  };
}
