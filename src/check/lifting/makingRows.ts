// `P._make` of a tuple by name as a value, as in `map(P._make, rows)`: a lambda
// that calls it.

import type { Argument, Expression, Lambda, Module } from "../../syntax/ast.ts";
import { mapTree } from "./rewriting.ts";

const parameter = "row";

/** The same tree with `_make` only where it is called. */
export function writeOutMaking(module: Module): Module {
  if (!module.file.text.includes("._make")) return module;
  const written = <T>(tree: T): T =>
    mapTree(tree, (one) => {
      const node = one as Expression;
      if (node.kind === "call" && isMaking(node.callee)) return { ...node, arguments: written(node.arguments) };
      return isMaking(node) ? calledBy(node) : null;
    });
  return { ...module, body: written(module.body) };
}

function isMaking(node: Expression): boolean {
  return node.kind === "attribute" && node.name.name === "_make" && node.object.kind === "name";
}

function calledBy(callee: Expression): Lambda {
  const { span } = callee;
  const value: Expression = { kind: "name", name: parameter, span };
  const given: Argument = { kind: "positional", value, span };
  return {
    kind: "lambda",
    parameters: [{ kind: "positional", name: { name: parameter, span }, annotation: null, defaultValue: null, span }],
    body: { kind: "call", callee, arguments: [given], span },
    span,
  };
}
