// Values between lowering an expression and using it. Lowering writes what has
// effects into the instruction list at once and returns the rest as a tree,
// which is evaluated where it is used. So a value knows what could still
// change it, who keeps its reference alive, and what to release after its use.
//
//   plain   a scalar
//   static  a reference nobody counts: None, static texts
//   lent    a reference that something else keeps alive for now
//   owned   a reference in an owned temporary (then the tree is that local)

import type { TypedExpression } from "../check/program.ts";
import { local, nullReference } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Expression, Instruction, LocalId, Operation, Representation } from "./ir.ts";

export interface Value {
  readonly expression: Expression;
  readonly representation: Representation;
  readonly ownership: "plain" | "static" | "lent" | "owned";
  /** Keys of the homes it reads: see `homeKey`. */
  readonly reads: readonly number[];
  /** It reads memory that others may write, or may trap. */
  readonly isVolatile: boolean;
  /** Owned temporaries to be released once it is used. */
  readonly holds: readonly LocalId[];
  readonly depth: number;
  /** The builder's clock when it was made. */
  readonly clock: number;
}

/** Deeper trees are cut by a temporary. */
const depthLimit = 40;
const readsLimit = 12;

export function constant(expression: Expression, representation: Representation): Value {
  const ownership = representation === "ref" ? "static" : "plain";
  return { expression, representation, ownership, reads: [], isVolatile: false, holds: [], depth: 1, clock: 0 };
}

export const noneValue: Value = constant(nullReference, "ref");

/** What a scalar temporary holds. */
export function temporaryValue(id: LocalId, representation: Representation): Value {
  return constant(local(id), representation);
}

/** A fresh reference has just been put into this owned temporary. */
export function ownedValue(id: LocalId): Value {
  return { ...constant(local(id), "ref"), ownership: "owned", holds: [id] };
}

interface Traits {
  readonly representation: Representation;
  /** The values that the tree is made of. */
  readonly from: readonly Value[];
  readonly isVolatile?: boolean;
  /** Keys of homes it reads beside those of `from`. */
  readonly reads?: readonly number[];
}

/** A tree over other values; a reference read from them is lent. */
export function derive(f: FunctionBuilder, expression: Expression, traits: Traits): Value {
  const { representation, from } = traits;
  let isVolatile = traits.isVolatile === true;
  let depth = 0;
  for (const each of from) {
    if (each.isVolatile) isVolatile = true;
    if (each.depth > depth) depth = each.depth;
  }
  const reads = readsOf(from, traits.reads);
  const value: Value = {
    expression,
    representation,
    ownership: representation === "ref" ? "lent" : "plain",
    reads,
    isVolatile,
    holds: holdsOf(from),
    depth: 1 + depth,
    clock: f.clock,
  };
  return value.depth > depthLimit || reads.length > readsLimit ? settle(f, value) : value;
}

const none: readonly number[] = [];

/** Of all values, each key once; most have none or those of one value. */
function readsOf(from: readonly Value[], more: readonly number[] = none): readonly number[] {
  let reads = more;
  for (const each of from) {
    if (each.reads.length === 0) continue;
    reads = reads.length === 0 ? each.reads : [...new Set([...reads, ...each.reads])];
  }
  return reads;
}

function holdsOf(from: readonly Value[]): readonly LocalId[] {
  let holds: readonly LocalId[] = none;
  for (const each of from) if (each.holds.length > 0) holds = holds.length === 0 ? each.holds : [...holds, ...each.holds];
  return holds;
}

/** An operation that cannot fault. */
export function deriveOperation(f: FunctionBuilder, name: Operation, representation: Representation, ...from: readonly Value[]): Value {
  const operands = from.map((value) => value.expression);
  return derive(f, { kind: "operation", operation: name, operands }, { representation, from });
}

/** Puts the value into a temporary now: no later write can change it. */
export function settle(f: FunctionBuilder, value: Value): Value {
  const settled = settling(f, value);
  for (const instruction of settled.instructions) f.emit(instruction);
  return settled.value;
}

/** A temporary for the value and the instructions that fill it. A lent reference becomes owned. */
function settling(f: FunctionBuilder, value: Value): { readonly value: Value; readonly instructions: readonly Instruction[] } {
  if (value.ownership === "owned" || value.ownership === "static") return { value, instructions: [] };
  const instructions: Instruction[] = [];
  if (value.ownership === "plain") {
    const target = f.temporary(value.representation);
    instructions.push({ kind: "setLocal", local: target, value: value.expression }, ...releasing(value.holds));
    return { value: temporaryValue(target, value.representation), instructions };
  }
  const target = f.ownedTemporary();
  instructions.push({ kind: "setLocal", local: target, value: value.expression });
  instructions.push({ kind: "retain", value: local(target) }, ...releasing(value.holds));
  return { value: ownedValue(target), instructions };
}

function releasing(holds: readonly LocalId[]): Instruction[] {
  return holds.flatMap((hold): Instruction[] => [
    { kind: "release", value: local(hold) },
    { kind: "setLocal", local: hold, value: nullReference },
  ]);
}

/** To be called once the value has been used. */
export function discard(f: FunctionBuilder, ...values: readonly Value[]): void {
  for (const value of values) for (const instruction of releasing(value.holds)) f.emit(instruction);
}

/** The value as a local or constant, for trees that name it more than once. Not retained: use it before anything is freed. */
export function repeatable(f: FunctionBuilder, value: Value): Value {
  const { kind } = value.expression;
  if (kind === "local" || kind === "i64" || kind === "f64" || kind === "i32" || kind === "null" || kind === "text") return value;
  const target = f.temporary(value.representation);
  f.setLocal(target, value.expression);
  const { ownership, holds } = value;
  return { ...temporaryValue(target, value.representation), ownership, holds, clock: f.clock };
}

/** Kept alive by us or by a local of ours, through calls. */
export function protect(f: FunctionBuilder, value: Value): Value {
  return value.ownership === "lent" && value.isVolatile ? settle(f, value) : value;
}

/** Lowers the value's giving away of one owner: `store` writes the instruction that takes the reference (or scalar) over. */
export function give(f: FunctionBuilder, value: Value, store: (expression: Expression) => void): void {
  switch (value.ownership) {
    case "plain":
      store(value.expression);
      discard(f, value);
      return;
    case "static":
      store(value.expression);
      return;
    case "lent": {
      const { expression } = repeatable(f, value);
      f.emit({ kind: "retain", value: expression });
      store(expression);
      discard(f, value);
      return;
    }
    case "owned":
      store(value.expression);
      for (const hold of value.holds) f.setLocal(hold, nullReference);
      return;
  }
}

/** A value in an owned temporary or static. */
export function owned(f: FunctionBuilder, value: Value): Value {
  return value.ownership === "lent" ? settle(f, value) : value;
}

/** Lowers operands in order; what a later one could change is put aside before it. `first` is lowered already. */
export function lowerOperands(
  f: FunctionBuilder,
  expressions: readonly TypedExpression[],
  first: Value | null,
  lower: (f: FunctionBuilder, expression: TypedExpression) => Value,
): Value[] {
  const lowered: { value: Value; readonly position: number }[] = [];
  expressions.forEach((expression, index) => {
    const value = index === 0 && first !== null ? first : lower(f, expression);
    lowered.push({ value, position: f.instructions.length });
  });
  for (const each of lowered.toReversed()) {
    if (!isChanged(f, each.value)) continue;
    const { value, instructions } = f.withFreshTemporaries(() => settling(f, each.value));
    f.instructions.splice(each.position, 0, ...instructions);
    each.value = value;
  }
  return lowered.map((each) => each.value);
}

/** Whether anything written since the value was made could change it, or comes before a trap of its own. */
export function isChanged(f: FunctionBuilder, value: Value): boolean {
  if (value.isVolatile && f.lastEffect > value.clock) return true;
  return value.reads.some((key) => (f.writes.get(key) ?? 0) > value.clock);
}
