// Lambdas, and functions inside functions, as values: closures that carry the
// variables they use.

import type { Expression, FunctionDefinition } from "../../syntax/ast.ts";
import type { ClosureInfo } from "../../types/type.ts";
import { innerFunction, scopeOf } from "../bodies.ts";
import { sequence } from "../build.ts";
import { carriedDefaults } from "../calls/defaults.ts";
import { flowInto } from "../convert.ts";
import type { FunctionDeclaration } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import type { CaptureSource, TypedExpression, TypedStatement } from "../program.ts";
import type { Binding } from "../scopes/scope.ts";
import { capturedType } from "./names.ts";

export function checkLambda(frame: Frame, node: Extract<Expression, { kind: "lambda" }>): TypedExpression {
  return makeClosure(frame, innerFunction(frame.file, node, frame.declaration));
}

export function nestedFunction(frame: Frame, node: FunctionDefinition): TypedExpression {
  return makeClosure(frame, innerFunction(frame.file, node, frame.declaration));
}

/** The closure of a function inside this one, with what it captures now. */
export function makeClosure(frame: Frame, declaration: FunctionDeclaration): TypedExpression {
  const scope = scopeOf(declaration);
  let closure = frame.instance.closures.get(declaration.node);
  if (closure === undefined) {
    closure = frame.session.newClosure(declaration.name, { kind: "declared", declaration, environment: frame.instance });
    frame.instance.closures.set(declaration.node, closure);
  }
  const captures = scope.captures.map((binding) => captureSource(frame, binding));
  fillCaptures(frame, closure, scope.captures);
  const { span } = declaration.node;
  const statements = carryDefaults(frame, declaration, closure, captures);
  return sequence(statements, { kind: "closure", closure, captures, type: { kind: "function", closures: [closure] }, span });
}

/** Defaults that are no literals are evaluated now and carried behind the captures. */
function carryDefaults(frame: Frame, declaration: FunctionDeclaration, closure: ClosureInfo, captures: CaptureSource[]): TypedStatement[] {
  const { node } = declaration;
  if (node.kind === "comprehension") return [];
  return carriedDefaults(declaration).flatMap((index): TypedStatement[] => {
    const parameter = node.parameters[index];
    if (parameter === undefined || parameter.defaultValue === null) return [];
    const value = frame.expression(parameter.defaultValue);
    const type = frame.siteVariable(parameter, "default");
    const fitted = flowInto(frame.session, value, type) ?? value;
    const variable = frame.temporary(type, parameter.name.name);
    closure.captures.push({ name: parameter.name.name, type, boxed: false });
    captures.push({ kind: "variable", variable });
    return [{ kind: "setVariable", variable, value: fitted, span: parameter.span }];
  });
}

function captureSource(frame: Frame, binding: Binding): CaptureSource {
  if (binding.scope !== frame.scope) return { kind: "capture", index: frame.scope.captures.indexOf(binding) };
  if (binding.shared === null) throw new Error(`captured ${binding.name} has no web`);
  return { kind: "variable", variable: frame.local(binding.shared) };
}

function fillCaptures(frame: Frame, closure: ClosureInfo, bindings: readonly Binding[]): void {
  closure.captures.length = 0;
  for (const binding of bindings) {
    const own = binding.scope === frame.scope && binding.shared !== null;
    const type = own && binding.shared !== null ? frame.local(binding.shared).type : capturedType(frame.instance, binding);
    closure.captures.push({ name: binding.name, type, boxed: binding.boxed });
  }
}
