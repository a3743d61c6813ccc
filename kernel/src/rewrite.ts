import type * as ts from "@tslab/typescript-for-tslab";

type TypeScript = typeof ts;

/** Where compiled code finds the guards: beside what tslab itself leaves on globalThis. */
const GUARDS = "__tslab__";

/**
 * Rewrites the JavaScript of a cell so that an interrupt reaches it: `await x` becomes
 * `await wait(x)`, `for await (… of x)` becomes `for await (… of each(x))`, and every loop calls
 * `check()` at each turn. The guards are told the place, for the trace of an error.
 */
export function guards(ts: TypeScript, script: number): ts.TransformerFactory<ts.SourceFile> {
  const { factory } = ts;

  function guard(name: string, ...values: ts.Expression[]): ts.Expression {
    const called = factory.createPropertyAccessExpression(factory.createIdentifier(GUARDS), name);
    return factory.createCallExpression(called, undefined, values);
  }

  /** A guard that is told the place in the code, where `node` starts. */
  function guardAt(name: string, node: ts.Node, value: ts.Expression): ts.Expression {
    const start = ts.getOriginalNode(node).getStart();
    const place = [script, start].map((number) => factory.createNumericLiteral(number));
    return guard(name, value, ...place);
  }

  /** The body with a check in front; a body that is no block becomes one. */
  function checked(body: ts.Statement): ts.Block {
    const check = factory.createExpressionStatement(guard("check"));
    const statements = ts.isBlock(body) ? body.statements : [body];
    return factory.createBlock([check, ...statements], true);
  }

  function rewritten(node: ts.Node): ts.Node {
    if (ts.isAwaitExpression(node)) {
      return factory.updateAwaitExpression(node, guardAt("wait", node, node.expression));
    }
    if (ts.isForOfStatement(node)) {
      const { awaitModifier, initializer, expression } = node;
      const source = awaitModifier ? guardAt("each", node, expression) : expression;
      const body = checked(node.statement);
      return factory.updateForOfStatement(node, awaitModifier, initializer, source, body);
    }
    if (ts.isForInStatement(node)) {
      const body = checked(node.statement);
      return factory.updateForInStatement(node, node.initializer, node.expression, body);
    }
    if (ts.isForStatement(node)) {
      const { initializer, condition, incrementor, statement } = node;
      const body = checked(statement);
      return factory.updateForStatement(node, initializer, condition, incrementor, body);
    }
    if (ts.isWhileStatement(node)) {
      return factory.updateWhileStatement(node, node.expression, checked(node.statement));
    }
    if (ts.isDoStatement(node)) {
      return factory.updateDoStatement(node, checked(node.statement), node.expression);
    }
    return node;
  }

  return (context) => {
    // Inside out: an await within an awaited expression is guarded first.
    const visit = (node: ts.Node): ts.Node => rewritten(ts.visitEachChild(node, visit, context));
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

/**
 * Takes away the `exports.a = exports.b = void 0` that TypeScript puts before a module: a cell that
 * declares a variable again and then fails must not lose the value of before.
 */
export function keepOldValues(ts: TypeScript): ts.TransformerFactory<ts.SourceFile> {
  function clears(node: ts.Expression): boolean {
    // Only `void 0` is TypeScript's own; a cell may end in `void serve();`, which must run.
    if (ts.isVoidExpression(node)) return ts.isNumericLiteral(node.expression);
    if (!ts.isBinaryExpression(node)) return false;
    const { left, right } = node;
    if (!ts.isPropertyAccessExpression(left) || !ts.isIdentifier(left.expression)) return false;
    return left.expression.text === "exports" && clears(right);
  }

  return () => (file) => {
    const kept = file.statements.filter(
      (statement) =>
        !ts.isExpressionStatement(statement) ||
        !ts.isBinaryExpression(statement.expression) ||
        !clears(statement.expression),
    );
    return ts.factory.updateSourceFile(file, kept);
  };
}
