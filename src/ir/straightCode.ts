// Questions about code without loops, for passes over quick versions.

import type { Expression, Instruction, LabelId, LocalId } from "./ir.ts";
import { visitNodes } from "./nodes.ts";

/** Falling off a block's end is the same as branching to its label. */
export function withoutLastBranch(body: readonly Instruction[], label: LabelId): readonly Instruction[] {
  const last = body.at(-1);
  return last?.kind === "branch" && last.label === label ? body.slice(0, -1) : body;
}

/** By a branch that is not its very end. */
export function isLeftEarly(body: readonly Instruction[], label: LabelId): boolean {
  let found = false;
  visitNodes(withoutLastBranch(body, label), (x) => {
    if (x.kind === "branch") found ||= x.label === label;
    else if (x.kind === "branchTable") found ||= x.otherwise === label || x.labels.includes(label);
    else if (x.kind === "call") found ||= x.handler === label;
  });
  return found;
}

const lastKinds: ReadonlySet<string> = new Set(["trap", "uncaught", "return", "branch", "branchTable"]);

/** Nothing comes behind it in the same list. */
export function leaves(arm: readonly Instruction[]): boolean {
  return lastKinds.has(arm.at(-1)?.kind ?? "");
}

export function localsSetIn(body: readonly Instruction[]): ReadonlySet<LocalId> {
  const found = new Set<LocalId>();
  visitNodes(body, (x) => {
    if (x.kind === "setLocal") found.add(x.local);
  });
  return found;
}

const comparisons: ReadonlySet<string> = new Set(["f64.lt", "f64.le", "f64.gt", "f64.ge", "f64.eq", "f64.ne"]);

/** The expression, where it compares two floats that are at hand. */
export function comparisonOf(x: Expression): Extract<Expression, { readonly kind: "operation" }> | null {
  if (x.kind !== "operation" || !comparisons.has(x.operation)) return null;
  return x.operands.every(({ kind }) => kind === "local" || kind === "f64") ? x : null;
}
