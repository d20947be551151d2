// What a test says of the numbers that it compares, on the way where it holds
// and on the other.

import type { Expression } from "../ir.ts";
import { between, narrower } from "./arithmetic.ts";
import type { Comparison } from "./arithmetic.ts";
import type { CostInterpreter, Frame } from "./interpreter.ts";
import type { Polynomial } from "./polynomial.ts";
import { add, constant } from "./polynomial.ts";
import type { NumberValue, State } from "./values.ts";

/** Comparisons that hold where the test does (or does not). */
export function comparisonsOf(test: Expression, holds: boolean): readonly Comparison<Expression>[] {
  if (test.kind === "choose") {
    const { then, else: otherwise } = test;
    // `a and b` is `a ? b : 0`; `a or b` is `a ? 1 : b`.
    if (holds && isFalse(otherwise)) return [...comparisonsOf(test.test, true), ...comparisonsOf(then, true)];
    if (!holds && then.kind === "i32" && then.value !== 0) return [...comparisonsOf(test.test, false), ...comparisonsOf(otherwise, false)];
    return [];
  }
  if (test.kind !== "operation") return [];
  const [left, right] = test.operands;
  if (test.operation === "i32.eqz" && left !== undefined) return comparisonsOf(left, !holds);
  if (left === undefined || right === undefined) return [];
  switch (test.operation) {
    case "i64.lt_s":
    case "i32.lt_s":
      return [holds ? { left, right, isStrict: true } : { left: right, right: left, isStrict: false }];
    case "i64.gt_s":
    case "i32.gt_s":
      return [holds ? { left: right, right: left, isStrict: true } : { left, right, isStrict: false }];
    case "i64.le_s":
    case "i32.le_s":
      return [holds ? { left, right, isStrict: false } : { left: right, right: left, isStrict: true }];
    case "i64.eq":
    case "i32.eq":
      return holds
        ? [
            { left, right, isStrict: false },
            { left: right, right: left, isStrict: false },
          ]
        : [];
    case "i64.ne":
    case "i32.ne":
      return holds
        ? []
        : [
            { left, right, isStrict: false },
            { left: right, right: left, isStrict: false },
          ];
    case "i64.ge_s":
    case "i32.ge_s":
      return [holds ? { left: right, right: left, isStrict: false } : { left, right, isStrict: true }];
    default:
      return [];
  }
}

function isFalse(x: Expression): boolean {
  return x.kind === "i32" && x.value === 0;
}

/** Narrows the bounds of locals that the test compares. */
export function refine(interpreter: CostInterpreter, test: Expression, holds: boolean, state: State, frame: Frame): void {
  for (const { left, right, isStrict } of comparisonsOf(test, holds)) {
    const [low, high] = [interpreter.number(left, state, frame), interpreter.number(right, state, frame)];
    const margin = constant(isStrict ? 1 : 0);
    if (high.high !== null) narrow(state, left, null, add(high.high, constant(isStrict ? -1 : 0)));
    if (low.low !== null) narrow(state, right, add(low.low, margin), null);
  }
}

/** A local, or the length of what is in one. */
function narrow(state: State, x: Expression, low: Polynomial | null, high: Polynomial | null): void {
  if (x.kind === "operation" && (x.operation === "i64.from_i32_u" || x.operation === "i64.from_i32_s")) {
    const [inner] = x.operands;
    if (inner !== undefined) narrow(state, inner, low, high);
    return;
  }
  const local = x.kind === "local" ? x : x.kind === "length" && x.object.kind === "local" ? x.object : null;
  const value = local === null ? undefined : state.locals[local.local];
  if (local === null || value === undefined) return;
  const narrowed = (bounds: NumberValue): NumberValue => between(narrower(bounds.low, low, false), narrower(bounds.high, high, true));
  if (x.kind === "local" && value.kind === "number") state.locals[local.local] = narrowed(value);
  if (x.kind === "length" && value.kind === "sized") state.locals[local.local] = { kind: "sized", length: narrowed(value.length) };
}
