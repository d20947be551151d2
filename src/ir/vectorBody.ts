// Which item computations can be done for two floats at once: straight lines
// of float arithmetic, comparisons and choices. What it says prices the loop,
// so it is decided here, once, and the compiled tier goes by the same test.

import type { Expression, Instruction, IRLocal, Operation, Representation } from "./ir.ts";

const floatOperations: ReadonlySet<Operation> = new Set<Operation>([
  "f64.add",
  "f64.sub",
  "f64.mul",
  "f64.div",
  "f64.neg",
  "f64.abs",
  "f64.sqrt",
  "f64.floor",
  "f64.ceil",
  "f64.trunc",
  "f64.nearest",
  "f64.min",
  "f64.max",
]);

const testOperations: ReadonlySet<Operation> = new Set<Operation>([
  "f64.eq",
  "f64.ne",
  "f64.lt",
  "f64.le",
  "f64.gt",
  "f64.ge",
  "i32.and",
  "i32.or",
  "i32.xor",
  "i32.eqz",
]);

export function isFloatOperation(name: Operation): boolean {
  return floatOperations.has(name);
}

/** Are all items floats, read and written, and is `value` reached by such operations only? */
export function isVectorBody(
  locals: readonly IRLocal[],
  body: readonly Instruction[],
  value: Expression,
  items: readonly Representation[],
): boolean {
  if (items.some((item) => item !== "f64")) return false;
  const isSimple = body.every((x) => x.kind === "setLocal" && isVectorValue(locals, x.value, locals[x.local]?.representation));
  return isSimple && isVectorValue(locals, value, "f64");
}

export function isVectorValue(locals: readonly IRLocal[], x: Expression, wanted: Representation | undefined): boolean {
  if (wanted !== "f64" && wanted !== "i32") return false;
  switch (x.kind) {
    case "f64":
      return wanted === "f64";
    case "i32":
      return wanted === "i32" && (x.value === 0 || x.value === 1);
    case "local":
      return locals[x.local]?.representation === wanted;
    case "choose":
      return (
        x.representation === wanted &&
        isVectorValue(locals, x.test, "i32") &&
        isVectorValue(locals, x.then, wanted) &&
        isVectorValue(locals, x.else, wanted)
      );
    case "operation":
      if (wanted === "f64") return floatOperations.has(x.operation) && x.operands.every((part) => isVectorValue(locals, part, "f64"));
      if (!testOperations.has(x.operation)) return false;
      return x.operands.every((part) => isVectorValue(locals, part, x.operation.startsWith("f64.") ? "f64" : "i32"));
    default:
      return false;
  }
}
