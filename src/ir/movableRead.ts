// `s = s + x` would copy `s` each time if the variable kept its text while the
// sum is made. Where nothing else can read the variable in between, and nothing
// can raise once the text is taken, the append takes it out of the variable.

import type { TypedExpression, TypedStatement } from "../check/program.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { walkTyped } from "./walk.ts";

type SetVariable = TypedStatement & { readonly kind: "setVariable" };

/** The read of the assigned variable that the innermost append of a chain may take, or null. */
export function movableRead(f: FunctionBuilder, statement: SetVariable): TypedExpression | null {
  const chain = appendChain(statement.value);
  const innermost = chain?.left;
  if (chain === null || innermost?.kind !== "variable" || innermost.variable.id !== statement.variable.id) return null;
  const home = f.variables.get(innermost.variable.id);
  if (home === undefined || home.isCell || home.isBorrowed || home.flag !== null) return null;
  return chain.right.every((operand, index) => isHarmless(operand, innermost.variable.id, index === 0)) ? innermost : null;
}

interface Chain {
  readonly left: TypedExpression;
  /** From the inside out. */
  readonly right: readonly TypedExpression[];
}

function appendChain(expression: TypedExpression): Chain | null {
  const right: TypedExpression[] = [];
  let left = expression;
  while (left.kind === "intrinsic" && left.name === "str_append") {
    const [first, second] = left.arguments;
    if (first === undefined || second === undefined) return null;
    right.unshift(second);
    left = first;
  }
  return right.length === 0 ? null : { left, right };
}

/** The first operand is evaluated before the text is taken, so it may raise; none may name the variable. */
function isHarmless(operand: TypedExpression, variable: number, isFirst: boolean): boolean {
  let harmless = true;
  walkTyped([operand], (node) => {
    if (node.kind === "variable") harmless &&= node.variable.id !== variable;
    else if (!isFirst) harmless &&= node.kind === "literal" || node.kind === "field" || node.kind === "tupleItem";
    return harmless;
  });
  return harmless;
}
