// Shapes of fused operands: what is read of an array object, how shapes
// broadcast, and where a loop finds its items. All of it stands in locals;
// array objects never change, so it is read once.

import type { Span } from "../base/span.ts";
import type { FunctionId } from "../check/program.ts";
import type { ArrayLayout } from "./arrayLayout.ts";
import { choose, i32, i64, local, longLength, operation, slot } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Expression, LocalId } from "./ir.ts";
import { raiseTarget, trapIf } from "./raising.ts";

/** An array in locals: `data` a reference that something else keeps alive, all others i64. */
export interface ArrayView {
  readonly layout: ArrayLayout;
  readonly data: LocalId;
  readonly offset: LocalId;
  readonly counts: readonly LocalId[];
  readonly strides: readonly LocalId[];
  readonly shifts: readonly LocalId[] | null;
}

export function readView(f: FunctionBuilder, object: Expression, layout: ArrayLayout): ArrayView {
  const read = (index: number): LocalId => keep(f, slot(object, index, "i64"));
  const data = f.temporary("ref");
  f.setLocal(data, slot(object, layout.data, "ref"));
  return {
    layout,
    data,
    offset: read(layout.offset),
    counts: layout.counts.map(read),
    strides: layout.strides.map(read),
    shifts: layout.shifts === null ? null : layout.shifts.map(read),
  };
}

export function keep(f: FunctionBuilder, value: Expression): LocalId {
  const target = f.temporary("i64");
  f.setLocal(target, value);
  return target;
}

/** Counts of an array by axis; the last axis last. */
export type Shape = readonly LocalId[];

/** The shape of several operands together; where they do not fit, `mismatch` is called with all ranks and counts, and raises. */
export function commonShape(f: FunctionBuilder, shapes: readonly Shape[], mismatch: FunctionId, span: Span): Shape {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const wrong: Expression[] = [];
  const common = Array.from({ length: rank }, (_, axis): LocalId => {
    const counts = shapes.flatMap((shape) => {
      const at = axis - rank + shape.length;
      return at < 0 ? [] : [shape[at] ?? 0];
    });
    return [...new Set(counts)].reduce((a, b) => joinCounts(f, a, b, wrong));
  });
  if (wrong.length > 0) raiseMismatch(f, wrong.reduce(either), shapes, mismatch, span);
  return common;
}

function either(a: Expression, b: Expression): Expression {
  return operation("i32.or", a, b);
}

function is(name: "i64.eq" | "i64.ne", a: LocalId, b: Expression): Expression {
  return operation(name, local(a), b);
}

function joinCounts(f: FunctionBuilder, a: LocalId, b: LocalId, wrong: Expression[]): LocalId {
  const differ = operation("i32.and", is("i64.ne", a, i64(1n)), is("i64.ne", b, i64(1n)));
  wrong.push(operation("i32.and", is("i64.ne", a, local(b)), differ));
  return keep(f, choose(is("i64.eq", a, i64(1n)), local(b), local(a), "i64"));
}

/** What is written must fit into the target's shape, as it is or repeated. */
export function checkFits(f: FunctionBuilder, given: Shape, target: Shape, mismatch: FunctionId, span: Span): void {
  const extra = given.length - target.length;
  const wrong = given.map((count, axis): Expression => {
    const wanted = target[axis - extra];
    const isMany = is("i64.ne", count, i64(1n));
    return wanted === undefined ? isMany : operation("i32.and", isMany, is("i64.ne", count, local(wanted)));
  });
  if (wrong.length > 0) raiseMismatch(f, wrong.reduce(either), [given, target], mismatch, span);
}

/** `if (test) mismatch(rank, count, count, count, rank, ...)`: up to three shapes, ranks of -1 for none. */
function raiseMismatch(f: FunctionBuilder, test: Expression, shapes: readonly Shape[], mismatch: FunctionId, span: Span): void {
  const numbers = Array.from({ length: 3 }, (_, index): Expression[] => {
    const shape = shapes[index];
    if (shape === undefined) return [i64(-1n), i64(0n), i64(0n), i64(0n)];
    const counts = Array.from({ length: 3 }, (__, axis) => (axis < shape.length ? local(shape[axis] ?? 0) : i64(0n)));
    return [i64(BigInt(shape.length)), ...counts];
  });
  const handler = f.module.mayRaise(mismatch) ? raiseTarget(f) : null;
  const call: Expression = { kind: "call", function: f.callee(mismatch), arguments: numbers.flat(), handler, site: f.site(span) };
  f.emit({ kind: "if", test, then: [{ kind: "evaluate", value: call }], else: [] });
}

/** How many items a shape holds; more than 64 bits can count is a fault. */
export function sizeOf(f: FunctionBuilder, shape: Shape, span: Span): LocalId {
  const [first, ...rest] = shape;
  if (first === undefined) return keep(f, i64(1n));
  const site = f.site(span);
  return rest.reduce(
    (size, count) => keep(f, { kind: "checked", operation: "i64.mul", operands: [local(size), local(count)], site }),
    first,
  );
}

/** Where a loop over a shape finds the items of an array: i32 locals, strides by axis of the shape. */
export interface Track {
  readonly data: LocalId;
  readonly offset: LocalId;
  readonly strides: readonly LocalId[];
  /** For a rolled array: shift and count by axis. */
  readonly turns: readonly (Turn | null)[] | null;
}

export interface Turn {
  readonly shift: LocalId;
  readonly count: LocalId;
}

/** Also proves that no item lies outside of the storage: views are made by library code only, so this never fails. */
export function trackOf(f: FunctionBuilder, view: ArrayView, shape: Shape, span: Span): Track {
  const missing = shape.length - view.counts.length;
  const strides = shape.map((_, axis): Expression => {
    const own = view.counts[axis - missing];
    const stride = view.strides[axis - missing];
    if (own === undefined || stride === undefined) return i64(0n);
    return choose(is("i64.eq", own, i64(1n)), i64(0n), local(stride), "i64");
  });
  checkReach(f, view, span);
  const narrow = (value: Expression): LocalId => {
    const target = f.temporary("i32");
    f.setLocal(target, operation("i32.from_i64", value));
    return target;
  };
  const { shifts, counts } = view;
  return {
    data: view.data,
    offset: narrow(local(view.offset)),
    strides: strides.map(narrow),
    turns:
      shifts === null
        ? null
        : shape.map((_, axis) => {
            const [shift, count] = [shifts[axis - missing], counts[axis - missing]];
            return shift === undefined || count === undefined ? null : { shift: narrow(local(shift)), count: narrow(local(count)) };
          }),
  };
}

function checkReach(f: FunctionBuilder, view: ArrayView, span: Span): void {
  const zero = i64(0n);
  let lowest: Expression = local(view.offset);
  let highest: Expression = local(view.offset);
  let empty: Expression = i32(0);
  for (const [axis, count] of view.counts.entries()) {
    const stride = view.strides[axis] ?? 0;
    const reach = keep(f, operation("i64.mul", operation("i64.sub", local(count), i64(1n)), local(stride)));
    const isDown = operation("i64.lt_s", local(stride), zero);
    lowest = operation("i64.add", lowest, choose(isDown, local(reach), zero, "i64"));
    highest = operation("i64.add", highest, choose(isDown, zero, local(reach), "i64"));
    empty = either(empty, operation("i64.le_s", local(count), zero));
  }
  const below = operation("i64.lt_s", lowest, zero);
  const above = operation("i64.ge_s", highest, longLength(local(view.data)));
  const outside = operation("i32.and", operation("i32.eqz", empty), either(below, above));
  trapIf(f, outside, "WG501", "index outside of the buffer", span);
}
