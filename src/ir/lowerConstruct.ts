// What makes objects: instances, tuples, list displays, closures, suspended
// generators, and the boxes that scalars get inside unions. An object is made
// first and each part goes into it as soon as it is evaluated, so that no more
// than one part is in flight however long a display is.

import type { Span } from "../base/span.ts";
import type { TypedExpression } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import { representationOf, reservedTypes } from "../types/layouts.ts";
import type { Type } from "../types/type.ts";
import { i32, i64, local, slot, operation } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Expression, Instruction, LocalId, Representation, TypeId } from "./ir.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { listSlots } from "./lowerStorage.ts";
import { fit } from "./neverValues.ts";
import { lowerCaptureSource, newObject } from "./lowerVariables.ts";
import { derive, discard, give, ownedValue, repeatable } from "./values.ts";
import type { Value } from "./values.ts";

type Node<Kind extends TypedExpression["kind"]> = TypedExpression & { readonly kind: Kind };

/** A part of an object: lowered when its place in memory is ready. */
type Part = () => Value;

/** Lowers `part` with temporaries of its own and stores what it gives. */
function fill(f: FunctionBuilder, part: Part, representation: Representation, store: (value: Expression) => Instruction): void {
  const mark = f.mark();
  const value = fit(f, part(), representation);
  give(f, value, (expression) => f.emit(store(expression)));
  f.reclaim(mark);
}

/** `type` is the object's. */
function fillSlot(f: FunctionBuilder, object: Value, type: TypeId, index: number, part: Part): void {
  const layout = f.module.heapTypes.get(type);
  const representation = (layout.kind === "record" ? layout.slots[index] : undefined) ?? "ref";
  fill(f, part, representation, (value) => ({ kind: "setSlot", object: object.expression, slot: index, representation, value }));
}

function chargeObject(f: FunctionBuilder, slots: number): void {
  f.charge(nodePrices.object + nodePrices.slot * slots);
}

export function lowerConstruct(f: FunctionBuilder, node: Node<"construct">): Value {
  chargeObject(f, node.fields.length);
  const type = f.module.heapTypes.idOf(node.type);
  const made = newObject(f, type, node.span);
  node.fields.forEach((field, index) => {
    if (field !== null) fillSlot(f, made, type, index, () => lowerExpression(f, field));
  });
  return made;
}

export function lowerTuple(f: FunctionBuilder, node: Node<"tuple">): Value {
  const parts = node.items.map(
    (item): Part =>
      () =>
        lowerExpression(f, item),
  );
  return node.type.kind === "variadic" ? newTupleStorage(f, node.type, parts, node.span) : newTuple(f, node.type, parts, node.span);
}

export function newTuple(f: FunctionBuilder, type: Type, parts: readonly Part[], span: Span): Value {
  chargeObject(f, parts.length);
  const id = f.module.heapTypes.idOf(type);
  const made = newObject(f, id, span);
  parts.forEach((part, index) => fillSlot(f, made, id, index, part));
  return made;
}

export function lowerTupleItem(f: FunctionBuilder, node: Node<"tupleItem">, tuple: Value): Value {
  f.charge(nodePrices.tupleItem);
  const representation = representationOf(node.type);
  return derive(f, slot(tuple.expression, node.index, representation), { representation, from: [tuple] });
}

export function lowerList(f: FunctionBuilder, node: Node<"list">): Value {
  const parts = node.items.map(
    (item): Part =>
      () =>
        lowerExpression(f, item),
  );
  if (node.type.kind === "variadic" || node.type.kind === "storage") return newTupleStorage(f, node.type, parts, node.span);
  chargeObject(f, 2);
  const slots = listSlots(node.type);
  const type = f.module.heapTypes.idOf(node.type);
  const made = newObject(f, type, node.span);
  const itemsType: Type = { kind: "storage", element: slots.element };
  fillSlot(f, made, type, slots.items, () => newTupleStorage(f, itemsType, parts, node.span));
  const size = i64(node.items.length);
  f.emit({ kind: "setSlot", object: made.expression, slot: slots.length, representation: "i64", value: size });
  return made;
}

/** A storage of exactly these elements: what `tuple[T, ...]` is, and what a list holds. */
export function newTupleStorage(f: FunctionBuilder, type: Type, parts: readonly Part[], span: Span): Value {
  f.charge(nodePrices.buffer + nodePrices.element * parts.length);
  const made = f.ownedTemporary();
  const length = i32(parts.length);
  f.setLocal(made, { kind: "newStorage", type: f.module.heapTypes.idOf(type), length, site: f.site(span) });
  const layout = f.module.heapTypes.get(f.module.heapTypes.idOf(type));
  const representation = layout.kind === "storage" ? layout.element : "ref";
  parts.forEach((part, index) => {
    fill(f, part, representation, (value) => ({ kind: "setElement", storage: local(made), index: i32(index), representation, value }));
  });
  return ownedValue(made);
}

/** As many elements as `size` (a local, i32) says, one after the other: `part` makes that of `index` (likewise). */
export function fillTupleStorage(f: FunctionBuilder, type: Type, size: LocalId, part: (index: LocalId) => Value, span: Span): Value {
  const site = f.site(span);
  const id = f.module.heapTypes.idOf(type);
  f.charge(nodePrices.buffer);
  f.chargeSize(0, nodePrices.element, operation("i64.from_i32_u", local(size)), site);
  const made = f.ownedTemporary();
  f.setLocal(made, { kind: "newStorage", type: id, length: local(size), site });
  const layout = f.module.heapTypes.get(id);
  const representation = layout.kind === "storage" ? layout.element : "ref";
  const index = f.temporary("i32");
  f.setLocal(index, i32(0));
  const head = f.newLabel();
  f.loopDepth++;
  f.crossing(() => {
    const turn = f.arm(() => {
      f.charge(nodePrices.turn);
      const store = (value: Expression): Instruction => ({
        kind: "setElement",
        storage: local(made),
        index: local(index),
        representation,
        value,
      });
      fill(f, () => part(index), representation, store);
      f.setLocal(index, operation("i32.add", local(index), i32(1)));
      const again: Instruction = { kind: "branch", label: head };
      f.emit({ kind: "if", test: operation("i32.lt_s", local(index), local(size)), then: [again], else: [] });
    });
    const loop: Instruction = { kind: "loop", label: head, body: turn };
    f.emit({ kind: "if", test: local(size), then: [loop], else: [] });
  });
  f.loopDepth--;
  return ownedValue(made);
}

export function lowerClosure(f: FunctionBuilder, node: Node<"closure">): Value {
  chargeObject(f, node.captures.length);
  const type = f.module.heapTypes.idOfClosure(node.closure);
  const made = newObject(f, type, node.span);
  node.captures.forEach((source, index) => fillSlot(f, made, type, index, () => lowerCaptureSource(f, source, node.span)));
  return made;
}

const boxTypes = {
  int: reservedTypes.boxInt,
  u64: reservedTypes.boxU64,
  float: reservedTypes.boxFloat,
  bool: reservedTypes.boxBool,
} as const;

export type BoxedKind = keyof typeof boxTypes;

export function isBoxedKind(kind: Type["kind"]): kind is BoxedKind {
  return kind in boxTypes;
}

/** A scalar as it stands in a union. */
export function box(f: FunctionBuilder, value: Value, kind: BoxedKind, span: Span): Value {
  f.charge(nodePrices.box);
  const content = repeatable(f, value);
  const made = newObject(f, boxTypes[kind], span);
  const { representation } = content;
  f.emit({ kind: "setSlot", object: made.expression, slot: 0, representation, value: content.expression });
  discard(f, content);
  return made;
}

/** The scalar in a box that is known to be of that kind. */
export function unbox(f: FunctionBuilder, value: Value, type: Type): Value {
  f.charge(nodePrices.unbox);
  const representation = representationOf(type);
  return derive(f, slot(value.expression, 0, representation), { representation, from: [value] });
}
