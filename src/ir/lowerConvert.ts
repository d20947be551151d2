// Conversions. A union is a reference: None is 0, scalars are boxed, everything
// else stands as it is. A conversion that leaves every possible value as it is
// costs nothing; one that depends on which member a value is tests for it.

import type { Span } from "../base/span.ts";
import type { TypedExpression } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import { isSubclass } from "../types/classes.ts";
import { representationOf } from "../types/layouts.ts";
import type { Type } from "../types/type.ts";
import { checked, element, i32, length, local, not, operation, slot, zero } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { LocalId } from "./ir.ts";
import { type BoxedKind, box, fillTupleStorage, isBoxedKind, newTuple, newTupleStorage, unbox } from "./lowerConstruct.ts";
import { guard, raisePython } from "./raising.ts";
import { testTypes } from "./typeTests.ts";
import { constant, derive, discard, give, ownedValue, protect, repeatable, temporaryValue } from "./values.ts";
import type { Value } from "./values.ts";

type Node<Kind extends TypedExpression["kind"]> = TypedExpression & { readonly kind: Kind };

/** Whether values of one type are, become by some work, or cannot become values of another. */
type Relation = "same" | "change" | "none";

export function lowerConvert(f: FunctionBuilder, node: Node<"convert">, value: Value): Value {
  const from = node.value.type;
  const { orRaise } = node;
  if (orRaise === null || value.representation !== "ref") return convert(f, value, from, node.type, node.span);
  f.charge(nodePrices.typeTest);
  const tested = repeatable(f, value);
  guard(f, not(testTypes(f, tested.expression, from, [node.type])), () => {
    if ("fault" in orRaise) f.emit({ kind: "trap", code: orRaise.fault, message: [orRaise.message], site: f.site(node.span) });
    else raisePython(f, orRaise.exception, orRaise.message, node.span);
  });
  return convert(f, tested, from, node.type, node.span);
}

export function lowerTypeTest(f: FunctionBuilder, node: Node<"typeTest">, value: Value): Value {
  f.charge(nodePrices.typeTest);
  const { type } = node.value;
  if (value.representation !== "ref") {
    const holds = node.types.some((wanted) => wanted.kind === type.kind);
    return { ...constant(i32(holds ? 1 : 0), "i32"), holds: value.holds };
  }
  const tested = repeatable(f, value);
  return derive(f, testTypes(f, tested.expression, type, node.types), { representation: "i32", from: [tested] });
}

export function convert(f: FunctionBuilder, value: Value, from: Type, to: Type, span: Span): Value {
  switch (relation(f, from, to)) {
    case "same":
      if (representationOf(from) === representationOf(to)) return value;
      return from.kind === "union" ? unbox(f, value, to) : absent(f, value, to);
    case "none":
      return from.kind === "union" && representationOf(to) !== "ref" ? unbox(f, value, to) : value;
    case "change":
      return change(f, value, from, to, span);
  }
}

/** In place of a value that never comes to be. */
function absent(f: FunctionBuilder, value: Value, to: Type): Value {
  discard(f, value);
  const representation = representationOf(to);
  return constant(zero(representation), representation);
}

function relation(f: FunctionBuilder, from: Type, to: Type): Relation {
  const { heapTypes } = f.module;
  if (from.kind === "never" || heapTypes.numberOf(from) === heapTypes.numberOf(to)) return "same";
  if (from.kind === "union") return relationOfUnion(f, from.members, to);
  if (to.kind === "union") return relationToUnion(f, from, to.members);
  if (isBoxedKind(from.kind) && widenings[from.kind].includes(to.kind)) return "change";
  if (from.kind === "tuple") return relationOfTuple(f, from.items, to);
  if (from.kind === "variadic" && to.kind === "variadic") return relation(f, from.element, to.element) === "none" ? "none" : "change";
  if (from.kind === "instance" && to.kind === "instance") {
    const related = isSubclass(from.class, to.class) || isSubclass(to.class, from.class);
    return related ? "same" : "none";
  }
  return from.kind === to.kind ? "same" : "none";
}

function isNumeric(type: Type): boolean {
  return isBoxedKind(type.kind);
}

/** Which scalars become which, checked where not every value does. */
const widenings: Record<BoxedKind, readonly Type["kind"][]> = {
  bool: ["int", "float"],
  int: ["float", "u64"],
  u64: ["int", "float"],
  float: [],
};

function relationOfTuple(f: FunctionBuilder, items: readonly Type[], to: Type): Relation {
  if (to.kind === "variadic") return items.every((item) => relation(f, item, to.element) !== "none") ? "change" : "none";
  if (to.kind !== "tuple" || to.items.length !== items.length) return "none";
  return items.every((item, index) => relation(f, item, to.items[index] ?? item) !== "none") ? "change" : "none";
}

/** Of a union: if all members become `to`, by what each is; if only some, the checker has excluded the others. */
function relationOfUnion(f: FunctionBuilder, members: readonly Type[], to: Type): Relation {
  const relations = members.map((member) => memberRelation(f, member, to));
  const isNarrowing = relations.includes("none");
  if (relations.includes("change") && (to.kind === "union" || !(isNarrowing && relations.includes("same")))) return "change";
  return relations.includes("same") ? "same" : "none";
}

/** As `relation`, for a member that is boxed where it is a scalar. */
function memberRelation(f: FunctionBuilder, member: Type, to: Type): Relation {
  if (isNumeric(member) && to.kind === "union" && to.members.some((other) => other.kind === member.kind)) return "same";
  return relation(f, member, to);
}

function relationToUnion(f: FunctionBuilder, from: Type, members: readonly Type[]): Relation {
  const relations = members.map((member) => relation(f, from, member));
  if (relations.includes("same")) return isNumeric(from) ? "change" : "same";
  return relations.includes("change") ? "change" : "none";
}

function change(f: FunctionBuilder, value: Value, from: Type, to: Type, span: Span): Value {
  if (from.kind === "union") return changeUnion(f, value, from.members, to, span);
  if (to.kind === "union") return changeToUnion(f, value, from, to.members, span);
  if (from.kind === "tuple") return changeTuple(f, value, from.items, to, span);
  if (from.kind === "variadic" && to.kind === "variadic") return changeVariadic(f, value, from, to, span);
  return changeScalar(f, value, from, to, span);
}

function changeToUnion(f: FunctionBuilder, value: Value, from: Type, members: readonly Type[], span: Span): Value {
  const same = members.find((member) => relation(f, from, member) === "same");
  const target = same ?? members.find((member) => relation(f, from, member) === "change");
  if (target === undefined) return value;
  const changed = convert(f, value, from, target, span);
  return isBoxedKind(target.kind) ? box(f, changed, target.kind, span) : changed;
}

function changeScalar(f: FunctionBuilder, value: Value, from: Type, to: Type, span: Span): Value {
  const site = f.site(span);
  const { expression } = value;
  f.charge(1);
  if (from.kind === "bool") {
    const long = operation("i64.from_i32_u", expression);
    const made = to.kind === "float" ? operation("f64.from_i64_s", long) : long;
    return derive(f, made, { representation: representationOf(to), from: [value] });
  }
  const unsigned = from.kind === "u64";
  if (to.kind === "float") {
    const made = checked(unsigned ? "f64.from_u64_exact" : "f64.from_i64_exact", site, expression);
    return derive(f, made, { representation: "f64", from: [value], isVolatile: true });
  }
  if (to.kind !== "int" && to.kind !== "u64") throw new RangeError(`no conversion from ${from.kind} to ${to.kind}`);
  const made = checked(unsigned ? "i64.from_u64" : "u64.from_i64", site, expression);
  return derive(f, made, { representation: "i64", from: [value], isVolatile: true });
}

function changeTuple(f: FunctionBuilder, value: Value, items: readonly Type[], to: Type, span: Span): Value {
  const tuple = repeatable(f, value);
  const parts = items.map((item, index) => (): Value => {
    const target = to.kind === "tuple" ? (to.items[index] ?? item) : to.kind === "variadic" ? to.element : item;
    const representation = representationOf(item);
    const read = derive(f, slot(tuple.expression, index, representation), { representation, from: [{ ...tuple, holds: [] }] });
    return convert(f, read, item, target, span);
  });
  const made = to.kind === "variadic" ? newTupleStorage(f, to, parts, span) : newTuple(f, to, parts, span);
  discard(f, tuple);
  return made;
}

/** Elements of another type stand otherwise in the memory: a new tuple. */
function changeVariadic(
  f: FunctionBuilder,
  value: Value,
  from: Extract<Type, { kind: "variadic" }>,
  to: Extract<Type, { kind: "variadic" }>,
  span: Span,
): Value {
  const tuple = repeatable(f, protect(f, value));
  const size = f.temporary("i32");
  f.setLocal(size, from.element.kind === "never" ? i32(0) : length(tuple.expression));
  const representation = representationOf(from.element);
  const part = (index: LocalId): Value => {
    const read = element(tuple.expression, local(index), representation);
    return convert(f, derive(f, read, { representation, from: [{ ...tuple, holds: [] }] }), from.element, to.element, span);
  };
  const made = fillTupleStorage(f, to, size, part, span);
  discard(f, tuple);
  return made;
}

/** Tests member by member; those that stay as they are come last, together. */
function changeUnion(f: FunctionBuilder, value: Value, members: readonly Type[], to: Type, span: Span): Value {
  const source = repeatable(f, value);
  const representation = representationOf(to);
  const relations = members.map((member) => ({ member, is: memberRelation(f, member, to) }));
  const changing = relations.filter((each) => each.is === "change").map((each) => each.member);
  const staying = relations.filter((each) => each.is === "same").map((each) => each.member);
  const target = representation === "ref" ? f.ownedTemporary() : f.temporary(representation);
  const store = (converted: Value): void => give(f, converted, (expression) => f.setLocal(target, expression));
  const lent: Value = { ...source, ownership: source.ownership === "owned" ? "lent" : source.ownership, holds: [] };
  const takeMember = (member: Type): void => {
    const plain = isBoxedKind(member.kind) ? unbox(f, lent, member) : lent;
    store(convert(f, plain, member, to, span));
  };
  const last = staying.length === 0 ? changing.pop() : undefined;
  const lowerRest = (index: number): void => {
    const member = changing[index];
    if (member === undefined) {
      if (last !== undefined) takeMember(last);
      else store(representation === "ref" ? lent : unbox(f, lent, to));
      return;
    }
    f.charge(nodePrices.typeTest);
    const test = testTypes(f, source.expression, { kind: "union", members }, [member]);
    const then = f.arm(() => takeMember(member));
    const otherwise = f.arm(() => lowerRest(index + 1));
    f.emit({ kind: "if", test, then, else: otherwise });
  };
  lowerRest(0);
  discard(f, source);
  return representation === "ref" ? ownedValue(target) : temporaryValue(target, representation);
}
