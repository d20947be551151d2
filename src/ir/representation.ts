// Which machine value an expression yields, and what operations take. Both
// executors ask here; no expression is deeper than what they can walk, since
// only `sequence` and `choose` pass the question on.

import type { CheckedOperation, Expression, IRFunction, IRModule, Operation, Representation } from "./ir.ts";

const comparison = /\.(eq|ne|eqz|isnull|[lg][te](_[su])?)$/;

/** What an operation yields: comparisons an i32, all others what their name begins with. */
export function resultOfOperation(operation: Operation | CheckedOperation): Representation {
  if (comparison.test(operation) || operation.startsWith("i32.")) return "i32";
  return operation.startsWith("f64.") ? "f64" : "i64";
}

/** Null for a call without a result. */
export function representationOf(expression: Expression, within: IRFunction, module: IRModule): Representation | null {
  let x = expression;
  while (x.kind === "sequence") x = x.value;
  switch (x.kind) {
    case "i64":
    case "textHash":
    case "runSeed":
    case "fuelLeft":
      return "i64";
    case "f64":
      return "f64";
    case "i32":
    case "length":
    case "code":
    case "typeId":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork":
    case "isResident":
      return "i32";
    case "text":
    case "null":
    case "newRecord":
    case "newStorage":
    case "newText":
    case "appendText":
    case "characterText":
    case "takePending":
    case "pending":
    case "moduleName":
      return "ref";
    case "local":
      return within.locals[x.local]?.representation ?? null;
    case "global":
      return module.globals[x.global]?.representation ?? null;
    case "operation":
    case "checked":
      return resultOfOperation(x.operation);
    case "slot":
    case "element":
    case "choose":
      return x.representation;
    case "call":
      return module.functions[x.function]?.result ?? null;
    case "hostCall":
      return module.hostFunctions[x.host]?.result ?? null;
  }
}
