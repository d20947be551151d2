// Whole-array expressions: operands are evaluated and shapes checked in source
// order, then the work is paid for by its size, then one loop makes the result
// (or writes it into an array that is there).
//
// Writing in place is sound only where every read of the target's storage is
// of the very item that is written. Where that is not so (`h += np.roll(h, 1)`,
// `a[1:] = a[:-1]`), which is known when it runs, the result is made apart and
// copied.

import type { Span } from "../base/span.ts";
import type { TypedExpression, TypedStatement } from "../check/program.ts";
import { elementPrices } from "../library/prices.ts";
import { representationOf } from "../types/layouts.ts";
import { arrayLayout } from "./arrayLayout.ts";
import type { ArrayLayout } from "./arrayLayout.ts";
import { i32, i64, local, nullReference, operation } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { fuseBodies } from "./fusionBody.ts";
import { emitNest, loopCounts } from "./fusionLoops.ts";
import type { Nest, Read } from "./fusionLoops.ts";
import { planFusion } from "./fusionPlan.ts";
import type { Apply, ElementwiseNode, FusionPlan } from "./fusionPlan.ts";
import { checkFits, commonShape, readView, sizeOf, trackOf } from "./fusionShapes.ts";
import type { ArrayView, Shape, Track } from "./fusionShapes.ts";
import type { Expression, Instruction, LocalId, Representation } from "./ir.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { guardFrozen } from "./lowerStorage.ts";
import { allocationLength } from "./lowerText.ts";
import { fit } from "./neverValues.ts";
import { discard, ownedValue, repeatable, settle } from "./values.ts";
import type { Value } from "./values.ts";
import { isVectorBody } from "./vectorBody.ts";

/** Operands in locals and what is done with their items. */
interface Prepared {
  readonly span: Span;
  /** To be let go of after the loop. */
  readonly held: readonly Value[];
  readonly shape: Shape;
  readonly reads: readonly { readonly view: ArrayView; readonly item: LocalId }[];
  readonly body: readonly Instruction[];
  readonly value: Expression;
  readonly isVector: boolean;
  /** For each item, in fuel. */
  readonly price: number;
  /** On top of it, where items do not lie side by side. */
  readonly apartPrice: number;
}

export function lowerElementwise(f: FunctionBuilder, node: ElementwiseNode): Value {
  const layout = present(arrayLayout(node.type));
  const prepared = prepare(f, node, layout.element);
  const { shape, span } = prepared;
  const size = sizeOf(f, shape, span);
  const reads = prepared.reads.map((read): Read => withTrack(f, read, shape, span));
  const write = freshTrack(f, shape);
  const counts = payFor(f, prepared, shape, size, [...reads.map((read) => read.track), write]);
  const data = newData(f, layout, size, span);
  f.setLocal(write.data, local(data));
  const { body, value, isVector } = prepared;
  emitNest(f, { reads, write, representation: layout.element, body, value, isVector }, counts);
  discard(f, ...prepared.held);
  return newArray(f, node, layout, shape, data, span);
}

export function lowerAssignElements(f: FunctionBuilder, statement: TypedStatement & { readonly kind: "assignElements" }): void {
  const { span, mismatch } = statement;
  const layout = present(arrayLayout(statement.target.type));
  const prepared = prepare(f, asElementwise(statement), layout.element);
  const target = settle(f, lowerExpression(f, statement.target));
  const view = readView(f, target.expression, layout);
  guardFrozen(f, local(view.data), span);
  checkFits(f, prepared.shape, view.counts, mismatch, span);
  const size = sizeOf(f, view.counts, span);
  const reads = prepared.reads.map((read): Read => withTrack(f, read, view.counts, span));
  const final = trackOf(f, view, view.counts, span);
  const { body, value, isVector } = prepared;
  const nest = { reads, representation: layout.element, body, value, isVector };
  const clashing = reads.filter((read) => read.representation === layout.element);
  if (clashing.length === 0) {
    emitNest(f, { ...nest, write: final }, payFor(f, prepared, view.counts, size, [...reads.map((read) => read.track), final]));
  } else {
    writeApart(f, { ...nest, write: final }, prepared, view, size, clashing);
  }
  discard(f, ...prepared.held, target);
}

/** Into a storage of its own first, where some item is read after it would be written. */
function writeApart(f: FunctionBuilder, nest: Nest, prepared: Prepared, view: ArrayView, size: LocalId, clashing: readonly Read[]): void {
  const { span } = prepared;
  const final = nest.write;
  const clash = keepFlag(f, clashing.map((read) => clashes(read.track, final)).reduce(either));
  const apart = freshTrack(f, view.counts);
  const buffer = f.ownedTemporary();
  const write = { data: f.temporary("ref"), offset: f.temporary("i32"), strides: final.strides.map(() => f.temporary("i32")), turns: null };
  const pick = (from: Track): Instruction[] =>
    f.arm(() => {
      f.setLocal(write.data, local(from.data));
      f.setLocal(write.offset, local(from.offset));
      for (const [axis, stride] of write.strides.entries()) f.setLocal(stride, local(from.strides[axis] ?? 0));
    });
  const makeApart = f.arm(() => {
    f.chargeSize(0, elementPrices.write, local(size), f.currentSite());
    f.setLocal(buffer, newStorage(f, view.layout, size, span));
    f.setLocal(apart.data, local(buffer));
  });
  f.emit({ kind: "if", test: local(clash), then: [...makeApart, ...pick(apart)], else: pick(final) });
  const counts = payFor(f, prepared, view.counts, size, [...nest.reads.map((read) => read.track), write]);
  emitNest(f, { ...nest, write }, counts);
  const copyBack = f.arm(() => {
    const item = f.temporary(nest.representation);
    const reads = [{ track: apart, representation: nest.representation, item }];
    const isVector = nest.representation === "f64";
    const copy: Nest = { reads, write: final, representation: nest.representation, body: [], value: local(item), isVector };
    emitNest(f, copy, loopCounts(f, view.counts, size, [apart, final]));
    f.emit({ kind: "release", value: local(buffer) });
    f.setLocal(buffer, nullReference);
  });
  f.emit({ kind: "if", test: local(clash), then: copyBack, else: [] });
}

function keepFlag(f: FunctionBuilder, value: Expression): LocalId {
  const target = f.temporary("i32");
  f.setLocal(target, value);
  return target;
}

function either(a: Expression, b: Expression): Expression {
  return operation("i32.or", a, b);
}

/** Is some other item of the storage read than the one that is written? */
function clashes(read: Track, write: Track): Expression {
  const isSame = operation("ref.eq", local(read.data), local(write.data));
  if (read.turns !== null) return isSame;
  const pairs = [[read.offset, write.offset] as const, ...read.strides.map((stride, axis) => [stride, write.strides[axis] ?? 0] as const)];
  const differs = pairs.map(([a, b]) => operation("i32.xor", local(a), local(b))).reduce(either);
  return operation("i32.and", isSame, operation("i32.eqz", operation("i32.eqz", differs)));
}

// ------------------------------------------------------------------ operands

function prepare(f: FunctionBuilder, node: ElementwiseNode, result: Representation): Prepared {
  const plan = planFusion(node, f.module.elementEffects);
  const operands = evaluateOperands(f, plan, node.span);
  const fused = fuseBodies(
    plan,
    (operand) => operands.views[operand] === undefined,
    (id) => f.module.source(id),
  );
  const outer = f.items;
  f.items = new Map(operands.items);
  for (const { slot, value } of fused.invariants) f.items.set(slot, lowerItem(f, value));
  let value: Expression = nullReference;
  const instructions = f.arm(() => {
    for (const one of fused.values) f.items.set(one.slot, lowerItem(f, one.value));
    value = local(keepItem(f, fit(f, lowerExpression(f, fused.result), result), result));
  });
  f.items = outer;
  const body = instructions.filter((instruction) => instruction.kind !== "charge");
  const work = instructions.reduce((sum, instruction) => sum + (instruction.kind === "charge" ? instruction.amount : 0), 0);
  const reads = operands.views.flatMap((view, index) => {
    const item = operands.items.get(index);
    return view === undefined || item === undefined ? [] : [{ view, item: item.local }];
  });
  const representations = reads.map((read) => read.view.layout.element);
  const isVector = isVectorBody(f.locals, body, value, [...representations, result]);
  const forWork = isVector ? elementPrices.vectorShare * work : elementPrices.single + work;
  const price = elementPrices.read * reads.length + elementPrices.write + forWork;
  const apartPrice = elementPrices.apart + elementPrices.apartRead * reads.length + elementPrices.apartShare * work;
  return { span: node.span, held: operands.held, shape: operands.shape, reads, body, value, isVector, price, apartPrice };
}

export interface Item {
  readonly local: LocalId;
  readonly representation: Representation;
}

function lowerItem(f: FunctionBuilder, value: TypedExpression): Item {
  const representation = representationOf(value.type);
  return { local: keepItem(f, fit(f, lowerExpression(f, value), representation), representation), representation };
}

function keepItem(f: FunctionBuilder, value: Value, representation: Representation): LocalId {
  const target = f.temporary(representation);
  f.setLocal(target, value.expression);
  discard(f, value);
  return target;
}

interface Operands {
  readonly held: readonly Value[];
  readonly views: readonly (ArrayView | undefined)[];
  readonly items: ReadonlyMap<number, Item>;
  readonly shape: Shape;
}

function evaluateOperands(f: FunctionBuilder, plan: FusionPlan, span: Span): Operands {
  const held: Value[] = [];
  const views: (ArrayView | undefined)[] = plan.operands.map(() => undefined);
  const items = new Map<number, Item>();
  const shapes = new Map<Apply, Shape>();
  const isPlain = plan.operands.every((operand) => operand.kind === "variable" || operand.kind === "literal");
  for (const step of plan.steps) {
    if (step.kind === "shape") {
      const inputs = step.apply.inputs.map((input): Shape => {
        if (input.kind === "apply") return shapes.get(input.apply) ?? [];
        return views[input.index]?.counts ?? [];
      });
      shapes.set(step.apply, commonShape(f, inputs, step.apply.node.mismatch, span));
      continue;
    }
    const operand = present(plan.operands[step.operand]);
    if (operand.kind === "literal") continue;
    const layout = arrayLayout(operand.type);
    const value = lowerExpression(f, operand);
    const representation = layout?.element ?? value.representation;
    if (layout === null) {
      items.set(step.operand, { local: keepItem(f, value, representation), representation });
      continue;
    }
    const kept = isPlain ? repeatable(f, value) : settle(f, value);
    held.push(kept);
    views[step.operand] = readView(f, kept.expression, layout);
    items.set(step.operand, { local: f.temporary(representation), representation });
  }
  return { held, views, items, shape: shapes.get(plan.root) ?? [] };
}

function withTrack(f: FunctionBuilder, read: Prepared["reads"][number], shape: Shape, span: Span): Read {
  return { track: trackOf(f, read.view, shape, span), representation: read.view.layout.element, item: read.item };
}

/** The value as an operation that gives each item as it is. */
function asElementwise(statement: TypedStatement & { readonly kind: "assignElements" }): ElementwiseNode {
  const { value, mismatch, span } = statement;
  if (value.kind === "elementwise") return value;
  const type = arrayLayout(value.type)?.elementType ?? value.type;
  const body: TypedExpression = { kind: "elementOperand", index: 0, type, span };
  return { kind: "elementwise", operands: [value], body, mismatch, type: value.type, span };
}

// -------------------------------------------------------------------- results

/** Fuel for all items and rows, before the first; how often each loop turns. */
function payFor(f: FunctionBuilder, prepared: Prepared, shape: Shape, size: LocalId, tracks: readonly Track[]): readonly LocalId[] {
  const counts = loopCounts(f, shape, size, tracks);
  f.chargeSize(elementPrices.base, prepared.price, local(size), f.currentSite());
  const rows = counts.slice(0, -1).map((count): Expression => operation("i64.from_i32_u", local(count)));
  if (rows.length > 0) {
    const all = rows.reduce((a, b) => operation("i64.mul", a, b));
    f.chargeSize(0, elementPrices.row, all, f.currentSite());
  }
  if (prepared.isVector) payApart(f, prepared, size, tracks);
  return counts;
}

function payApart(f: FunctionBuilder, prepared: Prepared, size: LocalId, tracks: readonly Track[]): void {
  const strides = tracks.map((track) => local(track.strides.at(-1) ?? 0));
  const isFar = (stride: Expression): Expression => either(operation("i32.ge_s", stride, i32(2)), operation("i32.ge_s", i32(-1), stride));
  const pay = (share: number): Instruction[] => f.arm(() => f.chargeSize(0, share * prepared.apartPrice, local(size), f.currentSite()));
  // A stride of 0 is one item again and again: read one by one too, but from the same place.
  const isAgain = strides.map((stride) => operation("i32.eqz", stride)).reduce(either);
  const otherwise = f.arm(() => f.emit({ kind: "if", test: isAgain, then: pay(0.65), else: [] }));
  f.emit({ kind: "if", test: strides.map(isFar).reduce(either), then: pay(1), else: otherwise });
}

/** Of an array that lies one item behind the other; `data` is still to be set. */
function freshTrack(f: FunctionBuilder, shape: Shape): Track {
  const offset = f.temporary("i32");
  f.setLocal(offset, i32(0));
  const strides: LocalId[] = shape.map(() => f.temporary("i32"));
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = strides[axis + 1];
    const count = operation("i32.from_i64", local(shape[axis + 1] ?? 0));
    f.setLocal(strides[axis] ?? 0, next === undefined ? i32(1) : operation("i32.mul", local(next), count));
  }
  return { data: f.temporary("ref"), offset, strides, turns: null };
}

function newStorage(f: FunctionBuilder, layout: ArrayLayout, size: LocalId, span: Span): Expression {
  const type = f.module.heapTypes.idOf({ kind: "storage", element: layout.elementType });
  return { kind: "newStorage", type, length: allocationLength(local(size)), site: f.site(span), isOverwritten: true };
}

function newData(f: FunctionBuilder, layout: ArrayLayout, size: LocalId, span: Span): LocalId {
  const made = f.ownedTemporary();
  f.setLocal(made, newStorage(f, layout, size, span));
  return made;
}

function newArray(f: FunctionBuilder, node: ElementwiseNode, layout: ArrayLayout, shape: Shape, data: LocalId, span: Span): Value {
  const made = f.ownedTemporary();
  f.setLocal(made, { kind: "newRecord", type: f.module.heapTypes.idOf(node.type), site: f.site(span) });
  const set = (slot: number, representation: Representation, value: Expression): void =>
    f.emit({ kind: "setSlot", object: local(made), slot, representation, value });
  set(layout.data, "ref", local(data));
  f.setLocal(data, nullReference);
  set(layout.offset, "i64", i64(0n));
  for (const [axis, count] of shape.entries()) {
    set(layout.counts[axis] ?? 0, "i64", local(count));
    const after = shape.slice(axis + 1).map((next) => local(next));
    set(
      layout.strides[axis] ?? 0,
      "i64",
      after.reduce<Expression>((a, b) => operation("i64.mul", a, b), i64(1n)),
    );
  }
  return ownedValue(made);
}

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new RangeError("an array was expected");
  return value;
}
