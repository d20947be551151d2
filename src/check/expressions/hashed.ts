// Displays of dicts and sets: an empty one, then an item at a time.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import { isSubclass } from "../../types/classes.ts";
import type { InstanceType } from "../../types/join.ts";
import { instanceOf, isNumeric } from "../../types/primitives.ts";
import { hasVariables } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { flowInto, flowType, withoutClasses } from "../convert.ts";
import { noteUnhashable } from "../classes/numbered.ts";
import { declarationOf } from "../declarations.ts";
import { cannotHold, noMapping, unhashable } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement, Variable } from "../program.ts";
import { isHashable } from "../synthesis/hash.ts";

/** The type that an annotation gives the items of a container of the core; null where there is none, or where it is still open. */
export function partOf(frame: Frame, expected: Type | null, name: "list" | "set" | "dict", index: number): Type | null {
  if (expected?.kind !== "instance" || expected.class !== frame.session.coreClass(name).info) return null;
  const part = expected.arguments[index];
  return part === undefined || hasVariables(part) ? null : part;
}

export function checkSet(frame: Frame, node: Extract<Expression, { kind: "set" }>, expected: Type | null): TypedExpression {
  const maker = newContainer(frame, "set", node, node.span, [partOf(frame, expected, "set", 0)]);
  for (const item of node.items) {
    if (item.kind === "starred") maker.call("update", [frame.expression(item.value)], item);
    else addToSet(maker, frame.expression(item), item);
  }
  return maker.finish();
}

export function addToSet(maker: ContainerMaker, value: TypedExpression, node: Expression): void {
  const item = maker.flow(0, value, node, "this set");
  if (item !== null && maker.hashable(item, node)) maker.call("add", [item], node);
}

export function checkDict(frame: Frame, node: Extract<Expression, { kind: "dict" }>, expected: Type | null): TypedExpression {
  const wanted = [partOf(frame, expected, "dict", 0), partOf(frame, expected, "dict", 1)] as const;
  const maker = newContainer(frame, "dict", node, node.span, wanted);
  const meant = (part: Expression, type: Type | null): TypedExpression => {
    frame.expected = type;
    return frame.expression(part);
  };
  const entries = node.entries.map((entry) => {
    if (entry.kind === "spread") return { entry, value: frame.expression(entry.value) };
    const key = meant(entry.key, wanted[0]);
    return { entry, key, value: meant(entry.value, wanted[1]) };
  });
  // Beside a text, say, numbers of different kinds stay what they are: so it comes first.
  const held = typeOf(maker.finish()) as InstanceType;
  for (const { key, value } of entries)
    if (key !== undefined && !isNumeric(typeOf(value)))
      flowType(frame.session, withoutClasses(frame.session, value).type, held.arguments[1] as Type);
  for (const { entry, key, value } of entries) {
    if (entry.kind === "spread" && isNoMapping(frame, typeOf(value))) frame.report(entry.value.span, noMapping(typeOf(value)));
    else if (entry.kind === "spread" || key === undefined) maker.call("update", [value], entry.value);
    else addToDict(maker, key, value, entry.key, entry.value);
  }
  return maker.finish();
}

/** `{**pairs}`: `update` takes pairs, a spread does not. */
function isNoMapping(frame: Frame, type: Type): boolean {
  if (type.kind !== "instance") return ["tuple", "variadic", "str", "int", "float", "bool", "generator", "function"].includes(type.kind);
  return declarationOf(type.class).file.info.isLibrary && !isSubclass(type.class, frame.session.coreClass("dict").info);
}

export function addToDict(
  maker: ContainerMaker,
  key: TypedExpression,
  value: TypedExpression,
  keyNode: Expression,
  valueNode: Expression,
): void {
  const fittedKey = maker.flow(0, key, keyNode, "the keys of this dict");
  const fittedValue = maker.flow(1, value, valueNode, "this dict");
  if (fittedKey !== null && fittedValue !== null && maker.hashable(fittedKey, keyNode))
    maker.call("__setitem__", [fittedKey, fittedValue], keyNode);
}

export interface ContainerMaker {
  readonly variable: Variable;
  readonly type: Type;
  readonly statements: TypedStatement[];
  flow(argument: number, value: TypedExpression, node: Expression, what: string): TypedExpression | null;
  hashable(value: TypedExpression, node: Expression): boolean;
  call(name: string, values: readonly TypedExpression[], node: Expression): void;
  finish(): TypedExpression;
}

/** An empty list, set or dict in a variable, to be filled. */
export function newContainer(
  frame: Frame,
  name: "list" | "set" | "dict",
  site: object,
  span: Span,
  wanted: readonly (Type | null)[] = [],
): ContainerMaker {
  const declaration = frame.session.coreClass(name);
  const parts = frame.siteVariables(site, "parts", declaration.info.typeParameters.length);
  for (const [index, type] of wanted.entries()) if (type !== null) frame.session.unify(parts[index] as Type, type);
  const type = instanceOf(declaration.info, parts);
  const variable = frame.temporary(type, name);
  const read: TypedExpression = { kind: "variable", variable, type, span };
  const statements: TypedStatement[] = [];
  const empty: TypedExpression =
    name === "list" ? { kind: "list", items: [], type, span } : frame.session.passes.construct(frame, declaration, [], site, span);
  if (name !== "list") frame.session.unify(empty.type, type);
  statements.push({ kind: "setVariable", variable, value: empty, span });
  return {
    variable,
    type,
    statements,
    flow: (argument, value, node, what) => {
      const fitted = flowInto(frame.session, withoutClasses(frame.session, value), parts[argument] as Type);
      if (fitted === null) frame.report(node.span, cannotHold(what, parts[argument] as Type, typeOf(value)));
      return fitted;
    },
    hashable: (value, node) => {
      if (isHashable(value.type)) return true;
      noteUnhashable(frame.session, value.type);
      frame.report(node.span, unhashable(typeOf(value)));
      return false;
    },
    call: (method, values, node) => {
      const actuals = values.map((value) => ({ kind: "positional" as const, name: null, value, span: node.span }));
      const value = frame.session.passes.callMethod(frame, {
        receiver: read,
        name: method,
        nameSpan: node.span,
        actuals,
        site: node,
        span: node.span,
      });
      statements.push({ kind: "evaluate", value, span: node.span });
    },
    finish: () => ({ kind: "sequence", statements, value: read, type, span }),
  };
}
