// `<` and kin. Numbers by exact value, text by code points, tuples by the
// first items that differ, `@dataclass(order=True)` as tuples of its fields,
// other objects by their methods.

import type { Span } from "../../base/span.ts";
import type { InstanceType } from "../../types/join.ts";
import { typeKey } from "../../types/key.ts";
import { BOOL, INT, isNumeric, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { boolLiteral, callInstance, evaluate, impossible, intLiteral, intrinsic, keep, readVariable, sequence } from "../build.ts";
import { plainNumbers } from "../calls/distribute.ts";
import { shallow } from "../../types/variables.ts";
import { isIntEnum } from "../classes/enums.ts";
import { dataclassFields } from "../classes/dataclass.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { truth } from "../expressions/boolean.ts";
import { not } from "../build.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { noOrder } from "../errors/types.ts";
import { operateArrays } from "../expressions/arrayOperators.ts";
import type { ObjectOperator } from "../expressions/objectOperators.ts";
import { byMethods, callOperator } from "../expressions/objectOperators.ts";
import { refused } from "../expressions/refusing.ts";
import type { PairUse } from "../expressions/unions.ts";
import { asksOfNone, isUnion, onEachPair, onPairs } from "../expressions/unions.ts";
import type { Frame } from "../frame.ts";
import { typeOf, written } from "../frame.ts";
import { withoutNone } from "../narrowing.ts";
import { isOptional, presentOperands } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { convert } from "../convert.ts";
import { allOf, equal, equalItems, exactClass, readField } from "./equality.ts";
import { siteOf } from "../iteration/sources.ts";
import type { OrderOperator } from "./orderNumbers.ts";
import { mirrored, names, orderNumbers } from "./orderNumbers.ts";
import { synthesise } from "./function.ts";

export function order(
  frame: Frame,
  operator: OrderOperator,
  first: TypedExpression,
  second: TypedExpression,
  site: object,
  span: Span,
): TypedExpression {
  const [left, right] = [plainNumbers(frame, first), plainNumbers(frame, second)];
  const a = typeOf(left);
  const b = typeOf(right);
  if (isSilent(a) || isSilent(b)) return impossible([left, right], span);
  if (isNumeric(a) && isNumeric(b)) return orderNumbers(frame, operator, left, right, site, span);
  if (isOptional(a) || isOptional(b)) return orderOptional(frame, operator, left, right, site, span);
  if (a.kind === "str" && b.kind === "str")
    return intrinsic(`int_${names[operator]}`, [intrinsic("str_compare", [left, right], INT, span), intLiteral(0, span)], BOOL, span);
  if (a.kind === "tuple" && b.kind === "tuple") return callOrder(frame, operator, left, right, span);
  if ((a.kind === "variadic" || a.kind === "tuple") && (b.kind === "variadic" || b.kind === "tuple"))
    return frame.session.passes.compareVariadic(frame, operator, left, right, span);
  if (isUnion(a) || isUnion(b)) {
    const value = onPairs(frame, left, right, orderPairs(frame, operator, span), site, span);
    return value ?? frame.fail(span, noOrder(operator, a, b, [written(frame, left), written(frame, right)]));
  }
  return (
    operateArrays(frame, operator, left, right, site, span) ??
    orderObjects(frame, operator, left, right, site, span) ??
    frame.fail(span, noOrder(operator, a, b, [written(frame, left), written(frame, right)]))
  );
}

/** Each pair of types by itself. */
function orderPairs(frame: Frame, operator: OrderOperator, span: Span): PairUse {
  return {
    exists: (a, b) => isOrdered(operator, typeOf(a), typeOf(b)),
    apply: (a, b, at) => order(frame, operator, a, b, at, span),
    refusal: (a, b) => withoutOrder(operator, a, b),
  };
}

/** Items that differ, behind others that do not: where they are of several types, no pair of them need have an order. */
function orderItems(
  frame: Frame,
  operator: OrderOperator,
  left: TypedExpression,
  right: TypedExpression,
  site: object,
  span: Span,
): TypedExpression {
  const areSeveral = isUnion(left.type) || isUnion(right.type);
  return areSeveral
    ? onEachPair(frame, left, right, orderPairs(frame, operator, span), site, span)
    : order(frame, operator, left, right, site, span);
}

/** An author's method is asked whatever it is given; containers are compared with their like. */
function isOrdered(operator: OrderOperator, a: Type, b: Type): boolean {
  if (a.kind !== "instance" && b.kind !== "instance") return haveOrder(a, b);
  const own = (type: Type, name: OrderOperator): boolean => {
    if (type.kind !== "instance" || declarationOf(type.class).file.info.isLibrary) return false;
    return findMethod(declarationOf(type.class), `__${names[name]}__`) !== null || ordersTotally(declarationOf(type.class));
  };
  if (own(a, operator) || own(b, mirrored[operator])) return true;
  return a.kind === "instance" && b.kind === "instance" && a.class === b.class && haveOrder(a, b);
}

/** None has no order, unless the other side has a method that takes it. */
function orderOptional(
  frame: Frame,
  operator: OrderOperator,
  left: TypedExpression,
  right: TypedExpression,
  site: object,
  span: Span,
): TypedExpression {
  const other = typeOf(left);
  if (other.kind === "instance" && findMethod(declarationOf(other.class), `__${names[operator]}__`) !== null)
    return orderObjects(frame, operator, left, right, site, span) ?? impossible([left, right], span);
  if (asksOfNone(frame, left, right, `__${names[operator]}__`, `__${names[mirrored[operator]]}__`))
    return onEachPair(frame, left, right, orderPairs(frame, operator, span), site, span);
  return presentOperands(
    frame,
    [left, right],
    (one, two) => withoutOrder(operator, one, two),
    span,
    (one, two) => order(frame, operator, one, two, site, span),
  );
}

function orderObjects(
  frame: Frame,
  operator: OrderOperator,
  left: TypedExpression,
  right: TypedExpression,
  site: object,
  span: Span,
): TypedExpression | null {
  const a = typeOf(left);
  const b = typeOf(right);
  const own = `__${names[operator]}__`;
  const isRecord =
    a.kind === "instance" && b.kind === "instance" && a.class === b.class && declarationOf(a.class).dataclass?.order === true;
  if (isRecord && findMethod(declarationOf(a.class), own) === null) return callOrder(frame, operator, left, right, span);
  return callOperator(frame, left, right, {
    ...byOrder(frame, span),
    own,
    reflected: `__${names[mirrored[operator]]}__`,
    refusal: (one, other) => withoutOrder(operator, one, other),
    isComparison: true,
    span,
    site,
  });
}

/** By methods that are written, or that `@total_ordering` makes. */
function byOrder(frame: Frame, span: Span): Pick<ObjectOperator, "has" | "mayDecline" | "ask"> {
  const { has, ask, mayDecline } = byMethods(frame, span);
  const operatorOf = (name: string): OrderOperator => (["<", "<=", ">", ">="] as const).find((one) => `__${names[one]}__` === name) ?? "<";
  const derives = (type: Type): type is InstanceType => type.kind === "instance" && totalBase(declarationOf(type.class)) !== null;
  return {
    has: (type, name) => has(type, name) || derives(type),
    mayDecline: (type, name) => [name, ...(derives(type) ? allNames : [])].some((one) => mayDecline(type, one)),
    ask: (receiver, name, argument, site) => {
      const type = typeOf(receiver);
      if (has(type, name) || !derives(type)) return ask(receiver, name, argument, site);
      const call = (self: TypedExpression, method: string, other: TypedExpression): TypedExpression => ask(self, method, other, site);
      return totalOrder(frame, operatorOf(name), type, receiver, argument, call, span);
    },
  };
}

const allNames = Object.values(names).map((name) => `__${name}__`);

/** The operator from which `@total_ordering` derives the others; null where it does not stand there. */
function totalBase(declaration: ClassDeclaration): OrderOperator | null {
  if (!ordersTotally(declaration)) return null;
  return (["<", "<=", ">", ">="] as const).find((one) => findMethod(declaration, `__${names[one]}__`) !== null) ?? null;
}

/** What `@total_ordering` makes of `__lt__` (or another one) and `__eq__`. */
function totalOrder(
  frame: Frame,
  operator: OrderOperator,
  type: InstanceType,
  left: TypedExpression,
  right: TypedExpression,
  call: (receiver: TypedExpression, name: string, other: TypedExpression) => TypedExpression,
  span: Span,
): TypedExpression {
  const base = totalBase(declarationOf(type.class)) ?? "<";
  const statements: TypedStatement[] = [];
  const [a, b] = [keep(frame, left, statements), keep(frame, right, statements)];
  const known = truth(frame, call(a, `__${names[base]}__`, b), { base });
  const same = (): TypedExpression => equal(frame, a, b, { base }, span);
  const sameSide = base[0] === operator[0];
  // From `<`: `<=` is `< or ==`, `>` is `not < and not ==`, `>=` is `not <`. From `<=`: `<` is `<= and not ==`.
  const value: TypedExpression = base.includes("=")
    ? sameSide
      ? { kind: "and", left: known, right: not(same()), type: BOOL, span }
      : operator.includes("=")
        ? { kind: "or", left: not(known), right: same(), type: BOOL, span }
        : not(known)
    : sameSide
      ? { kind: "or", left: known, right: same(), type: BOOL, span }
      : operator.includes("=")
        ? not(known)
        : { kind: "and", left: not(known), right: not(same()), type: BOOL, span };
  return sequence(statements, value);
}

function ordersTotally(declaration: ClassDeclaration): boolean {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) if (at.totalOrder) return true;
  return false;
}

function callOrder(frame: Frame, operator: OrderOperator, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const types = [left.type, right.type];
  const instance = synthesise(frame, {
    key: `order ${operator} ${types.map(typeKey).join(" ")}`,
    name: `__${names[operator]}__`,
    closure: null,
    parameters: types,
    span,
    result: BOOL,
    build: (inner, [a, b]) => ({
      body: a === undefined || b === undefined ? [] : compareRecords(inner, operator, readVariable(a, span), readVariable(b, span), span),
      result: BOOL,
    }),
  });
  return callInstance(frame, instance, [left, right], BOOL, span);
}

/** Dataclasses are ordered among objects of one class only, as the class that says `order=True` has its fields. */
function compareRecords(
  frame: Frame,
  operator: OrderOperator,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): TypedStatement[] {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (a.kind !== "instance" || b.kind !== "instance" || (!frame.session.hasSubclasses(a) && !frame.session.hasSubclasses(b)))
    return compareInTurn(frame, operator, left, right, span);
  const body = frame.session.concreteTypes(a).flatMap((one): TypedStatement[] => {
    const other = frame.session.concreteTypes(b).find((type) => type.class === one.class);
    if (other === undefined) return [];
    const test = allOf([...exactClass(frame, left, one, span), ...exactClass(frame, right, other, span)], span);
    return [{ kind: "if", test, then: compareInTurn(frame, operator, convert(left, one), convert(right, other), span), else: [], span }];
  });
  return [...body, evaluate(refused(frame, "TypeError", [left, right], (one, other) => withoutOrder(operator, one, other), span))];
}

/** The class that says `order=True`, this one or a base. */
function orderedRecord(declaration: ClassDeclaration): ClassDeclaration {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) if (at.dataclass?.order === true) return at;
  return declaration;
}

/** `if a != b: return a < b` for each part, then by length. */
function compareInTurn(frame: Frame, operator: OrderOperator, left: TypedExpression, right: TypedExpression, span: Span): TypedStatement[] {
  const parts = pairs(frame, left, right, span);
  const body: TypedStatement[] = parts.map(([a, b], index): TypedStatement => {
    const same = equalItems(frame, a, b, siteOf(frame.instance, `equal ${index}`), span);
    const site = siteOf(frame.instance, `order ${index}`);
    const decided =
      index > 0 && !haveOrder(typeOf(a), typeOf(b))
        ? [evaluate(refused(frame, "TypeError", [a, b], (one, other) => withoutOrder(operator, one, other), span))]
        : [{ kind: "return" as const, value: orderItems(frame, operator, a, b, site, span), span }];
    return { kind: "if", test: same, then: [], else: decided, span };
  });
  const [a, b] = [typeOf(left), typeOf(right)];
  const difference = a.kind === "tuple" && b.kind === "tuple" ? a.items.length - b.items.length : 0;
  const rest =
    operator === "<" ? difference < 0 : operator === "<=" ? difference <= 0 : operator === ">" ? difference > 0 : difference >= 0;
  body.push({ kind: "return", value: boolLiteral(rest, span), span });
  return body;
}

/** Items behind the first are compared only where those before are equal, often never: `(priority, node)` on a heap. */
function haveOrder(one: Type, other: Type): boolean {
  if (one.kind === "none" || other.kind === "none") return false;
  const [a, b] = [shallow(withoutNone(one)), shallow(withoutNone(other))];
  if (isSilent(a) || isSilent(b) || a.kind === "union" || b.kind === "union") return true;
  if (isNumeric(a) && isNumeric(b)) return true;
  if (a.kind === "instance" && b.kind === "instance") {
    if (a.class === b.class && (declarationOf(a.class).dataclass?.order === true || isIntEnum(declarationOf(a.class)))) return true;
    return ["__lt__", "__gt__"].some((name) => findMethod(declarationOf(a.class), name) ?? findMethod(declarationOf(b.class), name));
  }
  const isTuple = (type: Type): boolean => type.kind === "tuple" || type.kind === "variadic";
  return (a.kind === "str" && b.kind === "str") || (isTuple(a) && isTuple(b));
}

/** CPython's words. */
function withoutOrder(operator: OrderOperator, a: string, b: string): string {
  return `'${operator}' not supported between instances of '${a}' and '${b}'`;
}

function pairs(frame: Frame, left: TypedExpression, right: TypedExpression, span: Span): [TypedExpression, TypedExpression][] {
  const a = typeOf(left);
  const b = typeOf(right);
  if (a.kind === "tuple" && b.kind === "tuple") {
    const count = Math.min(a.items.length, b.items.length);
    return Array.from({ length: count }, (_, index): [TypedExpression, TypedExpression] => [
      { kind: "tupleItem", tuple: left, index, type: a.items[index] as Type, span },
      { kind: "tupleItem", tuple: right, index, type: b.items[index] as Type, span },
    ]);
  }
  if (a.kind !== "instance" || b.kind !== "instance") return [];
  const fields = dataclassFields(frame, orderedRecord(declarationOf(a.class))).filter((field) => field.inCompare);
  return fields.map((field) => [readField(frame, left, a, field.name, span), readField(frame, right, b, field.name, span)]);
}
