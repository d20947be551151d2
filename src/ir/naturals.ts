// Locals that are never negative, wherever they are read: every value that the
// function sets them to is a constant from 0 on, a count, a remainder, or a sum,
// product or quotient of such (checked, so that none goes round). They may be
// defined by each other, as `i = i + 1` is: all are taken for natural first, and
// those drop out for which some value says otherwise, until none does.

import type { Expression, IRFunction, LocalId } from "./ir.ts";
import { visitNodes } from "./nodes.ts";

export function findNaturals(within: IRFunction): ReadonlySet<LocalId> {
  const values = new Map<LocalId, Expression[]>();
  visitNodes(within.body, (x) => {
    if (x.kind !== "setLocal" || within.locals[x.local]?.representation !== "i64") return;
    const known = values.get(x.local);
    if (known === undefined) values.set(x.local, [x.value]);
    else known.push(x.value);
  });
  const natural = new Set([...values.keys()].filter((id) => id >= within.parameterCount));
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const id of natural) {
      const own = values.get(id) ?? [];
      if (isCounter(id, own) || own.every((value) => isNatural(value, natural))) continue;
      natural.delete(id);
      isDone = false;
    }
  }
  return natural;
}

const farStart = 2n ** 62n;

/** Set to constants and counted up by one, without a check: no run lasts long enough to get around. */
function isCounter(id: LocalId, values: readonly Expression[]): boolean {
  return values.every((x) => {
    if (x.kind === "i64") return x.value >= 0n && x.value < farStart;
    if (x.kind !== "operation" || x.operation !== "i64.add") return false;
    const [from, by] = x.operands;
    return from?.kind === "local" && from.local === id && by?.kind === "i64" && by.value === 1n;
  });
}

function isNatural(x: Expression, natural: ReadonlySet<LocalId>): boolean {
  switch (x.kind) {
    case "i64":
      return x.value >= 0n;
    case "local":
      return natural.has(x.local);
    case "slot":
      return x.isCount === true;
    case "checked":
      return (x.operation === "i64.add" || x.operation === "i64.mul") && x.operands.every((operand) => isNatural(operand, natural));
    case "operation":
      return isNaturalOperation(x, natural);
    case "choose":
      return isNatural(x.then, natural) && isNatural(x.else, natural);
    default:
      return false;
  }
}

function isNaturalOperation(x: Extract<Expression, { readonly kind: "operation" }>, natural: ReadonlySet<LocalId>): boolean {
  const [left, right] = x.operands;
  switch (x.operation) {
    case "i64.from_i32_u":
      return true;
    case "i64.mod":
      return right?.kind === "i64" && right.value > 0n;
    case "i64.and":
      return x.operands.some((operand) => isNatural(operand, natural));
    case "i64.floordiv":
      return right?.kind === "i64" && right.value > 0n && left !== undefined && isNatural(left, natural);
    case "i64.shr_s":
      return left !== undefined && isNatural(left, natural);
    default:
      return false;
  }
}
