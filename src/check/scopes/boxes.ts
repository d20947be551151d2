// Which captured variables live in a box, and which bindings a target has.

import type { Expression } from "../../syntax/ast.ts";
import type { Binding, DefinitionNode, FunctionScope } from "./scope.ts";

/** By value only where nothing can change after the capture. */
export function decideBoxes(scope: FunctionScope): void {
  const owned = new Set([...scope.resolved.values()].filter((binding) => binding?.scope === scope));
  for (const binding of owned) {
    if (binding === null || !binding.captured) continue;
    if (binding.assignedInside || binding.assignments !== 1 || binding.assignedInLoop || binding.isTaken) binding.boxed = true;
  }
}

/** The function's own bindings among the names of an assignment target. */
export function bindingsOfTarget(target: Expression, own: (name: DefinitionNode) => Binding | null): Binding[] {
  if (target.kind === "name") {
    const binding = own(target);
    return binding === null ? [] : [binding];
  }
  if (target.kind === "tuple" || target.kind === "list") return target.items.flatMap((item) => bindingsOfTarget(item, own));
  return target.kind === "starred" ? bindingsOfTarget(target.value, own) : [];
}
