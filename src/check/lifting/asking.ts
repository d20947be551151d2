// Which classes inside functions a program asks for, other than by making their
// objects: in `isinstance`, `except`, `case`, by comparing what `type(...)` gives.

import type { Argument, ClassDefinition, Expression, FunctionDefinition, Module } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";

/** By the places of their names: copies of the tree keep them. */
const asked = new WeakSet<object>();

export function isAsked(node: ClassDefinition): boolean {
  return asked.has(node.name.span);
}

/** Notes it of a class that is lifted out of its function. */
export function noteAsking(module: Module, outer: FunctionDefinition, node: ClassDefinition): void {
  if (comparesTypes(module) || isNamedAlone(outer, node)) asked.add(node.name.span);
}

/** Is the class's name used other than for a call, as a base, in an annotation or for an attribute? */
export function isNamedAlone(outer: FunctionDefinition, node: ClassDefinition): boolean {
  let found = false;
  const isName = (value: Expression | null | undefined): boolean => value?.kind === "name" && value.name === node.name.name;
  const enter = (one: { readonly kind?: string }): boolean => {
    if (one.kind === "name" && isName(one as Expression)) found = true;
    if (found) return false;
    for (const [key, part] of Object.entries(one) as [string, unknown][]) {
      if (key === "annotation" || key === "returns") continue;
      if (key === "callee" && isName(part as Expression)) continue;
      if (key === "object" && one.kind === "attribute" && isName(part as Expression)) continue;
      if (key === "bases")
        walkTree(
          (part as Argument[]).filter(({ value }) => !isName(value)),
          enter,
        );
      else walkTree(part, enter);
    }
    return false;
  };
  walkTree(outer.body, enter);
  return found;
}

const seen = new WeakMap<Module, boolean>();

function comparesTypes(module: Module): boolean {
  let found = seen.get(module) ?? false;
  if (seen.has(module)) return found;
  const isType = (value: Expression): boolean =>
    (value.kind === "call" && value.callee.kind === "name" && value.callee.name === "type") ||
    (value.kind === "attribute" && value.name.name === "__class__");
  const variables = variablesOf(module);
  // The name of a class stands where it is seen: `isNamedAlone` looks there.
  const isOther = (value: Expression): boolean => isType(value) || value.kind !== "name" || variables.has(value.name);
  walkTree(module.body, (node) => {
    const operands = node.kind === "comparison" ? (node as Extract<Expression, { kind: "comparison" }>).operands : [];
    found ||= operands.some((one, index) => isType(one) && operands.some((other, at) => at !== index && isOther(other)));
    return !found;
  });
  seen.set(module, found);
  return found;
}

function variablesOf(module: Module): Set<string> {
  const found = new Set<string>();
  walkTree(module.body, (node) => {
    const { targets, target, parameters } = node as Partial<{
      targets: Expression[];
      target: Expression;
      parameters: FunctionDefinition["parameters"];
    }>;
    walkTree([targets, target], (one) => {
      if (one.kind === "name") found.add((one as Extract<Expression, { kind: "name" }>).name);
      return true;
    });
    for (const { name } of parameters ?? []) found.add(name.name);
    return true;
  });
  return found;
}
