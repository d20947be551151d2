// What operations take: the other half of `representation.ts`, for the
// validator and for passes that build or fold operations.

import type { CheckedOperation, Operation, Representation } from "./ir.ts";

const unary = new Set<string>([
  "i64.clz",
  "i64.ctz",
  "i64.popcnt",
  "i32.eqz",
  "ref.isnull",
  "f64.neg",
  "f64.abs",
  "f64.sqrt",
  "f64.floor",
  "f64.ceil",
  "f64.trunc",
  "f64.nearest",
  "i64.neg",
  "i64.abs",
]);

/** Operations whose operands are not of the kind that their name begins with. */
const conversions: Partial<Record<Operation | CheckedOperation, readonly Representation[]>> = {
  "i64.from_i32_s": ["i32"],
  "i64.from_i32_u": ["i32"],
  "i32.from_i64": ["i64"],
  "f64.from_i64_s": ["i64"],
  "f64.from_i64_u": ["i64"],
  "i64.from_f64": ["f64"],
  "i64.bits_of_f64": ["f64"],
  "f64.from_bits": ["i64"],
  "f64.quotient_of_i64": ["i64", "i64"],
  "f64.from_i64_exact": ["i64"],
  "f64.from_u64_exact": ["i64"],
  "i64.from_u64": ["i64"],
  "u64.from_i64": ["i64"],
};

export function operandTypes(operation: Operation | CheckedOperation): readonly Representation[] {
  const special = conversions[operation];
  if (special !== undefined) return special;
  const [prefix = ""] = operation.split(".");
  const representation: Representation = prefix === "i64" || prefix === "f64" || prefix === "i32" ? prefix : "ref";
  return unary.has(operation) ? [representation] : [representation, representation];
}
