// Calls of every kind. A call stands at statement level: its result goes into
// a temporary, an exception goes to the handler of this place. Arguments are
// borrowed, so what might be freed meanwhile is retained for the call. A leaf
// is paid for here, by its formula.

import type { Span } from "../base/span.ts";
import type { TypedExpression, TypedFunction } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import { representationOf, resultRepresentation } from "../types/layouts.ts";
import type { Type } from "../types/type.ts";
import { i32, i64, longLength, nullReference, slot, typeIdIn, zero } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { generatorSlots } from "./generatorLayout.ts";
import type { Expression, FunctionId, LocalId, Representation, TypeId } from "./ir.ts";
import { isBoxedKind, unbox } from "./lowerConstruct.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { guardFrozen } from "./lowerStorage.ts";
import { fit } from "./neverValues.ts";
import { raiseTarget } from "./raising.ts";
import { constant, derive, discard, lowerOperands, noneValue, ownedValue, protect, repeatable, temporaryValue } from "./values.ts";
import type { Value } from "./values.ts";

type Node<Kind extends TypedExpression["kind"]> = TypedExpression & { readonly kind: Kind };

/** What an IR call needs to know. */
interface Callee {
  readonly id: FunctionId;
  readonly mayRaise: boolean;
  readonly result: Representation | null;
}

/** What a call of a typed function is: of a generator function, its maker. */
function calleeOf(f: FunctionBuilder, source: TypedFunction): Callee {
  const id = f.callee(source.id);
  if (source.generator !== null) return { id, mayRaise: false, result: "ref" };
  return { id, mayRaise: f.module.mayRaise(source.id), result: resultRepresentation(source.result) };
}

/** Where a call's result goes; null where there is none. */
function resultTarget(f: FunctionBuilder, result: Representation | null): LocalId | null {
  if (result === null) return null;
  return result === "ref" ? f.ownedTemporary() : f.temporary(result);
}

function emitCall(f: FunctionBuilder, callee: Callee, passed: readonly Expression[], target: LocalId | null, span: Span): void {
  const handler = callee.mayRaise ? raiseTarget(f) : null;
  const call: Expression = { kind: "call", function: callee.id, arguments: passed, handler, site: f.site(span) };
  if (target === null) f.emit({ kind: "evaluate", value: call });
  else f.setLocal(target, call);
}

function resultValue(target: LocalId | null, result: Representation | null, type: Type): Value {
  if (target === null || result === null) {
    const representation = representationOf(type);
    return representation === "ref" ? noneValue : constant(zero(representation), representation);
  }
  return result === "ref" ? ownedValue(target) : temporaryValue(target, result);
}

/** Operands that may be lent to a callee; `types` are what it takes, last to last. */
function lowerArguments(f: FunctionBuilder, expressions: readonly TypedExpression[], first: Value | null, types: readonly Type[]): Value[] {
  const values = lowerOperands(f, expressions, first, lowerExpression);
  return values.map((value, index) => {
    const type = types[index - values.length + types.length];
    return protect(f, type === undefined ? value : fit(f, value, representationOf(type)));
  });
}

function parameterTypes(source: TypedFunction): readonly Type[] {
  return source.parameters.map((parameter) => parameter.type);
}

function chargeCall(f: FunctionBuilder, source: TypedFunction): void {
  const recursion = f.module.facts.onCycle[source.id] === true ? nodePrices.recursion : 0;
  f.charge(source.leaf === null ? nodePrices.call + nodePrices.argument * source.parameters.length + recursion : source.leaf.base);
}

/** The part of a leaf's price that depends on sizes; the values are locals or constants by then. */
function chargeLeafSizes(f: FunctionBuilder, source: TypedFunction, passed: readonly Value[], span: Span): void {
  for (const term of source.leaf?.terms ?? []) {
    const type = source.parameters[term.parameter]?.type;
    const value = passed[term.parameter];
    if (type === undefined || value === undefined) continue;
    f.chargeSize(0, term.each, sizeOf(value.expression, type), f.site(span));
  }
}

/** What a leaf's price counts: an int itself, a length. */
function sizeOf(value: Expression, type: Type): Expression {
  switch (type.kind) {
    case "int":
    case "u64":
      return value;
    case "str":
    case "storage":
    case "variadic":
      return longLength(value);
    case "instance": {
      const index = type.class.fields.findIndex((field) => field.name === "_length");
      return index < 0 ? i64(0n) : slot(value, index, "i64");
    }
    default:
      return i64(0n);
  }
}

export function lowerCall(f: FunctionBuilder, node: Node<"call">, first: Value | null): Value {
  const source = f.module.source(node.function);
  chargeCall(f, source);
  let passed = lowerArguments(f, node.arguments, first, parameterTypes(source));
  if (source.leaf !== null && source.leaf.terms.length > 0) {
    passed = passed.map((value) => repeatable(f, value));
    chargeLeafSizes(f, source, passed, node.span);
  }
  const callee = calleeOf(f, source);
  const target = resultTarget(f, callee.result);
  emitCall(
    f,
    callee,
    passed.map((value) => value.expression),
    target,
    node.span,
  );
  discard(f, ...passed);
  return resultValue(target, callee.result, node.type);
}

/** Receivers that lead to one function. */
interface Group {
  readonly source: TypedFunction;
  readonly receiver: Type;
  readonly ids: TypeId[];
}

function groupTargets(f: FunctionBuilder, node: Node<"dispatch">): readonly Group[] {
  const groups = new Map<FunctionId, Group>();
  for (const { receiver, function: id } of node.targets) {
    const ids = receiver.kind === "function" ? f.module.heapTypes.idsMatching(receiver) : [f.module.heapTypes.idOf(receiver)];
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { source: f.module.source(id), receiver, ids: [...ids] });
    else group.ids.push(...ids);
  }
  return [...groups.values()];
}

export function lowerDispatch(f: FunctionBuilder, node: Node<"dispatch">, receiver: Value | null): Value {
  const groups = groupTargets(f, node);
  f.charge(groups.length > 1 ? nodePrices.dispatch : 0);
  const [first] = groups;
  const types = first === undefined ? [] : parameterTypes(first.source).slice(first.source.closure === null ? 1 : 0);
  let passed = lowerArguments(f, [node.receiver, ...node.arguments], receiver, types);
  if (first === undefined) return unreachableCall(f, node, passed);
  const needsNames = groups.length > 1 || first.source.leaf !== null;
  if (needsNames) passed = passed.map((value) => repeatable(f, value));
  const result = calleeOf(f, first.source).result;
  const target = resultTarget(f, result);
  const object = passed[0]?.expression ?? { kind: "null" };
  const isUnboxed = node.receiver.type.kind !== "union";
  chooseByType(
    f,
    object,
    groups.map((group) => ({ ids: group.ids, lower: () => callGroup(f, group, passed, isUnboxed, target, node.span) })),
  );
  discard(f, ...passed);
  return resultValue(target, result, node.type);
}

function unreachableCall(f: FunctionBuilder, node: Node<"dispatch">, passed: readonly Value[]): Value {
  f.emit({ kind: "trap", code: "WG512", message: ["a call that nothing can reach"], site: f.site(node.span) });
  discard(f, ...passed);
  const representation = representationOf(node.type);
  return constant(zero(representation), representation);
}

function callGroup(
  f: FunctionBuilder,
  group: Group,
  passed: readonly Value[],
  isUnboxed: boolean,
  target: LocalId | null,
  span: Span,
): void {
  chargeCall(f, group.source);
  chargeLeafSizes(f, group.source, passed, span);
  const [receiver, ...rest] = passed;
  if (receiver === undefined) return;
  const { kind } = group.receiver;
  const self = !isUnboxed && isBoxedKind(kind) ? unbox(f, receiver, group.receiver) : receiver;
  const expressions = [self, ...rest].map((value) => value.expression);
  emitCall(f, calleeOf(f, group.source), expressions, target, span);
}

export interface Choice {
  readonly ids: readonly TypeId[];
  readonly lower: () => void;
}

/** One of the choices by the object's type id; the last needs no test. More than a few go through a table. */
export function chooseByType(f: FunctionBuilder, object: Expression, choices: readonly Choice[]): void {
  if (choices.length > 4) {
    chooseByTable(f, object, choices);
    return;
  }
  const [first, ...others] = choices;
  if (first === undefined) return;
  if (others.length === 0) {
    first.lower();
    return;
  }
  const then = f.arm(first.lower);
  const otherwise = f.arm(() => chooseByType(f, object, others));
  f.emit({ kind: "if", test: typeIdIn(object, first.ids), then, else: otherwise });
}

function chooseByTable(f: FunctionBuilder, object: Expression, choices: readonly Choice[]): void {
  const end = f.newLabel();
  const labelled = choices.map((choice) => ({ choice, label: f.newLabel() }));
  const all = choices.flatMap((choice) => choice.ids);
  const lowest = Math.min(...all);
  const last = labelled.at(-1)?.label ?? end;
  const labels = Array.from({ length: Math.max(...all) - lowest + 1 }, () => last);
  for (const { choice, label } of labelled) for (const id of choice.ids) labels[id - lowest] = label;
  const index: Expression = {
    kind: "operation",
    operation: "i32.sub",
    operands: [{ kind: "typeId", object }, i32(lowest)],
  };
  let body = f.arm(() => f.emit({ kind: "branchTable", index, labels, otherwise: last }));
  for (const { choice, label } of labelled) {
    const after = f.arm(choice.lower);
    body = [{ kind: "block", label, body }, ...after, { kind: "branch", label: end }];
  }
  f.emit({ kind: "block", label: end, body });
}

export function lowerHostCall(f: FunctionBuilder, node: Node<"hostCall">, first: Value | null): Value {
  const host = f.module.facts.program.hostFunctions.findIndex((use) => use.name === node.name);
  const use = f.module.facts.program.hostFunctions[host];
  if (use === undefined) throw new RangeError(`no host function ${node.name}`);
  f.charge(nodePrices.hostCall + use.price);
  const passed = lowerArguments(f, node.arguments, first, use.parameters);
  const result = resultRepresentation(use.result);
  const target = resultTarget(f, result);
  const call: Expression = { kind: "hostCall", host, arguments: passed.map((value) => value.expression), site: f.site(node.span) };
  if (target === null) f.emit({ kind: "evaluate", value: call });
  else f.setLocal(target, call);
  discard(f, ...passed);
  return resultValue(target, result, node.type);
}

/** A suspended generator: its maker keeps the arguments. */
export function lowerGenerator(f: FunctionBuilder, node: Node<"generator">): Value {
  const source = f.module.source(node.function);
  chargeCall(f, source);
  const operands = node.environment === null ? node.arguments : [node.environment, ...node.arguments];
  const passed = lowerArguments(f, operands, null, parameterTypes(source));
  const callee = calleeOf(f, source);
  const target = resultTarget(f, callee.result);
  emitCall(
    f,
    callee,
    passed.map((value) => value.expression),
    target,
    node.span,
  );
  discard(f, ...passed);
  return resultValue(target, callee.result, node.type);
}

/** i32: whether it ran to a yield and not to its end. */
export function lowerAdvance(f: FunctionBuilder, node: Node<"advance">, operand: Value): Value {
  f.charge(nodePrices.advance);
  const generator = repeatable(f, protect(f, operand));
  const { type } = node.generator;
  if (type.kind !== "generator") throw new RangeError(`a generator expected, not ${type.kind}`);
  guardFrozen(f, generator.expression, node.span);
  const target = f.temporary("i32");
  const choices = type.sources.flatMap((source): Choice[] => {
    const id = f.module.resumeOf(source.id, f.charged);
    if (id === null) return [];
    const callee: Callee = { id, mayRaise: f.module.generatorMayRaise(source.id), result: "i32" };
    return [
      { ids: [f.module.heapTypes.idOfGenerator(source)], lower: () => emitCall(f, callee, [generator.expression], target, node.span) },
    ];
  });
  if (choices.length === 0) f.setLocal(target, i32(0));
  chooseByType(f, generator.expression, choices);
  discard(f, generator);
  return temporaryValue(target, "i32");
}

/** Lent by the generator until it is advanced again. */
export function lowerYielded(f: FunctionBuilder, node: Node<"yielded">, generator: Value): Value {
  const representation = representationOf(node.type);
  const read = slot(generator.expression, generatorSlots.value, representation);
  return derive(f, read, { representation, from: [generator], isVolatile: true });
}

/** Moved out of the generator that has ended; null of one whose `return` gives nothing. */
export function lowerReturned(f: FunctionBuilder, node: Node<"returned">, operand: Value): Value {
  const generator = repeatable(f, protect(f, operand));
  const { type } = node.generator;
  if (type.kind !== "generator") throw new RangeError(`a generator expected, not ${type.kind}`);
  const target = f.ownedTemporary();
  const object = generator.expression;
  const choices = type.sources.flatMap((source): Choice[] => {
    const index = f.module.returnedSlotOf(source.id);
    return index === undefined ? [] : [{ ids: [f.module.heapTypes.idOfGenerator(source)], lower: () => takeOut(f, object, index, target) }];
  });
  if (choices.length === 0) f.setLocal(target, nullReference);
  chooseByType(f, object, choices);
  discard(f, generator);
  return ownedValue(target);
}

/** Moves a reference out of a slot; null where the generator has none. */
export function takeOut(f: FunctionBuilder, object: Expression, index: number | null, target: LocalId): void {
  if (index === null) return f.setLocal(target, nullReference);
  f.setLocal(target, slot(object, index, "ref"));
  f.emit({ kind: "setSlot", object, slot: index, representation: "ref", value: nullReference });
}
