// Comparison chains. Each middle operand is evaluated once; a chain stops at
// the first comparison that fails.

import type { Span } from "../../base/span.ts";
import type { ComparisonOperator, Expression } from "../../syntax/ast.ts";
import { staysBehind } from "../assigned.ts";
import { BOOL, isSilent } from "../../types/primitives.ts";
import { showType } from "../../types/print.ts";
import type { ClosureInfo, Type } from "../../types/type.ts";
import { boolLiteral, impossible, intrinsic, isTrivial, keep, not, sequence } from "../build.ts";
import { isMember } from "../classes/enums.ts";
import { callCore } from "../calls/core.ts";
import { distribute } from "../calls/distribute.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { identityOfValues } from "../errors/tests.ts";
import { notIterable } from "../errors/iteration.ts";
import { noOperator } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf, written } from "../frame.ts";
import { elementOf } from "../iteration/element.ts";
import { siteOf } from "../iteration/sources.ts";
import { asType, isOptional, pythonName } from "../present.ts";
import { meetFacts } from "../narrowing.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { asFunction, equalItems } from "../synthesis/equality.ts";
import { order } from "../synthesis/order.ts";
import { equals } from "./equals.ts";
import { checkTypeTest } from "./tests.ts";
import { onMembers, someMember } from "./unions.ts";
import { truth } from "./boolean.ts";

export function checkComparison(frame: Frame, node: Extract<Expression, { kind: "comparison" }>): TypedExpression {
  const test = checkTypeTest(frame, node);
  if (test !== null) return test.test;
  const first = frame.expression(node.operands[0] as Expression);
  if (node.operators.length === 1) {
    const operand = node.operands[1] as Expression;
    return compare(frame, node.operators[0]?.operator ?? "==", first, frame.expression(operand), node.span, operand);
  }
  return checkLink(frame, node, first, 0);
}

/** From operator `index` on, its left operand being evaluated. */
function checkLink(frame: Frame, node: Extract<Expression, { kind: "comparison" }>, left: TypedExpression, index: number): TypedExpression {
  const operator = node.operators[index]?.operator ?? "==";
  const operand = node.operands[index + 1] as Expression;
  const right = frame.expression(operand);
  if (index === node.operators.length - 1) return compare(frame, operator, left, right, node.span, operand);
  const before: TypedStatement[] = [];
  const first = staysBehind(left, [operand]) ? left : keep(frame, left, before);
  const middle = staysBehind(right, node.operands.slice(index + 2)) ? right : keep(frame, right, before);
  const here = truth(frame, compare(frame, operator, first, middle, node.span, operand), operand);
  const known = frame.facts;
  const rest = checkLink(frame, node, middle, index + 1);
  frame.facts = meetFacts(frame.session, [known, frame.facts]);
  return sequence(before, { kind: "and", left: here, right: truth(frame, rest, operand), type: BOOL, span: node.span });
}

function compare(
  frame: Frame,
  operator: ComparisonOperator,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
  site: object,
): TypedExpression {
  switch (operator) {
    case "==":
    case "!=":
      return equals(frame, operator, left, right, site, span);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return order(frame, operator, left, right, site, span);
    case "in":
      return contains(frame, left, right, site, span);
    case "not in":
      return not(contains(frame, left, right, site, span));
    case "is":
      return identical(frame, left, right, span);
    case "is not":
      return not(identical(frame, left, right, span));
  }
}

/** `is` speaks of None, bools, enums and objects; of numbers and text it would tell how they are stored. */
function identical(frame: Frame, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (isSilent(a) || isSilent(b)) return { ...impossible([left, right], span), type: BOOL };
  if (a.kind === "bool" && b.kind === "bool") return intrinsic("bool_eq", [left, right], BOOL, span);
  const bool = a.kind === "union" && b.kind === "bool" ? isBool(frame, left, right, span) : null;
  if (bool !== null) return bool;
  // No int, text or tuple is True: a bool that meets an int in one place is refused.
  const other = a.kind === "bool" ? b : b.kind === "bool" ? a : null;
  if (other !== null && ["int", "u64", "float", "str", "tuple", "variadic"].includes(other.kind))
    return sequence(
      [left, right].map((side) => ({ kind: "evaluate", value: side, span })),
      boolLiteral(false, span),
    );
  const value = [a, b].find((type) => ["int", "u64", "float", "str", "tuple", "variadic"].includes(type.kind));
  if (value !== undefined) return frame.fail(span, identityOfValues(showType(value)));
  if (a.kind === "none" || b.kind === "none") {
    const other = a.kind === "none" ? right : left;
    if (typeOf(other).kind === "union")
      return sequence([{ kind: "evaluate", value: a.kind === "none" ? left : right, span }], intrinsic("is_none", [other], BOOL, span));
    return sequence(
      [left, right].map((side) => ({ kind: "evaluate", value: side, span })),
      boolLiteral(a.kind === b.kind, span),
    );
  }
  if (a.kind === "class" && b.kind === "class") return boolLiteral(a.class === b.class, span);
  if (a.kind === "class" && b.kind === "function") return identical(frame, asFunction(frame, left, a.class), right, span);
  if (a.kind === "function" && b.kind === "class") return identical(frame, left, asFunction(frame, right, b.class), span);
  const joined: Type | null = a.kind === "bool" || b.kind === "bool" ? null : frame.session.join(a, b);
  if (joined === null) return frame.fail(span, noOperator("is", a, b));
  if (a.kind === "function" && b.kind === "function" && a.closures.some((one) => b.closures.includes(one) && isOfClass(frame, one)))
    return frame.fail(span, identityOfValues("class method"));
  return intrinsic("is_same", [left, right], BOOL, span);
}

/** Each naming of a class method makes another object in Python; here all are one. */
function isOfClass(frame: Frame, closure: ClosureInfo): boolean {
  return frame.session.closures.get(closure)?.kind === "ofClass";
}

/** `x is True` of an x that may be of other types: only a bool is. */
function isBool(frame: Frame, value: TypedExpression, wanted: TypedExpression, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const kept = keep(frame, value, statements);
  const test = isTrivial(wanted) ? wanted : keep(frame, wanted, statements);
  return sequence(
    statements,
    distribute(
      frame,
      kept,
      (member) => (typeOf(member).kind === "bool" ? intrinsic("bool_eq", [member, test], BOOL, span) : boolLiteral(false, span)),
      span,
    ),
  );
}

/** `item in container`. */
function contains(frame: Frame, item: TypedExpression, container: TypedExpression, site: object, span: Span): TypedExpression {
  const [a, b] = [typeOf(item), typeOf(container)];
  if (isSilent(a) || isSilent(b)) return { ...impossible([item, container], span), type: BOOL };
  if (isOptional(b)) return contains(frame, item, asType(container, "argument of type 'NoneType' is not iterable"), site, span);
  if (b.kind === "union") return inOneOf(frame, item, container, site, span);
  if (b.kind === "str" && isOptional(a))
    return contains(frame, asType(item, "'in <string>' requires string as left operand, not NoneType"), container, site, span);
  if (b.kind === "str" && a.kind === "union" && someMember(a, ({ kind }) => kind === "str"))
    return eachInText(frame, item, container, site, span);
  if (b.kind === "str")
    return a.kind === "str"
      ? swap(frame, item, container, (one, all) => callCore(frame, "_str_contains", [all, one], site, span))
      : frame.fail(span, noOperator("in", a, b, [written(frame, item), written(frame, container)]));
  if (b.kind === "tuple") return inTuple(frame, item, container, b.items, span);
  if (b.kind === "class" && b.class.isEnum) return isMember(item, declarationOf(b.class), span);
  if (b.kind === "variadic") return swap(frame, item, container, (one, all) => callCore(frame, "_tuple_contains", [all, one], site, span));
  if (b.kind === "instance" && findMethod(declarationOf(b.class), "__contains__") !== null) {
    return swap(frame, item, container, (one, all) =>
      frame.session.passes.callMethod(frame, {
        receiver: all,
        name: "__contains__",
        nameSpan: span,
        actuals: [{ kind: "positional", name: null, value: one, span: one.span }],
        site,
        span,
      }),
    );
  }
  const methods = b.kind === "instance" ? ["__iter__", "__getitem__"].map((name) => findMethod(declarationOf(b.class), name)) : [];
  if (elementOf(frame.session, b) === null && methods.every((method) => method === null)) return frame.fail(container.span, notIterable(b));
  return swap(frame, item, container, (one, all) => callCore(frame, "_any_equal", [all, one], site, span));
}

/** `item in text` of an item of several types: what is no text raises. */
function eachInText(frame: Frame, item: TypedExpression, text: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const one = keep(frame, item, statements);
  const all = keep(frame, text, statements);
  const value = onMembers(
    frame,
    one,
    {
      exists: (member) => isSilent(typeOf(member)) || typeOf(member).kind === "str",
      apply: (member) => contains(frame, member, all, siteOf(site, "in text"), span),
      exception: "TypeError",
      refusal: (type) => `'in <string>' requires string as left operand, not ${type}`,
    },
    span,
  );
  return sequence(statements, value);
}

/** `item in container` of a container of several types: those that hold nothing raise. */
function inOneOf(frame: Frame, item: TypedExpression, container: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const one = keep(frame, item, statements);
  const all = keep(frame, container, statements);
  const wanted = typeOf(one);
  const exists = (member: TypedExpression): boolean => {
    const type = typeOf(member);
    if (type.kind === "str") return wanted.kind === "str" || wanted.kind === "union" || isSilent(wanted);
    if (type.kind === "instance" && ["__contains__", "__iter__", "__getitem__"].some((name) => findMethod(declarationOf(type.class), name)))
      return true;
    return isSilent(type) || elementOf(frame.session, type) !== null;
  };
  const value = onMembers(
    frame,
    all,
    {
      exists,
      apply: (member) => contains(frame, one, member, siteOf(site, `in ${pythonName(member.type)}`), span),
      exception: "TypeError",
      refusal: (type) =>
        type === "str"
          ? `'in <string>' requires string as left operand, not ${pythonName(one.type)}`
          : `argument of type '${type}' is not iterable`,
    },
    span,
  );
  return sequence(statements, value);
}

function swap(
  frame: Frame,
  item: TypedExpression,
  container: TypedExpression,
  use: (item: TypedExpression, container: TypedExpression) => TypedExpression,
): TypedExpression {
  const statements: TypedStatement[] = [];
  const one = isTrivial(item) && isTrivial(container) ? item : keep(frame, item, statements);
  return sequence(statements, use(one, container));
}

/** Item by item; the first that is equal decides. */
function inTuple(frame: Frame, item: TypedExpression, container: TypedExpression, types: readonly Type[], span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const written = container.kind === "tuple" && container.items.every(isTrivial) ? container.items : null;
  const one = isTrivial(item) && written !== null ? item : keep(frame, item, statements);
  const tuple = written === null ? keep(frame, container, statements) : container;
  let chain: TypedExpression | null = null;
  for (const [index, type] of types.entries()) {
    const part: TypedExpression = written?.[index] ?? { kind: "tupleItem", tuple, index, type, span };
    const test = equalItems(frame, one, part, { index, span }, span);
    chain = chain === null ? test : { kind: "or", left: chain, right: test, type: BOOL, span };
  }
  return sequence(statements, chain ?? boolLiteral(false, span));
}
