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
  walkTree(module.body, (node) => {
    if (node.kind === "comparison") found ||= (node as Extract<Expression, { kind: "comparison" }>).operands.some(isType);
    return !found;
  });
  seen.set(module, found);
  return found;
}
