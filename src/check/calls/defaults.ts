// The value of a parameter that a call leaves out. Literals are put in at the
// call; anything else was evaluated once, when the `def` ran, and is read from
// where it was kept then, so that a mutable default is shared as in Python.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import { boolLiteral, floatLiteral, intLiteral, noneLiteral, stringLiteral } from "../build.ts";
import type { FunctionDeclaration, SignatureParameter } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import { unknownAt } from "../frame.ts";
import { isLiteral } from "../indexing.ts";
import type { TypedExpression } from "../program.ts";
import { qualifiedName } from "./closedInstance.ts";

export function defaultValue(frame: Frame, declaration: FunctionDeclaration, parameter: SignatureParameter, span: Span): TypedExpression {
  const node = parameter.defaultValue;
  if (node === null) return unknownAt(span);
  const literal = literalValue(node, span);
  if (literal !== null) return literal;
  if (declaration.file.info.isLibrary) frame.session.useModule(declaration.file.info);
  const state = defaultGlobal(frame, declaration, parameter);
  return { kind: "global", global: state.global, type: { kind: "variable", variable: state.type }, span };
}

/** The hidden variable that a computed default lives in. */
export function defaultGlobal(
  frame: Frame,
  declaration: FunctionDeclaration,
  parameter: SignatureParameter,
): ReturnType<Frame["session"]["namedGlobal"]> {
  return frame.session.namedGlobal(declaration.file.info.name, `${qualifiedName(declaration)}.${parameter.name} ${declaration.id}`);
}

export function isComputedDefault(node: Expression): boolean {
  return !isLiteral(node);
}

/** The typed literal of a literal node; null for anything else. */
export function literalValue(node: Expression, span: Span): TypedExpression | null {
  if (!isLiteral(node)) return null;
  switch (node.kind) {
    case "none":
      return noneLiteral(span);
    case "bool":
      return boolLiteral(node.value, span);
    case "int":
      return intLiteral(node.value, span);
    case "float":
      return floatLiteral(node.value, span);
    case "string":
      return stringLiteral(node.value, span);
    case "unary": {
      if (node.operand.kind === "int") return intLiteral(-node.operand.value, span);
      return node.operand.kind === "float" ? floatLiteral(-node.operand.value, span) : null;
    }
    default:
      return null;
  }
}

/** A function inside a function, or a lambda: each closure carries defaults of its own. */
export function carriesDefaults(declaration: FunctionDeclaration): boolean {
  return declaration.file.inner.get(declaration.node) === declaration;
}

/** Positions of the parameters whose default a closure carries, in the order of its captures. */
export function carriedDefaults(declaration: FunctionDeclaration): readonly number[] {
  const { node } = declaration;
  if (node.kind === "comprehension" || !carriesDefaults(declaration)) return [];
  return node.parameters.flatMap((parameter, index) =>
    parameter.defaultValue !== null && isComputedDefault(parameter.defaultValue) ? [index] : [],
  );
}
