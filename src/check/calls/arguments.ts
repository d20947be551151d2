// Arguments: evaluated in source order, then matched with parameters. Where
// keywords stand in another order than the parameters, values are kept in
// temporaries, so that the order of evaluation stays the author's.

import type { Span } from "../../base/span.ts";
import type { Argument, Expression } from "../../syntax/ast.ts";
import {
  byPositionOnly,
  givenTwice,
  missingArgument,
  noDoubleStar,
  starNeedsTuple,
  tooManyArguments,
  unknownKeyword,
} from "../errors/calls.ts";
import type { Problem } from "../errors/problem.ts";
import { keep, keepActuals } from "../build.ts";
import { enumMembers } from "../classes/enums.ts";
import { boundMethod } from "../classes/attributes.ts";
import { classAsFunction } from "../convert.ts";
import type { SignatureParameter } from "../declarations.ts";
import { declarationOf } from "../declarations.ts";
import type { Actual, Frame } from "../frame.ts";
import { handedOn } from "./keywords.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

export interface Arguments {
  /** Runs before the call. */
  readonly prelude: TypedStatement[];
  readonly actuals: readonly Actual[];
}

export function evaluateArguments(frame: Frame, nodes: readonly Argument[]): Arguments {
  const prelude: TypedStatement[] = [];
  const actuals: Actual[] = [];
  for (const node of nodes) {
    if (node.kind === "doubleStar") {
      const given = handedOn(frame, node.value, prelude);
      if (given !== null) {
        actuals.push(...given);
        continue;
      }
      const named = writtenKeywords(node.value);
      if (named === null) {
        frame.report(node.span, noDoubleStar());
        actuals.push({ kind: "doubleStar", name: null, value: unknownAt(node.span), span: node.span });
      }
      for (const { name, value } of named ?? [])
        actuals.push({ kind: "keyword", name, value: asValue(frame, frame.expression(value)), span: value.span });
      continue;
    }
    const value = asValue(frame, keyByGet(frame, node) ?? frame.expression(node.value));
    if (node.kind === "star") spread(frame, value, node.span, prelude, actuals);
    else actuals.push({ kind: node.kind, name: node.kind === "keyword" ? node.name.name : null, value, span: node.value.span });
  }
  return { prelude, actuals };
}

/** `**{"a": 1}` with every name written out; null of any other. */
function writtenKeywords(node: Expression): { readonly name: string; readonly value: Expression }[] | null {
  if (node.kind !== "dict") return null;
  const named = node.entries.map((entry) =>
    entry.kind === "pair" && entry.key.kind === "string" ? { name: entry.key.value, value: entry.value } : null,
  );
  return named.every((one) => one !== null) ? named : null;
}

/** `max(d, key=d.get)`: every key is there, so the item itself is meant, never None. */
function keyByGet(frame: Frame, node: Argument): TypedExpression | null {
  if (node.kind !== "keyword" || node.name.name !== "key" || node.value.kind !== "attribute" || node.value.name.name !== "get") return null;
  const object = frame.expression(node.value.object);
  const type = typeOf(object);
  if (type.kind !== "instance" || type.class.name !== "dict" || type.class.module !== "") return null;
  return boundMethod(frame, object, "__getitem__", node.value.name.span, node.value);
}

/** A class handed over is a function that makes objects. */
function asValue(frame: Frame, value: TypedExpression): TypedExpression {
  const type = typeOf(value);
  if (type.kind !== "class") return value;
  const declaration = declarationOf(type.class);
  if (type.class.isEnum) return enumMembers(frame, declaration, value.span);
  return classAsFunction(frame.session, type.class, value.span);
}

/** `*pair`: the items of a tuple one by one; anything longer goes whole into `*args`. */
function spread(frame: Frame, value: TypedExpression, span: Span, prelude: TypedStatement[], actuals: Actual[]): void {
  const type = typeOf(value);
  if (type.kind === "unknown") {
    actuals.push({ kind: "doubleStar", name: null, value, span });
    return;
  }
  if (type.kind !== "tuple") {
    actuals.push({ kind: "star", name: null, value, span });
    return;
  }
  for (const [index, actual] of actuals.entries()) {
    actuals[index] = { ...actual, value: keep(frame, actual.value, prelude) };
  }
  const tuple = keep(frame, value, prelude);
  for (const [index, item] of type.items.entries()) {
    actuals.push({ kind: "positional", name: null, value: { kind: "tupleItem", tuple, index, type: item, span }, span });
  }
}

/** What one parameter gets. */
export type Bound =
  | { readonly kind: "value"; readonly actual: Actual }
  | { readonly kind: "default" }
  | { readonly kind: "star"; readonly items: readonly Actual[] }
  /** What `**kwargs` takes. */
  | { readonly kind: "named"; readonly items: readonly Actual[] };

export type BindingResult = { readonly bound: readonly Bound[] } | { readonly problem: Problem; readonly span: Span | null };

/** Matches arguments with parameters (`self` not among them). No types yet. */
export function bindArguments(name: string, parameters: readonly SignatureParameter[], actuals: readonly Actual[]): BindingResult {
  const bound: (Bound | null)[] = parameters.map(() => null);
  const star = parameters.findIndex((parameter) => parameter.kind === "star");
  const positional = parameters.filter((parameter) => parameter.kind === "positional" || parameter.kind === "positionalOnly").length;
  const rest = parameters.findIndex((parameter) => parameter.kind === "doubleStar");
  const extra: Actual[] = [];
  const named: Actual[] = [];
  let next = 0;
  for (const actual of actuals) {
    if (actual.kind === "doubleStar") continue; // unknown, so it may hold anything
    if (actual.kind === "keyword") {
      const at = parameters.findIndex(
        (parameter) => parameter.name === actual.name && !["positionalOnly", "star", "doubleStar"].includes(parameter.kind),
      );
      if (at < 0 && rest >= 0) {
        if (named.some((one) => one.name === actual.name)) return { problem: givenTwice(name, actual.name ?? ""), span: actual.span };
        named.push(actual);
        continue;
      }
      if (at < 0 && parameters.some((parameter) => parameter.name === actual.name && parameter.kind === "positionalOnly"))
        return { problem: byPositionOnly(name, actual.name ?? ""), span: actual.span };
      if (at < 0)
        return {
          problem: unknownKeyword(
            name,
            actual.name ?? "",
            parameters.map((parameter) => parameter.name),
          ),
          span: actual.span,
        };
      if (bound[at] !== null) return { problem: givenTwice(name, actual.name ?? ""), span: actual.span };
      bound[at] = { kind: "value", actual };
    } else if (actual.kind === "star" && (star < 0 || next < positional))
      return { problem: starNeedsTuple(typeOf(actual.value)), span: actual.span };
    else if (actual.kind === "positional" && next < positional) {
      bound[next] = { kind: "value", actual };
      next += 1;
    } else if (star >= 0) extra.push(actual);
    else
      return {
        problem: tooManyArguments(
          name,
          positional,
          actuals.filter((item) => item.kind === "positional").length,
          parameters.map((parameter) => parameter.name),
        ),
        span: actual.span,
      };
  }
  if (star >= 0) bound[star] = { kind: "star", items: extra };
  if (rest >= 0) bound[rest] = { kind: "named", items: named };
  if (actuals.some((actual) => actual.kind === "doubleStar")) return { bound: bound.map((one) => one ?? { kind: "default" }) };
  return fillDefaults(name, parameters, bound);
}

function fillDefaults(name: string, parameters: readonly SignatureParameter[], bound: readonly (Bound | null)[]): BindingResult {
  const missing = parameters.filter(
    (parameter, index) => bound[index] === null && parameter.defaultValue === null && parameter.kind !== "doubleStar",
  );
  if (missing.length > 0)
    return {
      problem: missingArgument(
        name,
        missing.map((parameter) => parameter.name),
        parameters.filter((parameter) => parameter.defaultValue === null).map((parameter) => parameter.name),
      ),
      span: null,
    };
  return { bound: bound.map((one) => one ?? { kind: "default" }) };
}

/** Keeps values in temporaries where parameters are not in source order. */
export function keepSourceOrder(
  frame: Frame,
  bound: readonly Bound[],
  actuals: readonly Actual[],
  prelude: TypedStatement[],
): readonly Bound[] {
  const order = bound.flatMap((one) =>
    one.kind === "value" ? [one.actual] : one.kind === "star" || one.kind === "named" ? one.items : [],
  );
  if (order.every((actual, index) => actual === actuals[index])) return bound;
  const inOrder = keepActuals(frame, actuals, prelude);
  const kept = new Map(actuals.map((actual, index) => [actual, inOrder[index]]));
  const replace = (actual: Actual): Actual => kept.get(actual) ?? actual;
  return bound.map((one) =>
    one.kind === "value"
      ? { kind: "value", actual: replace(one.actual) }
      : one.kind === "star" || one.kind === "named"
        ? { kind: one.kind, items: one.items.map(replace) }
        : one,
  );
}
