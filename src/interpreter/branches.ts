// Conditional jumps: a comparison and the jump on it become one instruction.
// Negated order of floats is an instruction of its own, since neither of two
// orders need hold where one is not a number.

import type { Expression, Operation } from "../ir/ir.ts";
import { flattenOperands } from "./expressions.ts";
import type { Flattening, Label } from "./flatten.ts";
import { conditionNumber, control, type ConditionName } from "./opcodes.ts";

interface Comparison {
  /** Jumps where it holds, and where it does not. */
  readonly holds: ConditionName;
  readonly fails: ConditionName;
  readonly swapped: boolean;
}

const equality: Comparison = { holds: "equal", fails: "notEqual", swapped: false };
const inequality: Comparison = { holds: "notEqual", fails: "equal", swapped: false };
const lessThan: Comparison = { holds: "less", fails: "notLess", swapped: false };
const lessOrEqual: Comparison = { holds: "lessEqual", fails: "notLessEqual", swapped: false };
const lessInteger: Comparison = { holds: "less i64", fails: "notLess i64", swapped: false };
const notLessInteger: Comparison = { holds: "notLess i64", fails: "less i64", swapped: false };

function swapped(comparison: Comparison): Comparison {
  return { ...comparison, swapped: true };
}

const comparisons = new Map<Operation, Comparison>([
  ["i64.eq", { holds: "equal i64", fails: "notEqual i64", swapped: false }],
  ["i64.ne", { holds: "notEqual i64", fails: "equal i64", swapped: false }],
  ["i64.lt_s", lessInteger],
  ["i64.ge_s", notLessInteger],
  ["i64.gt_s", swapped(lessInteger)],
  ["i64.le_s", swapped(notLessInteger)],
  ["i32.eq", equality],
  ["i32.ne", inequality],
  ["ref.eq", equality],
  ["f64.eq", equality],
  ["f64.ne", inequality],
  ["f64.lt", lessThan],
  ["f64.le", lessOrEqual],
  ["f64.gt", swapped(lessThan)],
  ["f64.ge", swapped(lessOrEqual)],
  ["i32.lt_s", lessThan],
  ["i32.le_s", lessOrEqual],
  ["i32.gt_s", swapped(lessThan)],
  ["i32.ge_s", swapped(lessOrEqual)],
  ["i32.lt_u", { holds: "lessUnsigned", fails: "notLessUnsigned", swapped: false }],
  ["i32.ge_u", { holds: "notLessUnsigned", fails: "lessUnsigned", swapped: false }],
]);

/** Jumps to `label` where `test` is true (or, with `when` false, where it is false); else goes on. */
export function flattenBranch(f: Flattening, test: Expression, when: boolean, label: Label, level: number): void {
  let x = test;
  let wanted = when;
  while (x.kind === "operation" && (x.operation === "i32.eqz" || x.operation === "ref.isnull")) {
    x = x.operands[0]!;
    wanted = !wanted;
  }
  const comparison = x.kind === "operation" ? comparisons.get(x.operation) : undefined;
  if (x.kind !== "operation" || comparison === undefined) {
    const [register = 0] = flattenOperands(f, [x], level);
    f.jump(wanted ? control.jumpNonZero : control.jumpZero, label, register, 0);
    return;
  }
  const [left = 0, right = 0] = flattenOperands(f, x.operands, level);
  const name = wanted ? comparison.holds : comparison.fails;
  f.jump(conditionNumber(name), label, comparison.swapped ? right : left, comparison.swapped ? left : right);
}
