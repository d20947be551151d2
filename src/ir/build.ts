// Short constructors of IR expressions, so that lowering reads like the
// formulas it writes. No folding here: that is a pass.

import type { CheckedOperation, Expression, LocalId, Operation, Representation, SiteId } from "./ir.ts";

export const nullReference: Expression = { kind: "null" };

export function i64(value: bigint | number): Expression {
  return { kind: "i64", value: BigInt.asIntN(64, BigInt(value)) };
}

export function i32(value: number): Expression {
  return { kind: "i32", value };
}

export function f64(value: number): Expression {
  return { kind: "f64", value };
}

export function local(id: LocalId): Expression {
  return { kind: "local", local: id };
}

export function operation(name: Operation, ...operands: readonly Expression[]): Expression {
  return { kind: "operation", operation: name, operands };
}

export function checked(name: CheckedOperation, site: SiteId, ...operands: readonly Expression[]): Expression {
  return { kind: "checked", operation: name, operands, site };
}

export function slot(object: Expression, index: number, representation: Representation, knownSlots?: number): Expression {
  return { kind: "slot", object, slot: index, representation, ...(knownSlots === undefined ? {} : { knownSlots }) };
}

export function element(storage: Expression, index: Expression, representation: Representation): Expression {
  return { kind: "element", storage, index, representation };
}

/** i32 elements or code points. */
export function length(object: Expression): Expression {
  return { kind: "length", object };
}

/** The length as i64, for arithmetic with indices. */
export function longLength(object: Expression): Expression {
  return operation("i64.from_i32_u", length(object));
}

export function choose(test: Expression, then: Expression, otherwise: Expression, representation: Representation): Expression {
  return { kind: "choose", test, then, else: otherwise, representation };
}

export function not(test: Expression): Expression {
  return operation("i32.eqz", test);
}

/** The value that locals and slots start with. */
export function zero(representation: Representation): Expression {
  switch (representation) {
    case "i64":
      return i64(0n);
    case "f64":
      return f64(0);
    case "i32":
      return i32(0);
    case "ref":
      return nullReference;
  }
}

/** i32 true where the type id of `object` is one of `ids` (any order): one test for each run of neighbours. */
export function typeIdIn(object: Expression, ids: readonly number[]): Expression {
  const id: Expression = { kind: "typeId", object };
  let test: Expression | null = null;
  for (const [first, last] of runs(ids)) {
    const one = inRun(id, first, last);
    test = test === null ? one : operation("i32.or", test, one);
  }
  return test ?? i32(0);
}

function inRun(id: Expression, first: number, last: number): Expression {
  if (first === last) return operation("i32.eq", id, i32(first));
  return operation("i32.lt_u", operation("i32.sub", id, i32(first)), i32(last - first + 1));
}

function runs(ids: readonly number[]): readonly (readonly [number, number])[] {
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  const found: [number, number][] = [];
  for (const id of sorted) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === id - 1) last[1] = id;
    else found.push([id, id]);
  }
  return found;
}
