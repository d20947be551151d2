// `**kwargs` among parameters. Where the function only hands them on, as in
// `f(*args, **kwargs)`, they are a tuple whose type knows the names, so each
// keeps its own type; where it also reads them, as in `print(kwargs)`, a dict is
// made of that there. Elsewhere they are a dict made anew by each call.

import type { Span } from "../../base/span.ts";
import type { Expression, FormattedField } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import { STR, instanceOf, tupleOf } from "../../types/primitives.ts";
import type { ClassInfo } from "../../types/type.ts";
import { evaluate, keep, readVariable, sequence, setVariable, stringLiteral } from "../build.ts";
import { flowInto } from "../convert.ts";
import { checkName } from "../expressions/names.ts";
import type { FunctionDeclaration } from "../declarations.ts";
import { cannotHold } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { standIn, typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

const known = new WeakMap<object, boolean>();

/** Does the name of `**name` stand in the body behind `**` in calls, and elsewhere only where it stays as it is? */
function isHandedOn(declaration: FunctionDeclaration): boolean {
  const { node } = declaration;
  let answer = known.get(node);
  if (answer !== undefined || node.kind !== "function") return answer ?? false;
  const name = node.parameters.find((parameter) => parameter.kind === "doubleStar")?.name.name;
  let uses = 0;
  let handedOn = 0;
  let harmless = 0;
  const isIt = (one: Expression | undefined): boolean => one?.kind === "name" && one.name === name;
  walkTree(node.body, (part) => {
    const found = part as Expression | { kind: "doubleStar"; value: Expression };
    if (found.kind === "name" && found.name === name) uses += 1;
    if (found.kind === "doubleStar" && isIt(found.value)) handedOn += 1;
    if (isReading(found as Expression, isIt)) harmless += 1;
    return true;
  });
  // Where it never is handed on it is a dict that may be changed.
  known.set(node, (answer = handedOn > 0 ? uses === handedOn + harmless : uses === 0));
  return answer;
}

const readers = new Set(["print", "len", "str", "repr", "sorted", "list", "tuple", "dict", "bool"]);
const readingMethods = new Set(["items", "keys", "values", "get"]);

/** One use that leaves the dict as it is and hands it to nobody. */
function isReading(node: Expression | FormattedField, isIt: (one: Expression | undefined) => boolean): boolean {
  if (node.kind === "field") return isIt(node.value);
  if (node.kind === "comparison")
    return node.operators.length === 1 && ["in", "not in"].includes(node.operators[0]?.operator ?? "") && isIt(node.operands[1]);
  if (node.kind === "call" && node.callee.kind === "name" && readers.has(node.callee.name))
    return node.arguments.filter(({ kind, value }) => kind === "positional" && isIt(value)).length === 1;
  if (node.kind === "attribute") return isIt(node.object) && readingMethods.has(node.name.name);
  return false;
}

/** By their names; made once a process, so that equal names are one type. */
const records = new Map<string, ClassInfo>();
const namesOf = new WeakMap<ClassInfo, readonly string[]>();

function recordOf(names: readonly string[]): ClassInfo {
  const key = names.join(" ");
  let info = records.get(key);
  if (info === undefined) {
    info = {
      id: -1 - records.size,
      name: `**(${names.join(", ")})`,
      module: "",
      typeParameters: [],
      base: null,
      isEnum: false,
      isFrozen: true,
      fields: [],
    };
    records.set(key, info);
    namesOf.set(info, names);
  }
  return info;
}

/** What `**kwargs` of this function is for these arguments. */
export function keywordsValue(
  frame: Frame,
  call: { readonly declaration: FunctionDeclaration; readonly site: object; readonly span: Span },
  given: readonly Actual[],
): TypedExpression {
  if (isHandedOn(call.declaration)) {
    const items = given.map((actual) => actual.value);
    const type = { ...tupleOf(items.map((item) => item.type)), named: recordOf(given.map((actual) => actual.name ?? "")) };
    return { kind: "tuple", items, type, span: call.span };
  }
  return asDict(frame, siteOf(call.site, "keywords"), given, call.span);
}

function asDict(frame: Frame, site: object, given: readonly Actual[], span: Span): TypedExpression {
  const { session } = frame;
  const value = frame.siteVariable(site, "values");
  const type = instanceOf(session.coreClass("dict").info, [STR, value]);
  const dict = frame.temporary(type, "keywords");
  const empty = session.passes.construct(frame, session.coreClass("dict"), [], site, span);
  session.unify(empty.type, type);
  const statements: TypedStatement[] = [setVariable(dict, empty)];
  for (const actual of given) {
    const fitted = flowInto(session, actual.value, value);
    if (fitted === null) return frame.fail(actual.span, cannotHold("the keyword arguments", value, typeOf(actual.value)));
    const actuals = [stringLiteral(actual.name ?? "", actual.span), fitted].map((one) => ({
      kind: "positional" as const,
      name: null,
      value: one,
      span: actual.span,
    }));
    const receiver = readVariable(dict, span);
    const at = siteOf(site, `item ${actual.name}`);
    statements.push(evaluate(session.passes.callMethod(frame, { receiver, name: "__setitem__", nameSpan: span, actuals, site: at, span })));
  }
  return sequence(statements, readVariable(dict, span));
}

/** `kwargs` where it is read: a dict of what it holds; any other value as it is. */
export function keywordsAsDict(frame: Frame, value: TypedExpression, site: object): TypedExpression {
  const type = typeOf(value);
  const names = type.kind === "tuple" && type.named !== undefined ? namesOf.get(type.named) : undefined;
  if (type.kind !== "tuple" || names === undefined) return value;
  const { span } = value;
  const given = names.map((name, index): Actual => ({
    kind: "keyword",
    name,
    value: { kind: "tupleItem", tuple: value, index, type: type.items[index] ?? STR, span },
    span,
  }));
  return asDict(frame, siteOf(site, "keywords"), given, span);
}

/** `f(**kwargs)` of keywords that are only handed on, one by one; null of anything else. */
export function handedOn(frame: Frame, node: Expression, prelude: TypedStatement[]): Actual[] | null {
  if (node.kind !== "name") return null;
  const value = checkName(frame, node);
  const type = typeOf(value);
  if (type.kind === "unknown") return [{ kind: "doubleStar", name: null, value, span: node.span }];
  const names = type.kind === "tuple" && type.named !== undefined ? namesOf.get(type.named) : undefined;
  if (type.kind !== "tuple" || names === undefined) return null;
  const tuple = names.length === 0 ? standIn(node.span) : keep(frame, value, prelude);
  return names.map((name, index): Actual => ({
    kind: "keyword",
    name,
    value: { kind: "tupleItem", tuple, index, type: type.items[index] ?? STR, span: node.span },
    span: node.span,
  }));
}
