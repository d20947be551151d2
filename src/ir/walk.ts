// Walking over typed programs without recursion: analyses must not depend on
// how deep the stack of the machine below is.

import type { TypedExpression, TypedStatement } from "../check/program.ts";

export type TypedNode = TypedStatement | TypedExpression;

/** Expressions and statements directly inside a statement, in order of evaluation. */
export function partsOfStatement(statement: TypedStatement): readonly TypedNode[] {
  switch (statement.kind) {
    case "evaluate":
    case "setVariable":
    case "setGlobal":
    case "setCapture":
    case "raise":
    case "yield":
      return [statement.value];
    case "setThrown":
      return [statement.generator, statement.value];
    case "setField":
      return [statement.object, statement.value];
    case "assignElements":
      return [statement.target, statement.value];
    case "setArrayItem":
      return [statement.array, ...statement.indexes, statement.value];
    case "return":
      return statement.value === null ? [] : [statement.value];
    case "if":
      return [statement.test, ...statement.then, ...statement.else];
    case "block":
    case "loop":
      return statement.body;
    case "countedLoop":
      return [statement.start, statement.stop, statement.step, ...statement.body];
    case "try":
      return [...statement.body, ...statement.handlers.flatMap((handler) => handler.body), ...statement.otherwise, ...statement.finalizer];
    case "clearVariable":
    case "leave":
    case "fault":
    case "reraise":
      return [];
  }
}

/** Expressions and statements directly inside an expression, in order of evaluation. */
export function partsOfExpression(expression: TypedExpression): readonly TypedNode[] {
  switch (expression.kind) {
    case "literal":
    case "variable":
    case "global":
    case "capture":
    case "closure":
    case "elementOperand":
      return [];
    case "intrinsic":
    case "call":
    case "hostCall":
      return expression.arguments;
    case "dispatch":
      return [expression.receiver, ...expression.arguments];
    case "construct":
      return expression.fields.filter((field) => field !== null);
    case "field":
      return [expression.object];
    case "tuple":
    case "list":
      return expression.items;
    case "tupleItem":
      return [expression.tuple];
    case "generator":
      return expression.environment === null ? expression.arguments : [expression.environment, ...expression.arguments];
    case "advance":
    case "yielded":
    case "returned":
      return [expression.generator];
    case "thrown":
      return expression.generator === null ? [] : [expression.generator];
    case "convert":
    case "typeTest":
      return [expression.value];
    case "conditional":
      return [expression.test, expression.then, expression.else];
    case "and":
    case "or":
      return [expression.left, expression.right];
    case "sequence":
      return [...expression.statements, expression.value];
    case "elementwise":
      return [...expression.operands, expression.body];
    case "arrayItem":
      return [expression.array, ...expression.indexes];
  }
}

/** By switch: this is asked of every node, and a set of names would hash each time. */
export function isStatement(node: TypedNode): node is TypedStatement {
  switch (node.kind) {
    case "variable":
    case "literal":
    case "intrinsic":
    case "call":
    case "field":
    case "global":
    case "capture":
    case "hostCall":
    case "dispatch":
    case "construct":
    case "tuple":
    case "tupleItem":
    case "list":
    case "closure":
    case "generator":
    case "advance":
    case "yielded":
    case "returned":
    case "thrown":
    case "convert":
    case "typeTest":
    case "conditional":
    case "and":
    case "or":
    case "sequence":
    case "elementwise":
    case "elementOperand":
    case "arrayItem":
      return false;
    case "evaluate":
    case "setVariable":
    case "clearVariable":
    case "setGlobal":
    case "setCapture":
    case "setField":
    case "if":
    case "block":
    case "loop":
    case "countedLoop":
    case "assignElements":
    case "setArrayItem":
    case "leave":
    case "return":
    case "raise":
    case "fault":
    case "try":
    case "reraise":
    case "setThrown":
    case "yield":
      return true;
  }
}

export function partsOf(node: TypedNode): readonly TypedNode[] {
  return isStatement(node) ? partsOfStatement(node) : partsOfExpression(node);
}

/** Calls `visit` for each node below the given ones, parents first, in no further order; where it says false, not for what is inside. */
export function walkTyped(roots: readonly TypedNode[], visit: (node: TypedNode) => boolean): void {
  const pending: TypedNode[] = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!visit(node)) continue;
    for (const part of partsOf(node)) pending.push(part);
  }
}
