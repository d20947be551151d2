// Truth: `and`, `or`, `not`, the ternary, and tests with what they prove.

import { isList } from "../../types/classes.ts";
import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import { BOOL, INT, isSilent } from "../../types/primitives.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { boolLiteral, evaluate, floatLiteral, impossible, intLiteral, intrinsic, keep, not, sequence } from "../build.ts";
import { typeKey } from "../../types/key.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { findMethod, declarationOf } from "../declarations.ts";
import { siteOf } from "../iteration/sources.ts";
import { checkedLength } from "../calls/builtins.ts";
import { distribute } from "../calls/distribute.ts";
import { classAsFunction, convert } from "../convert.ts";
import { doNotGoTogether } from "../errors/types.ts";
import type { Condition, Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { Facts } from "../narrowing.ts";
import { meetFacts, withoutNone } from "../narrowing.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { checkTypeTest } from "./tests.ts";
import { factKey, narrowTo } from "./paths.ts";

/** Python's truth of a value, as a bool. */
export function truth(frame: Frame, value: TypedExpression, site: object): TypedExpression {
  const type = typeOf(value);
  const { span } = value;
  switch (type.kind) {
    case "bool":
      return value;
    case "unknown":
    case "never":
      return { ...impossible([value], span), type: BOOL };
    case "none":
      return sequence([{ kind: "evaluate", value, span }], boolLiteral(false, span));
    case "int":
      return intrinsic("int_ne", [value, intLiteral(0, span)], BOOL, span);
    case "u64":
      return intrinsic("int_ne", [intrinsic("u64_to_bits", [value], INT, span), intLiteral(0, span)], BOOL, span);
    case "float":
      return intrinsic("float_ne", [value, floatLiteral(0, span)], BOOL, span);
    case "str":
      return intrinsic("int_ne", [intrinsic("str_len", [value], INT, span), intLiteral(0, span)], BOOL, span);
    case "tuple":
      return sequence([{ kind: "evaluate", value, span }], boolLiteral(type.items.length > 0, span));
    case "union":
      return distribute(frame, value, (member) => truth(frame, member, site), span);
    case "instance":
      return objectTruth(frame, value, type, site);
    case "variadic":
      return intrinsic("int_ne", [intrinsic("storage_len", [value], INT, span), intLiteral(0, span)], BOOL, span);
    case "function":
    case "generator":
    case "storage":
    case "class":
    case "module":
    case "parameter":
    case "variable":
      return sequence([{ kind: "evaluate", value, span }], boolLiteral(true, span));
  }
}

function hasTruth(declaration: ClassDeclaration): boolean {
  return findMethod(declaration, "__bool__") !== null || findMethod(declaration, "__len__") !== null;
}

/** Only some subclasses say what is true of them. */
function truthBelow(frame: Frame, value: TypedExpression, below: readonly Type[], site: object): TypedExpression {
  const statements: TypedStatement[] = [];
  const object = keep(frame, value, statements);
  const { span } = value;
  let chain: TypedExpression = boolLiteral(true, span);
  for (const type of below) {
    const test: TypedExpression = { kind: "typeTest", value: object, types: [type], type: BOOL, span };
    chain = {
      kind: "conditional",
      test,
      then: truth(frame, convert(object, type), siteOf(site, `of ${typeKey(type)}`)),
      else: chain,
      type: BOOL,
      span,
    };
  }
  return sequence(statements, chain);
}

function objectTruth(frame: Frame, value: TypedExpression, type: Extract<Type, { kind: "instance" }>, site: object): TypedExpression {
  const { span } = value;
  const declaration = declarationOf(type.class);
  const call = (name: string): TypedExpression =>
    frame.session.passes.callMethod(frame, { receiver: value, name, nameSpan: span, actuals: [], site, span });
  const below = frame.session.subclassesOf(type).filter((one) => one.kind === "instance" && hasTruth(declarationOf(one.class)));
  if (below.length > 0 && !hasTruth(declaration)) return truthBelow(frame, value, below, site);
  if (findMethod(declaration, "__bool__") !== null) return call("__bool__");
  if (isList(type)) return intrinsic("int_ne", [intrinsic("list_len", [value], INT, span), intLiteral(0, span)], BOOL, span);
  if (findMethod(declaration, "__len__") !== null)
    return intrinsic("int_ne", [checkedLength(frame, call("__len__"), type, site), intLiteral(0, span)], BOOL, span);
  return sequence([{ kind: "evaluate", value, span }], boolLiteral(true, span));
}

// ----------------------------------------------------------------- conditions

/** A test: its code, what it proves either way, and whether it is known already. */
export function checkCondition(frame: Frame, node: Expression): Condition {
  if (node.kind === "boolean") return checkChain(frame, node);
  if (node.kind === "unary" && node.operator === "not") {
    const inner = checkCondition(frame, node.operand);
    return {
      test: not(inner.test),
      whenTrue: inner.whenFalse,
      whenFalse: inner.whenTrue,
      constant: inner.constant === null ? null : !inner.constant,
    };
  }
  const special = checkTypeTest(frame, node);
  if (special !== null) return special;
  return checkTruth(frame, node);
}

function checkTruth(frame: Frame, node: Expression): Condition {
  const value = frame.expression(node);
  const test = truth(frame, value, node);
  const { kind } = typeOf(value);
  const known = kind === "none" ? false : kind === "function" || kind === "class" ? true : null;
  const constant = test.kind === "literal" && typeof test.value === "boolean" ? test.value : known;
  return { test, ...factsOfTruth(frame, node, value), constant };
}

function factsOfTruth(frame: Frame, node: Expression, value: TypedExpression): { readonly whenTrue: Facts; readonly whenFalse: Facts } {
  const before = frame.facts;
  const type = typeOf(value);
  if (node.kind === "comparison") return factsOfMembership(frame, node);
  const key =
    type.kind !== "union"
      ? null
      : node.kind === "walrus"
        ? factKey(frame, { kind: "name", name: node.target.name, span: node.target.span }, node.target)
        : factKey(frame, node);
  if (key === null) return { whenTrue: before, whenFalse: before };
  return { whenTrue: narrowTo(before, key, withoutNone(type)), whenFalse: narrowTo(before, key, falsy(type)) };
}

/** `x in (None, "")` is true of every None, `x in ("a", "b")` of none. */
function factsOfMembership(
  frame: Frame,
  node: Extract<Expression, { kind: "comparison" }>,
): { readonly whenTrue: Facts; readonly whenFalse: Facts } {
  const before = frame.facts;
  const same = { whenTrue: before, whenFalse: before };
  const [left, right] = node.operands;
  const operator = node.operators.length === 1 ? node.operators[0]?.operator : undefined;
  if ((operator !== "in" && operator !== "not in") || left?.kind !== "name") return same;
  if (right?.kind !== "tuple" && right?.kind !== "list" && right?.kind !== "set") return same;
  const hasNone = right.items.some((item) => item.kind === "none");
  if (!right.items.every((item) => item.kind === "none" || item.kind === "string" || item.kind === "int")) return same;
  const key = factKey(frame, left);
  const type = typeOf(frame.expression(left));
  if (key === null || type.kind !== "union") return same;
  const present = narrowTo(before, key, withoutNone(type));
  return (operator === "in") === hasNone ? { whenTrue: before, whenFalse: present } : { whenTrue: present, whenFalse: before };
}

/** What may be false: None, and what can be empty or zero. */
function falsy(type: Type): Type {
  const left = membersOf(type).filter((member) => canBeFalse(shallow(member)));
  return left.length === 1 ? (left[0] as Type) : type;
}

function canBeFalse(type: Type): boolean {
  if (type.kind !== "instance") return type.kind !== "function";
  const declaration = declarationOf(type.class);
  return findMethod(declaration, "__len__") !== null || findMethod(declaration, "__bool__") !== null;
}

/** `a and b`: b is only looked at where a holds. */
function checkChain(frame: Frame, node: Extract<Expression, { kind: "boolean" }>): Condition {
  const isAnd = node.operator === "and";
  let chain: TypedExpression | null = null;
  let constant: boolean | null = null;
  const leaving: Facts[] = [];
  for (const operand of node.operands) {
    const part = checkCondition(frame, operand);
    chain = chain === null ? part.test : { kind: node.operator, left: chain, right: part.test, type: BOOL, span: node.span };
    leaving.push(isAnd ? part.whenFalse : part.whenTrue);
    frame.facts = isAnd ? part.whenTrue : part.whenFalse;
    if (part.constant === !isAnd) {
      constant = part.constant;
      break;
    }
    constant = part.constant !== null && (constant !== null || operand === node.operands[0]) ? part.constant : null;
  }
  const staying = frame.facts;
  const left = meetFacts(frame.session, leaving);
  frame.facts = meetFacts(frame.session, [left, staying]);
  const test = chain ?? boolLiteral(isAnd, node.span);
  return isAnd ? { test, whenTrue: staying, whenFalse: left, constant } : { test, whenTrue: left, whenFalse: staying, constant };
}

// -------------------------------------------------------------------- values

/** `a or b` as a value: one of the operands itself. */
export function checkBoolean(frame: Frame, node: Extract<Expression, { kind: "boolean" }>): TypedExpression {
  const ends: Facts[] = [];
  const result = checkBooleanFrom(frame, node, 0, ends);
  frame.facts = meetFacts(frame.session, ends);
  return result;
}

/** `ends`: what is known wherever the operands end. */
function checkBooleanFrom(frame: Frame, node: Extract<Expression, { kind: "boolean" }>, index: number, ends: Facts[]): TypedExpression {
  const operand = node.operands[index] as Expression;
  if (index === node.operands.length - 1) {
    const last = frame.expression(operand);
    ends.push(frame.facts);
    return last;
  }
  const isAnd = node.operator === "and";
  const left = checkOperand(frame, operand);
  ends.push(isAnd ? left.whenFalse : left.whenTrue);
  // `isinstance(other, Point) and other.x == 1` of what is no Point: the rest is never reached.
  if (left.constant === !isAnd && typeOf(left.test).kind === "bool") return left.test;
  frame.facts = isAnd ? left.whenTrue : left.whenFalse;
  const rest = checkBooleanFrom(frame, node, index + 1, ends);
  if (typeOf(left.test).kind === "bool" && typeOf(rest).kind === "bool")
    return { kind: node.operator, left: left.test, right: rest, type: BOOL, span: node.span };
  return chooseOperand(frame, node, left.test, rest, node.span);
}

/** An operand as a value (in `test`), with what its truth proves. Evaluated once. */
function checkOperand(frame: Frame, operand: Expression): Condition {
  if (operand.kind === "unary" && operand.operator === "not") return checkCondition(frame, operand);
  const special = checkTypeTest(frame, operand);
  if (special !== null) return special;
  const value = frame.expression(operand);
  return { ...factsOfTruth(frame, operand, value), test: value, constant: null };
}

function chooseOperand(
  frame: Frame,
  node: Extract<Expression, { kind: "boolean" }>,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): TypedExpression {
  if (typeOf(left).kind === "none") return node.operator === "or" ? sequence([evaluate(left)], right) : left;
  const statements: TypedStatement[] = [];
  const kept = keep(frame, left, statements);
  const test = truth(frame, kept, node);
  const passed = node.operator === "or" ? keptWhenTrue(kept) : keptWhenFalse(kept);
  const type = frame.session.join(passed.type, right.type);
  if (typeOf(left).kind === "unknown" || typeOf(right).kind === "unknown") return unknownAt(span);
  if (isSilent(typeOf(left))) return impossible([left], span);
  if (type === null) return frame.fail(span, doNotGoTogether([passed.type, right.type]));
  const [one, other] = [convert(passed, type), convert(right, type)];
  const value: TypedExpression =
    node.operator === "or"
      ? { kind: "conditional", test, then: one, else: other, type, span }
      : { kind: "conditional", test, then: other, else: one, type, span };
  return sequence(statements, value);
}

/** `x or y` gives x only where x is true: never None. */
function keptWhenTrue(kept: TypedExpression): TypedExpression {
  const type = withoutNone(kept.type);
  return typeOf(kept).kind === "union" ? convert(kept, type) : kept;
}

function keptWhenFalse(kept: TypedExpression): TypedExpression {
  return typeOf(kept).kind === "union" ? convert(kept, falsy(kept.type)) : kept;
}

/** `Circle if round else Square`: functions that make objects, unless they are one class. */
function twoClasses(frame: Frame, first: TypedExpression, second: TypedExpression): [TypedExpression, TypedExpression] {
  const [a, b] = [typeOf(first), typeOf(second)];
  const isMixed = a.kind === "class" ? b.kind === "function" || (b.kind === "class" && b.class !== a.class) : b.kind === "class";
  if (!isMixed) return [first, second];
  const asFunction = (value: TypedExpression, type: Type): TypedExpression =>
    type.kind === "class" ? classAsFunction(frame.session, type.class, value.span) : value;
  return [asFunction(first, a), asFunction(second, b)];
}

/** `a if test else b`. */
export function checkConditional(frame: Frame, node: Extract<Expression, { kind: "conditional" }>, expected: Type | null): TypedExpression {
  const condition = checkCondition(frame, node.test);
  if (condition.constant !== null) {
    frame.facts = condition.constant ? condition.whenTrue : condition.whenFalse;
    frame.expected = expected;
    const only = frame.expression(condition.constant ? node.whenTrue : node.whenFalse);
    return sequence([{ kind: "evaluate", value: condition.test, span: node.span }], only);
  }
  frame.facts = condition.whenTrue;
  frame.expected = expected;
  const first = frame.expression(node.whenTrue);
  const afterFirst = frame.facts;
  frame.facts = condition.whenFalse;
  frame.expected = expected;
  const second = frame.expression(node.whenFalse);
  frame.facts = meetFacts(frame.session, [afterFirst, frame.facts]);
  const [then, otherwise] = twoClasses(frame, first, second);
  const type = frame.session.join(then.type, otherwise.type);
  if (type === null) return frame.fail(node.span, doNotGoTogether([then.type, otherwise.type]));
  return { kind: "conditional", test: condition.test, then: convert(then, type), else: convert(otherwise, type), type, span: node.span };
}
