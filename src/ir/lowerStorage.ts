// Intrinsics over raw storages and the fast paths over `list`. Bounds are
// tested here, explicitly; what a storage holds is counted here too.

import type { Span } from "../base/span.ts";
import type { Type } from "../types/type.ts";
import { representationOf } from "../types/layouts.ts";
import { element, local, longLength, not, operation, slot, zero } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { operandAt } from "./intrinsicLowering.ts";
import type { IntrinsicFamily, IntrinsicLowering, IntrinsicNode } from "./intrinsicLowering.ts";
import type { Expression, Representation } from "./ir.ts";
import { allocationLength, normalizeIndex, testRange } from "./lowerText.ts";
import type { FiveExpressions } from "./lowerText.ts";
import { trapIf } from "./raising.ts";
import { constant, derive, discard, give, noneValue, owned, ownedValue, repeatable } from "./values.ts";
import type { Value } from "./values.ts";

/** Before a store into an object that may be module state, where that is frozen. */
export function guardFrozen(f: FunctionBuilder, object: Expression, span: Span): void {
  if (!f.module.facts.guardsFrozenState) return;
  const message = "module state cannot be changed by a hook";
  trapIf(f, { kind: "isResident", object }, "WG522", message, span);
}

function toPosition(index: Expression): Expression {
  return operation("i32.from_i64", index);
}

function elementType(type: Type | undefined): Type {
  if (type?.kind === "storage" || type?.kind === "variadic") return type.element;
  throw new RangeError(`a storage expected, not ${type?.kind}`);
}

/** Of the storage that is made, or of the first argument. */
export function elementOf(node: IntrinsicNode): Representation {
  return representationOf(elementType(node.name === "storage_new" ? node.type : node.arguments[0]?.type));
}

function testIndex(f: FunctionBuilder, node: IntrinsicNode, storage: Expression, index: Expression): void {
  const outside = not(operation("i64.lt_u", index, longLength(storage)));
  trapIf(f, outside, "WG501", "index outside of the buffer", node.span);
}

/** Puts a value where another is, which is released after. Index is an i32 tree over locals. */
function replaceElement(f: FunctionBuilder, storage: Expression, index: Expression, value: Value): void {
  const { representation } = value;
  if (representation !== "ref") {
    f.emit({ kind: "setElement", storage, index, representation, value: value.expression });
    discard(f, value);
    return;
  }
  give(f, value, (expression) => {
    const old = f.temporary("ref");
    f.setLocal(old, element(storage, index, "ref"));
    f.emit({ kind: "setElement", storage, index, representation, value: expression });
    f.emit({ kind: "release", value: local(old) });
  });
}

const newStorage: IntrinsicLowering = (f, node, operands) => {
  const size = repeatable(f, operandAt(operands, 0));
  const made = f.ownedTemporary();
  const type = f.module.heapTypes.idOf(node.type);
  f.setLocal(made, { kind: "newStorage", type, length: allocationLength(size.expression), site: f.site(node.span) });
  discard(f, size);
  return ownedValue(made);
};

const storageLength: IntrinsicLowering = (f, _node, operands) => {
  const storage = operandAt(operands, 0);
  return derive(f, longLength(storage.expression), { representation: "i64", from: [storage] });
};

const getElement: IntrinsicLowering = (f, node, operands) => {
  const storage = repeatable(f, operandAt(operands, 0));
  const index = repeatable(f, operandAt(operands, 1));
  testIndex(f, node, storage.expression, index.expression);
  const representation = elementOf(node);
  const read = element(storage.expression, toPosition(index.expression), representation);
  return derive(f, read, { representation, from: [storage, index], isVolatile: true });
};

const setElement: IntrinsicLowering = (f, node, operands) => {
  const storage = repeatable(f, operandAt(operands, 0));
  const index = repeatable(f, operandAt(operands, 1));
  const value = owned(f, operandAt(operands, 2));
  testIndex(f, node, storage.expression, index.expression);
  guardFrozen(f, storage.expression, node.span);
  replaceElement(f, storage.expression, toPosition(index.expression), value);
  discard(f, storage, index);
  return noneValue;
};

const clearElement: IntrinsicLowering = (f, node, operands) => {
  const storage = repeatable(f, operandAt(operands, 0));
  const index = repeatable(f, operandAt(operands, 1));
  testIndex(f, node, storage.expression, index.expression);
  guardFrozen(f, storage.expression, node.span);
  const representation = elementOf(node);
  replaceElement(f, storage.expression, toPosition(index.expression), constant(zero(representation), representation));
  discard(f, storage, index);
  return noneValue;
};

const copyElements: IntrinsicLowering = (f, node, operands) => {
  const parts = operands.map((operand) => repeatable(f, operand));
  const [to, at, from, start, count] = [0, 1, 2, 3, 4].map((index) => operandAt(parts, index).expression) as FiveExpressions;
  testRange(f, node, at, count, longLength(to));
  testRange(f, node, start, count, longLength(from));
  guardFrozen(f, to, node.span);
  const [atIndex, startIndex, counted] = [toPosition(at), toPosition(start), toPosition(count)];
  const representation = elementOf(node);
  if (representation === "ref") {
    // What is copied first gets its new owners: it may be what is overwritten.
    f.emit({ kind: "retainRange", storage: from, start: startIndex, count: counted });
    f.emit({ kind: "releaseRange", storage: to, start: atIndex, count: counted });
  }
  f.emit({ kind: "copyElements", to, at: atIndex, from, start: startIndex, count: counted, representation });
  discard(f, ...parts);
  return noneValue;
};

const fillElements: IntrinsicLowering = (f, node, operands) => {
  const [storage, start, count] = [0, 1, 2].map((index) => repeatable(f, operandAt(operands, index))) as [Value, Value, Value];
  const value = owned(f, operandAt(operands, 3));
  testRange(f, node, start.expression, count.expression, longLength(storage.expression));
  guardFrozen(f, storage.expression, node.span);
  const range = { storage: storage.expression, start: toPosition(start.expression), count: toPosition(count.expression) };
  const representation = elementOf(node);
  if (representation === "ref") f.emit({ kind: "releaseRange", ...range });
  f.emit({ kind: "fillElements", ...range, value: value.expression, representation });
  if (representation === "ref") f.emit({ kind: "retainRange", ...range });
  discard(f, storage, start, count, value);
  return noneValue;
};

/** Slots of the standard library's `list`. */
export interface ListSlots {
  readonly length: number;
  readonly items: number;
  readonly element: Type;
}

export function listSlots(type: Type | undefined): ListSlots {
  if (type?.kind !== "instance") throw new RangeError(`a list expected, not ${type?.kind}`);
  const slotNamed = (name: string): number => type.class.fields.findIndex((field) => field.name === name);
  const slots = { length: slotNamed("_length"), items: slotNamed("_items"), element: type.arguments[0] ?? { kind: "never" } } as const;
  if (slots.length < 0 || slots.items < 0) throw new RangeError(`class ${type.class.name} is no list`);
  return slots;
}

function countOf(list: Expression, slots: ListSlots): Expression {
  return { kind: "slot", object: list, slot: slots.length, representation: "i64", isCount: true };
}

const listLength: IntrinsicLowering = (f, node, operands) => {
  const list = operandAt(operands, 0);
  const slots = listSlots(node.arguments[0]?.type);
  return derive(f, countOf(list.expression, slots), { representation: "i64", from: [list], isVolatile: true });
};

interface ListAccess {
  readonly list: Value;
  readonly items: Expression;
  readonly slots: ListSlots;
}

function accessList(f: FunctionBuilder, node: IntrinsicNode, operands: readonly Value[]): ListAccess {
  const list = repeatable(f, operandAt(operands, 0));
  const slots = listSlots(node.arguments[0]?.type);
  return { list, items: slot(list.expression, slots.items, "ref", 0), slots };
}

const getItem: IntrinsicLowering = (f, node, operands) => {
  const { list, items, slots } = accessList(f, node, operands);
  const index = repeatable(f, operandAt(operands, 1));
  const size = countOf(list.expression, slots);
  const position = normalizeIndex(f, node, index, size, "list index out of range");
  return readItem(f, element(items, toPosition(position), representationOf(slots.element)), slots, [list, index]);
};

const getKnownItem: IntrinsicLowering = (f, node, operands) => {
  const { list, items, slots } = accessList(f, node, operands);
  const index = operandAt(operands, 1);
  return readItem(f, element(items, toPosition(index.expression), representationOf(slots.element)), slots, [list, index]);
};

function readItem(f: FunctionBuilder, read: Expression, slots: ListSlots, from: readonly Value[]): Value {
  return derive(f, read, { representation: representationOf(slots.element), from, isVolatile: true });
}

const setItem: IntrinsicLowering = (f, node, operands) => {
  const { list, items, slots } = accessList(f, node, operands);
  const index = repeatable(f, operandAt(operands, 1));
  const value = owned(f, operandAt(operands, 2));
  const size = countOf(list.expression, slots);
  const position = normalizeIndex(f, node, index, size, "list assignment index out of range");
  guardFrozen(f, list.expression, node.span);
  replaceElement(f, items, toPosition(position), value);
  discard(f, list, index);
  return noneValue;
};

export const storageLowerings = {
  storage_new: newStorage,
  storage_len: storageLength,
  storage_get: getElement,
  storage_set: setElement,
  storage_clear: clearElement,
  storage_copy: copyElements,
  storage_fill: fillElements,
} as const satisfies IntrinsicFamily;

export const listLowerings = {
  list_len: listLength,
  list_get: getItem,
  list_set: setItem,
  list_item: getKnownItem,
} as const satisfies IntrinsicFamily;
