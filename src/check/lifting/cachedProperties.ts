// `@cached_property` written out: a method that computes, a field that keeps
// what it gave, and a property that asks the method once. Assigning sets the
// field, as it does in Python.

import type { ClassDefinition, Expression, FunctionDefinition, Module, Parameter, Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { decoratorName, hasDecorator } from "../indexing.ts";
import { mapTree } from "./rewriting.ts";
import { nameOf } from "./written.ts";

/** The same tree without `@cached_property`. */
export function writeOutCachedProperties(module: Module): Module {
  if (!module.file.text.includes("cached_property")) return module;
  const body = mapTree(module.body, (node) => {
    if (node.kind !== "class" || !("bases" in node)) return null;
    const found = node as ClassDefinition;
    return found.body.some(isCached) ? { ...found, body: found.body.flatMap((one) => written(one, found.name.name)) } : null;
  });
  return { ...module, body };
}

function isCached(statement: Statement): statement is FunctionDefinition {
  return statement.kind === "function" && statement.parameters.length === 1 && hasDecorator(statement, "cached_property");
}

/** Under names that no author can write. A derived class keeps its value in the same place but computes it in its own way. */
function written(statement: Statement, owner: string): Statement[] {
  const self = isCached(statement) ? statement.parameters[0] : undefined;
  if (!isCached(statement) || self === undefined) return [statement];
  const { span, name } = statement.name;
  const of = (what: string): Expression => attribute(nameOf(self.name.name, span), `${name} ${what}`, span);
  const compute = { ...statement, name: { span, name: `${name} of ${owner}` }, decorators: [] };
  const call: Expression = { kind: "call", callee: of(`of ${owner}`), arguments: [], span };
  const keep = [assign(of("kept"), call, span), assign(of("known"), bool(true, span), span)];
  const unknown: Expression = { kind: "unary", operator: "not", operatorSpan: span, operand: of("known"), span };
  const get: Statement[] = [
    { kind: "if", test: unknown, body: keep, branches: [], otherwise: [], span },
    { kind: "return", value: of("kept"), span },
  ];
  const given: Parameter = { ...self, name: { span, name: "value" }, annotation: null, defaultValue: null };
  const set = [assign(of("kept"), nameOf("value", span), span), assign(of("known"), bool(true, span), span)];
  const others = statement.decorators.filter((decorator) => decoratorName(decorator) !== "cached_property");
  const method = (parameters: readonly Parameter[], body: readonly Statement[], decorator: Expression): Statement => ({
    ...statement,
    parameters,
    body,
    decorators: [decorator, ...others],
    docstring: null,
  });
  return [
    assign(nameOf(`${name} known`, span), bool(false, span), span),
    compute,
    method([self], get, nameOf("property", span)),
    { ...method([self, given], set, attribute(nameOf(name, span), "setter", span)), returns: null } as FunctionDefinition,
  ];
}

function attribute(object: Expression, name: string, span: Span): Expression {
  return { kind: "attribute", object, name: { span, name }, span };
}

function bool(value: boolean, span: Span): Expression {
  return { kind: "bool", value, span };
}

function assign(target: Expression, value: Expression, span: Span): Statement {
  return { kind: "assignment", targets: [target], value, span };
}
