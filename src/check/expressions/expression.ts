// The switch over expressions: each family has its file.

import { iterableOfUnion } from "../iteration/eachType.ts";
import { siteOf } from "../iteration/sources.ts";
import type { Expression } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { NEVER, instanceOf, isNumeric, tupleOf } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { boolLiteral, floatLiteral, impossible, noneLiteral, stringLiteral } from "../build.ts";
import { flowInto, flowType, withoutClasses } from "../convert.ts";
import { cannotHold, unsupported } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { asType } from "../present.ts";
import type { TypedExpression } from "../program.ts";
import { checkBinary, checkUnary } from "./arithmetic.ts";
import { checkAttribute, checkCall } from "./calling.ts";
import { checkComparison } from "./comparison.ts";
import { checkBoolean, checkConditional } from "./boolean.ts";
import { checkComprehension, checkDictComprehension, checkGeneratorExpression } from "./comprehension.ts";
import { checkDict, checkSet, partOf } from "./hashed.ts";
import { checkFormatted } from "./formatted.ts";
import { checkLambda } from "./functions.ts";
import { intValue } from "./integers.ts";
import { checkName } from "./names.ts";
import { checkSubscript } from "./subscript.ts";
import { assignName } from "../statements/targets.ts";
import { keywordsAsDict } from "../calls/keywords.ts";
import { checkYield, checkYieldFrom } from "./yielding.ts";

export function checkExpression(frame: Frame, node: Expression): TypedExpression {
  const { expected } = frame;
  // An annotated type is meant for the value itself, for branches and for items, not for what they are computed from.
  frame.expected = null;
  switch (node.kind) {
    case "none":
      return noneLiteral(node.span);
    case "bool":
      return boolLiteral(node.value, node.span);
    case "int":
      return intValue(frame, node.value, node.span);
    case "float":
      return floatLiteral(node.value, node.span);
    case "string":
      return stringLiteral(node.value, node.span);
    case "formatted":
      return checkFormatted(frame, node);
    case "name":
      return keywordsAsDict(frame, checkName(frame, node), node);
    case "unary":
      return checkUnary(frame, node);
    case "binary":
      return checkBinary(frame, node);
    case "boolean":
      return checkBoolean(frame, node);
    case "comparison":
      return checkComparison(frame, node);
    case "conditional":
      return checkConditional(frame, node, expected);
    case "walrus":
      return checkWalrus(frame, node);
    case "lambda":
      return checkLambda(frame, node);
    case "call":
      frame.expected = expected;
      return checkCall(frame, node);
    case "attribute":
      return checkAttribute(frame, node);
    case "subscript":
      return checkSubscript(frame, node);
    case "tuple":
      return checkTuple(frame, node);
    case "list":
      return checkList(frame, node, expected);
    case "set":
      return checkSet(frame, node, expected);
    case "dict":
      return checkDict(frame, node, expected);
    case "comprehension":
      return node.result === "generator" ? checkGeneratorExpression(frame, node) : checkComprehension(frame, node, node.result);
    case "dictComprehension":
      return checkDictComprehension(frame, node);
    case "yield":
      return checkYield(frame, node);
    case "yieldFrom":
      return checkYieldFrom(frame, node, true);
    case "slice":
    case "starred":
    case "ellipsis":
      return frame.fail(node.span, unsupported(`\`${node.kind === "ellipsis" ? "..." : node.kind}\` here`, "leave it out"));
    case "error":
      return unknownAt(node.span);
  }
}

function checkWalrus(frame: Frame, node: Extract<Expression, { kind: "walrus" }>): TypedExpression {
  const value = frame.expression(node.value);
  return assignName(frame, node.target, value);
}

function checkTuple(frame: Frame, node: Extract<Expression, { kind: "tuple" }>): TypedExpression {
  if (node.items.some((item) => item.kind === "starred")) return checkStarredTuple(frame, node);
  const items = node.items.map((item) => frame.expression(item));
  return { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span: node.span };
}

/** `(first, *rest)`: spread tuples of known length. */
function checkStarredTuple(frame: Frame, node: Extract<Expression, { kind: "tuple" }>): TypedExpression {
  const statements: Extract<TypedExpression, { kind: "sequence" }>["statements"][number][] = [];
  const items: TypedExpression[] = [];
  for (const item of node.items) {
    const value = frame.expression(item.kind === "starred" ? item.value : item);
    const variable = frame.temporary(value.type);
    statements.push({ kind: "setVariable", variable, value, span: item.span });
    const read: TypedExpression = { kind: "variable", variable, type: value.type, span: item.span };
    const type = typeOf(value);
    if (item.kind !== "starred") items.push(read);
    else if (type.kind === "tuple")
      items.push(
        ...type.items.map((part, index): TypedExpression => ({ kind: "tupleItem", tuple: read, index, type: part, span: item.span })),
      );
    else return listAsTuple(frame, node);
  }
  const value: TypedExpression = { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span: node.span };
  return { kind: "sequence", statements, value, type: value.type, span: node.span };
}

/** With a list among its parts the length is known at run time only: `tuple([...])`. */
function listAsTuple(frame: Frame, node: Extract<Expression, { kind: "tuple" }>): TypedExpression {
  const element = frame.siteVariable(node);
  const list = checkStarredList(frame, node, element, instanceOf(frame.session.coreClass("list").info, [element]));
  return frame.session.passes.tupleOf(frame, list, node, node.span);
}

function checkList(frame: Frame, node: Extract<Expression, { kind: "list" }>, expected: Type | null): TypedExpression {
  const element = frame.siteVariable(node);
  const wanted = partOf(frame, expected, "list", 0);
  if (wanted !== null) frame.session.unify(element, wanted);
  const type: Type = instanceOf(frame.session.coreClass("list").info, [element]);
  if (node.items.some((item) => item.kind === "starred")) return checkStarredList(frame, node, element, type);
  const values = node.items.map((item) => {
    frame.expected = wanted;
    return withoutClasses(frame.session, frame.expression(item));
  });
  // Beside a text, say, numbers of different kinds stay what they are: so it comes first.
  for (const value of values) if (!isNumeric(typeOf(value))) flowType(frame.session, value.type, element);
  const items: TypedExpression[] = [];
  for (const [index, value] of values.entries()) {
    const fitted = heldItem(frame, value, element, (node.items[index] as Expression).span);
    items.push(fitted);
    if (fitted.type.kind === "unknown" && frame.instance.diagnostics.length > 0) break; // one mistake, one message
  }
  if (items.some((item) => item.type === NEVER)) return impossible(items, node.span);
  return { kind: "list", items, type, span: node.span };
}

function listItem(frame: Frame, node: Expression, element: Type): TypedExpression {
  return heldItem(frame, withoutClasses(frame.session, frame.expression(node)), element, node.span);
}

function heldItem(frame: Frame, value: TypedExpression, element: Type, span: Span): TypedExpression {
  return flowInto(frame.session, value, element) ?? frame.fail(span, cannotHold("this list", element, typeOf(value)));
}

function starredItems(frame: Frame, node: Expression): TypedExpression {
  const words = (name: string): string => `Value after * must be an iterable, not ${name}`;
  const value = asType(frame.expression(node), words("NoneType"));
  const type = typeOf(value);
  return type.kind === "union" ? (iterableOfUnion(frame, value, type, siteOf(node, "items"), words) ?? value) : value;
}

function checkStarredList(frame: Frame, node: Extract<Expression, { kind: "list" | "tuple" }>, element: Type, type: Type): TypedExpression {
  const list = frame.temporary(type, "list");
  const read: TypedExpression = { kind: "variable", variable: list, type, span: node.span };
  const statements: Extract<TypedExpression, { kind: "sequence" }>["statements"][number][] = [
    { kind: "setVariable", variable: list, value: { kind: "list", items: [], type, span: node.span }, span: node.span },
  ];
  for (const item of node.items) {
    const value = item.kind === "starred" ? starredItems(frame, item.value) : listItem(frame, item, element);
    const call = frame.session.passes.callMethod(frame, {
      receiver: read,
      name: item.kind === "starred" ? "extend" : "append",
      nameSpan: item.span,
      actuals: [{ kind: "positional", name: null, value, span: item.span }],
      site: item,
      span: item.span,
    });
    statements.push({ kind: "evaluate", value: call, span: item.span });
  }
  return { kind: "sequence", statements, value: read, type, span: node.span };
}
