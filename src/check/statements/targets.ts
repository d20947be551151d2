// Assignment targets: names, tuples, attributes, items, slices.

import { isList } from "../../types/classes.ts";
import type { Span } from "../../base/span.ts";
import type { Expression, Identifier } from "../../syntax/ast.ts";
import { BOOL, INT, STR, instanceOf, isSilent } from "../../types/primitives.ts";
import { sameType } from "../../types/key.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { evaluate, intLiteral, intrinsic, keep, readVariable, sequence, setVariable, stringLiteral } from "../build.ts";
import { iteratesItself } from "../calls/fits.ts";
import { callCore } from "../calls/core.ts";
import { distribute } from "../calls/distribute.ts";
import { convert, flowInto } from "../convert.ts";
import { frozenGlobal } from "../errors/contracts.ts";
import { notIterable, notUnpackable, wrongUnpacking } from "../errors/iteration.ts";
import { cannotAssign, cannotHold, selfContaining } from "../errors/types.ts";
import { hiddenGlobal, readWeb } from "../expressions/names.ts";
import { pathPrefix } from "../expressions/paths.ts";
import { listElement } from "../expressions/subscript.ts";
import type { Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { iterableOfUnion } from "../iteration/eachType.ts";
import { siteOf } from "../iteration/sources.ts";
import { forget, withFact } from "../narrowing.ts";
import { orNone } from "../orNone.ts";
import { asType, isOptional } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import type { Binding, Web } from "../scopes/scope.ts";
import { storeAttribute, storeItem } from "./stores.ts";
import { raiseNamed } from "./raising.ts";
import { declaredTypeOf } from "./annotated.ts";

/** Statements that put the value into the target. The value is evaluated first. */
export function assignTarget(frame: Frame, target: Expression, value: TypedExpression): TypedStatement[] {
  switch (target.kind) {
    case "name":
      return storeName(frame, target, target.name, target.span, value);
    case "tuple":
    case "list":
      return unpack(frame, target.items, value, target.span);
    case "attribute":
      return storeAttribute(frame, target, value);
    case "subscript":
      return storeItem(frame, target, value);
    case "starred":
      return assignTarget(frame, target.value, value);
    case "error":
      return [evaluate(value)];
    default:
      frame.report(target.span, cannotAssign("this expression"));
      return [evaluate(value)];
  }
}

/** `name := value`: the value of the expression is what the name then holds. */
export function assignName(frame: Frame, target: Identifier, value: TypedExpression): TypedExpression {
  const statements = storeName(frame, target, target.name, target.span, value);
  const web = frame.webs.at.get(target);
  if (web !== undefined) return sequence(statements, readWeb(frame, web, target.span));
  return statements.length === 0 ? unknownAt(target.span) : sequence(statements, value);
}

// ---------------------------------------------------------------------- names

export function storeName(frame: Frame, node: object, name: string, span: Span, value: TypedExpression): TypedStatement[] {
  if (typeOf(value).kind !== "module") return bindName(frame, node, name, span, value);
  frame.report(span, cannotAssign("a module", "use its own name, or write `import ... as ...`"));
  return [];
}

/** As an assignment, or as an import does. */
export function bindName(frame: Frame, node: object, name: string, span: Span, value: TypedExpression): TypedStatement[] {
  const binding = frame.scope.resolved.get(node) ?? null;
  if (binding === null || typeOf(value).kind === "unknown") return binding === null ? [evaluate(value)] : [];
  const type = typeOf(value);
  if (binding.scope.kind === "module" && binding.isGlobal && binding.prefix !== "") return storeHidden(frame, binding, name, span, value);
  if (binding.scope.kind === "module" && binding.isGlobal) return storeGlobal(frame, name, span, value);
  if (binding.scope !== frame.scope) return storeCapture(frame, binding, name, span, value);
  if (binding.scope.kind === "module" && binding.prefix === "" && frame.session.parameters.has(name))
    return refuseParameter(frame, name, span);
  const web = frame.webs.at.get(node);
  if (web === undefined) return [evaluate(value)];
  const variable = frame.local(web);
  const declared = declaredTypeOf(frame, web);
  if (declared !== null) frame.session.grow(frame.localType(web), declared.type);
  const fitted = flowInto(frame.session, value, declared?.type ?? variable.type);
  if (fitted === null) {
    frame.report(
      value.span,
      orNone(frame.session, mismatch(`\`${name}\``, variable.type, type), type, declared?.annotation ?? parameterAnnotation(frame, web)),
    );
    return [];
  }
  frame.facts = learn(forget(frame.facts, web, pathPrefix(web)), web, variable.type, type, frame);
  return [setVariable(variable, convert(fitted, variable.type))];
}

/** Of a parameter that is assigned anew. */
function parameterAnnotation(frame: Frame, web: Web): Expression | null {
  const node = frame.declaration?.node;
  if (node?.kind !== "function") return null;
  return node.parameters.find((parameter) => frame.webs.at.get(parameter) === web)?.annotation ?? null;
}

function refuseParameter(frame: Frame, name: string, span: Span): TypedStatement[] {
  frame.report(span, cannotAssign(`the parameter \`${name}\``, "its value is given from outside; use a name of your own"));
  return [];
}

export function mismatch(what: string, has: Type, given: Type): ReturnType<typeof cannotHold> {
  return given.kind === "instance" && sameType(has, given) ? selfContaining(what) : cannotHold(what, has, given);
}

/** After an assignment the variable is as narrow as the value. */
export function learn(facts: Frame["facts"], key: Parameters<typeof withFact>[1], holds: Type, given: Type, _frame: Frame): Frame["facts"] {
  const wide = shallow(holds);
  const narrow = shallow(given);
  if (wide.kind !== "union" && !(wide.kind === "instance" && narrow.kind === "instance" && wide.class !== narrow.class)) return facts;
  if (isSilent(narrow) || (narrow.kind === "union" && membersOf(narrow).length >= membersOf(wide).length)) return facts;
  return withFact(facts, key, joinedMember(wide, narrow));
}

/** As the member of the union that holds it: an int stored as float is a float. */
function joinedMember(wide: Type, narrow: Type): Type {
  if (wide.kind !== "union" || narrow.kind !== "int") return narrow;
  const kinds = membersOf(wide).map((member) => shallow(member).kind);
  return kinds.includes("int") || !kinds.includes("float") ? narrow : { kind: "float" };
}

function storeGlobal(frame: Frame, name: string, span: Span, value: TypedExpression): TypedStatement[] {
  const entity = frame.session.lookup(frame.file, name);
  const isClassLevel = entity?.kind !== "variable";
  if (isClassLevel) return [evaluate(value)];
  const state = frame.session.global(entity);
  if (state.isParameter) return refuseParameter(frame, name, span);
  if (frame.scope.kind === "function") {
    frame.session.writesModuleState = true;
    if (frame.session.host?.frozenState === true && !frame.isLibrary) frame.report(span, frozenGlobal(name));
  }
  const fitted = flowInto(frame.session, value, state.global.type);
  if (fitted === null) {
    frame.report(
      value.span,
      orNone(frame.session, mismatch(`\`${name}\``, state.global.type, typeOf(value)), typeOf(value), entity.annotation),
    );
    return [];
  }
  const key = `g${entity.file.info.name}:${entity.name}`;
  frame.facts = learn(forget(frame.facts, key, `${key}.`), key, state.global.type, typeOf(value), frame);
  return [{ kind: "setGlobal", global: state.global, value: fitted, span }];
}

/** A comprehension's variable at the top level that a lambda uses. */
function storeHidden(frame: Frame, binding: Binding, name: string, span: Span, value: TypedExpression): TypedStatement[] {
  const state = hiddenGlobal(frame, binding);
  const fitted = flowInto(frame.session, value, state.global.type);
  if (fitted === null) frame.report(value.span, mismatch(`\`${name}\``, state.global.type, typeOf(value)));
  return fitted === null ? [] : [{ kind: "setGlobal", global: state.global, value: fitted, span }];
}

function storeCapture(
  frame: Frame,
  binding: { readonly name: string; readonly shared: Parameters<Frame["localType"]>[0] | null },
  name: string,
  span: Span,
  value: TypedExpression,
): TypedStatement[] {
  const index = frame.scope.captures.findIndex((one) => one.name === binding.name);
  const capture = frame.instance.closure?.captures[index];
  if (capture === undefined) return [evaluate(value)];
  const fitted = flowInto(frame.session, value, capture.type);
  if (fitted === null) {
    frame.report(value.span, mismatch(`\`${name}\``, capture.type, typeOf(value)));
    return [];
  }
  return [{ kind: "setCapture", index, value: fitted, span }];
}

// ------------------------------------------------------------------ unpacking

function unpack(frame: Frame, targets: readonly Expression[], value: TypedExpression, span: Span): TypedStatement[] {
  const type = typeOf(value);
  const star = targets.findIndex((target) => target.kind === "starred");
  if (isSilent(type)) return type.kind === "never" ? [evaluate(value)] : [];
  if (type.kind === "tuple") return unpackTuple(frame, targets, star, value, type, span);
  if (isOptional(type)) return unpack(frame, targets, asType(value, "cannot unpack non-iterable NoneType object"), span);
  if (type.kind === "union") return unpackUnion(frame, targets, star, value, type, span);
  return unpackSequence(frame, targets, star, value, span);
}

/** `tuple[int, str] | tuple[int, None]` place by place; else by what its items have in common. */
function unpackUnion(
  frame: Frame,
  targets: readonly Expression[],
  star: number,
  value: TypedExpression,
  type: Extract<Type, { kind: "union" }>,
  span: Span,
): TypedStatement[] {
  const isFitting = (member: Type): boolean => member.kind === "tuple" && member.items.length === targets.length;
  if (star < 0 && type.members.map(shallow).every(isFitting)) {
    const statements: TypedStatement[] = [];
    const tuple = keep(frame, value, statements);
    const items = targets.map((_, index) =>
      keep(
        frame,
        distribute(frame, tuple, (one) => itemOfTuple(one, index), span, true),
        statements,
      ),
    );
    return [...statements, ...targets.flatMap((target, index) => assignTarget(frame, target, items[index] as TypedExpression))];
  }
  const site = siteOf(targets[0] ?? frame.instance, "of several types");
  const items = iterableOfUnion(frame, value, type, site, (name) => `cannot unpack non-iterable ${name} object`);
  if (items !== null) return unpackSequence(frame, targets, star, items, span);
  frame.report(value.span, notIterable(type));
  return [];
}

function itemOfTuple(tuple: TypedExpression, index: number): TypedExpression {
  const type = typeOf(tuple);
  const item = type.kind === "tuple" ? type.items[index] : undefined;
  return { kind: "tupleItem", tuple, index, type: item ?? { kind: "unknown" }, span: tuple.span };
}

function unpackTuple(
  frame: Frame,
  targets: readonly Expression[],
  star: number,
  value: TypedExpression,
  type: Extract<Type, { kind: "tuple" }>,
  span: Span,
): TypedStatement[] {
  const count = type.items.length;
  if (star < 0 ? targets.length !== count : targets.length - 1 > count) {
    frame.report(span, wrongUnpacking(`there ${targets.length === 1 ? "is 1 name" : `are ${targets.length} names`}`, count));
    return [];
  }
  const statements: TypedStatement[] = [];
  const items = tupleItems(frame, value, type, statements);
  const tail = targets.length - 1 - star;
  for (const [index, target] of targets.entries()) {
    if (index === star) statements.push(...assignTarget(frame, target, listOfItems(frame, items.slice(star, count - tail), target)));
    else
      statements.push(
        ...assignTarget(frame, target, items[star >= 0 && index > star ? count - targets.length + index : index] as TypedExpression),
      );
  }
  return statements;
}

/** All items are read before any target is assigned: `a, b = b, a`. */
function tupleItems(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "tuple" }>,
  statements: TypedStatement[],
): TypedExpression[] {
  if (value.kind === "tuple")
    return value.items.map((item) => (item.kind === "literal" || isTemporary(item) ? item : keep(frame, item, statements)));
  const tuple = isTemporary(value) ? value : keep(frame, value, statements);
  return type.items.map((item, index) => ({ kind: "tupleItem", tuple, index, type: item, span: value.span }));
}

function isTemporary(value: TypedExpression): boolean {
  return value.kind === "variable" && !value.variable.named;
}

function listOfItems(frame: Frame, items: readonly TypedExpression[], site: object): TypedExpression {
  const element = frame.siteVariable(site, "rest");
  const type = instanceOf(frame.session.coreClass("list").info, [element]);
  const span = items[0]?.span ?? { start: 0, end: 0 };
  const fitted = items.map((item) => flowInto(frame.session, item, element) ?? item);
  return { kind: "list", items: fitted, type, span };
}

/** Anything iterable goes through a list; the count is tested when it runs, as Python does. */
function unpackSequence(frame: Frame, targets: readonly Expression[], star: number, value: TypedExpression, span: Span): TypedStatement[] {
  const list = unpackedList(frame, targets, star, value, span);
  if (list === null) {
    const type = typeOf(value);
    frame.report(value.span, type.kind === "instance" ? notIterable(type) : notUnpackable(type, targets.length));
    return [];
  }
  const statements: TypedStatement[] = [];
  const kept = isTemporary(list) ? list : keep(frame, list, statements);
  const length = frame.temporary(INT, "count");
  const read = readVariable(length, span);
  statements.push(setVariable(length, intrinsic("list_len", [kept], INT, span)), ...countTests(frame, targets.length, star, read, span));
  const element = listElement(typeOf(list));
  for (const [index, target] of targets.entries()) {
    if (index === star) {
      const stop = intrinsic("int_sub", [read, intLiteral(targets.length - 1 - star, span)], INT, span);
      const actuals = [intLiteral(star, span), stop, intLiteral(1, span)].map((one) => ({
        kind: "positional" as const,
        name: null,
        value: one,
        span,
      }));
      const rest = frame.session.passes.callMethod(frame, {
        receiver: kept,
        name: "_get_slice",
        nameSpan: span,
        actuals,
        site: target,
        span,
      });
      statements.push(...assignTarget(frame, target, rest));
    } else {
      const at = star >= 0 && index > star ? intLiteral(index - targets.length, span) : intLiteral(index, span);
      statements.push(...assignTarget(frame, target, intrinsic("list_get", [kept, at], element, span)));
    }
  }
  return statements;
}

function unpackedList(
  frame: Frame,
  targets: readonly Expression[],
  star: number,
  value: TypedExpression,
  span: Span,
): TypedExpression | null {
  const type = typeOf(value);
  const site = siteOf(targets[0] ?? frame.instance, "unpacked");
  if (isList(type)) return value;
  // Of an iterator no more is taken than tells that there is too much.
  if (star < 0 && (type.kind === "generator" || (type.kind === "instance" && iteratesItself(type))))
    return callCore(frame, "_at_most", [value, intLiteral(targets.length + 1, span)], site, span);
  return frame.session.passes.listOf(frame, value, site);
}

function countTests(frame: Frame, wanted: number, star: number, length: TypedExpression, span: Span): TypedStatement[] {
  const least = star < 0 ? wanted : wanted - 1;
  const few = intrinsic("int_lt", [length, intLiteral(least, span)], BOOL, span);
  const tests: TypedStatement[] = [
    {
      kind: "if",
      test: few,
      then: raiseNamed(frame, "ValueError", tooFewText(frame, star < 0 ? `${wanted}` : `at least ${least}`, length, span), span),
      else: [],
      span,
    },
  ];
  if (star < 0)
    tests.push({
      kind: "if",
      test: intrinsic("int_gt", [length, intLiteral(wanted, span)], BOOL, span),
      then: raiseNamed(frame, "ValueError", `too many values to unpack (expected ${wanted})`, span),
      else: [],
      span,
    });
  return tests;
}

/** "... (expected 2, got 1)" */
function tooFewText(frame: Frame, expected: string, length: TypedExpression, span: Span): TypedExpression {
  const head = stringLiteral(`not enough values to unpack (expected ${expected}, got `, span);
  const got = callCore(frame, "_int_text", [length], siteOf(frame.instance, "too few"), span);
  return intrinsic("str_append", [intrinsic("str_append", [head, got], STR, span), stringLiteral(")", span)], STR, span);
}
