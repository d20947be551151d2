// `f(*xs)` of a list whose length only the run knows: one call for each number
// of items that places of the parameters take, chosen by the length; what is
// more goes to `*rest`. Any other number raises CPython's TypeError.

import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Span } from "../../base/span.ts";
import { BOOL, INT, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { intLiteral, intrinsic, keep, keepActuals, sequence } from "../build.ts";
import { convert } from "../convert.ts";
import type { SignatureParameter } from "../declarations.ts";
import { doNotGoTogether } from "../errors/types.ts";
import { listElement } from "../expressions/subscript.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { raiseNamed } from "../statements/raising.ts";
import { gathered } from "./starTuple.ts";
import { isPositional, missingText, raiseTooMany, raising } from "./wrongCount.ts";
import type { Called } from "./wrongCount.ts";

/** More calls than this are not written out. */
const mostCalls = 8;

export interface SpreadCall {
  readonly actuals: readonly Actual[];
  readonly called: Called;
  readonly site: object;
  readonly span: TypedExpression["span"];
}

/** Makes the call of these arguments. */
type Make = (actuals: readonly Actual[], site: object) => TypedExpression;

/** The arguments around the first `*xs`. */
interface Split {
  readonly before: readonly Actual[];
  readonly spread: readonly Actual[];
  readonly keywords: readonly Actual[];
}

/** The places that items may take. */
interface Reach {
  readonly places: readonly SignatureParameter[];
  /** The next place is given by this name as well. */
  readonly named: string | null;
  /** Items beyond the places go to `*rest`. */
  readonly hasRest: boolean;
}

/** Null where nothing is spread, or whatever takes it takes any number. */
export function spreadCall(frame: Frame, call: SpreadCall, parameters: readonly SignatureParameter[], make: Make): TypedExpression | null {
  const split = splitActuals(call.actuals);
  const reach = split === null ? null : reachOf(split, parameters);
  if (split === null || reach === null) return null;
  const prelude: TypedStatement[] = [];
  const before = split.before.map((actual) => ({ ...actual, value: keep(frame, actual.value, prelude) }));
  // CPython empties `*xs` behind the keywords where nothing else is given by place.
  const isAlone = before.length === 0 && split.spread.length === 1;
  const spread = isAlone ? keepActuals(frame, split.spread, prelude) : split.spread;
  const given = isAlone ? keepActuals(frame, split.keywords, prelude) : null;
  const list = listOfItems(frame, spread, call.site, call.span);
  if (list === null) return null;
  const kept = keep(frame, list, prelude, "arguments");
  const keywords = given ?? keepActuals(frame, split.keywords, prelude);
  const length = keep(frame, intrinsic("list_len", [kept], INT, list.span), prelude, "count");
  const calls = callsByCount(frame, call, { parameters, reach, before, kept, keywords, length }, make);
  return sequence(prelude, choose(frame, calls, length, call.span));
}

function splitActuals(actuals: readonly Actual[]): Split | null {
  const at = actuals.findIndex((actual) => actual.kind === "star");
  if (at < 0) return null;
  const firstNamed = actuals.findIndex((actual) => actual.kind === "keyword" || actual.kind === "doubleStar");
  const end = firstNamed < 0 ? actuals.length : firstNamed;
  const keywords = actuals.slice(end);
  // A keyword in front of `*xs` is evaluated behind it: too rare to be worth a way of its own.
  if (end < at || keywords.some((actual) => actual.kind !== "keyword")) return null;
  return { before: actuals.slice(0, at), spread: actuals.slice(at, end), keywords };
}

function reachOf({ before, keywords }: Split, parameters: readonly SignatureParameter[]): Reach | null {
  const positional = parameters.filter(isPositional);
  const hasRest = parameters.some((parameter) => parameter.kind === "star");
  const left = positional.slice(before.length);
  if (before.length > positional.length || (hasRest && left.length === 0)) return null;
  const optional = left.filter((place) => place.defaultValue !== null).length;
  if (optional >= mostCalls) return null;
  const given = left.filter((place) => place.kind === "positional" && keywords.some(({ name }) => name === place.name));
  if (given.length > 1) return null;
  const [named] = given;
  const places = named === undefined ? left : left.slice(0, left.indexOf(named));
  return { places, named: named?.name ?? null, hasRest: hasRest && named === undefined };
}

/** `*xs` alone is its list; with more behind it, all of them in one. */
export function listOfItems(frame: Frame, spread: readonly Actual[], site: object, span: Span): TypedExpression | null {
  const [first, ...others] = spread;
  if (first !== undefined && others.length === 0) return frame.session.passes.listOf(frame, first.value, siteOf(site, "spread"));
  return gathered(frame, spread, siteOf(site, "spread"), span);
}

/** Places for `least` to `most` arguments of what has no parameters to look at. */
export function placesFor(least: number, most: number, span: Span): SignatureParameter[] {
  return Array.from({ length: most }, (_, index): SignatureParameter => ({
    name: "x",
    kind: "positionalOnly",
    accepts: { kind: "inferred" },
    defaultValue: index < least ? null : { kind: "none", span },
    span,
  }));
}

/** The places that any of the overloads has. */
export function commonPlaces(lists: readonly (readonly SignatureParameter[])[], span: Span): readonly SignatureParameter[] {
  const [alone] = lists;
  if (alone !== undefined && lists.length === 1) return alone;
  const places = lists.map((parameters) => parameters.filter(isPositional));
  const least = Math.min(...places.map((list) => list.filter((place) => place.defaultValue === null).length));
  const rest = lists.flat().find((parameter) => parameter.kind === "star");
  return [...placesFor(least, Math.max(...places.map((list) => list.length)), span), ...(rest === undefined ? [] : [rest])];
}

interface Parts {
  readonly parameters: readonly SignatureParameter[];
  readonly reach: Reach;
  readonly before: readonly Actual[];
  readonly kept: TypedExpression;
  readonly keywords: readonly Actual[];
  readonly length: TypedExpression;
}

/** The call for no item, one, two, ...; the last is for any greater number. */
function callsByCount(frame: Frame, call: SpreadCall, parts: Parts, make: Make): TypedExpression[] {
  const { reach, kept } = parts;
  const required = reach.places.filter((place) => place.defaultValue === null).length;
  const { span } = kept;
  const calls: TypedExpression[] = [];
  const refused: Diagnostic[][] = [];
  for (let count = 0; count <= reach.places.length; count += 1) {
    const missing = reach.places.slice(count, required);
    if (missing.length > 0) calls.push(raising(raiseNamed(frame, "TypeError", missingText(call.called, missing), span), span));
    else calls.push(callWith(frame, call, parts, count, make, refused));
  }
  // No number of them fits.
  if (refused.length > reach.places.length - required) frame.instance.diagnostics.push(...(refused[0] ?? []));
  if (!reach.hasRest) calls.push(raising(tooMany(frame, call, parts), span));
  return calls;
}

function tooMany(frame: Frame, { called }: SpreadCall, { parameters, reach, before, keywords, length }: Parts): TypedStatement[] {
  if (reach.named !== null) {
    const text = `${called.qualifiedName}() got multiple values for argument '${reach.named}'`;
    return raiseNamed(frame, "TypeError", text, length.span);
  }
  const namedOnly = keywords.filter(({ name }) => parameters.some((one) => one.kind === "keywordOnly" && one.name === name)).length;
  return raiseTooMany(frame, called, parameters, { items: length, others: before.length, namedOnly });
}

/** Items that land in places of another type are no call for that number of them: the run ends there. */
function callWith(frame: Frame, call: SpreadCall, parts: Parts, count: number, make: Make, refused: Diagnostic[][]): TypedExpression {
  const { reach, before, kept, keywords } = parts;
  const { span } = kept;
  const items = Array.from({ length: count }, (_, index) => itemAt(kept, index));
  const rest = reach.hasRest && count === reach.places.length ? [restFrom(frame, kept, count, call.site)] : [];
  const { instance } = frame;
  const told = instance.diagnostics.length;
  const untyped = instance.untyped;
  const made = make([...before, ...items, ...rest, ...keywords], siteOf(call.site, `with ${count}`));
  if (instance.diagnostics.length === told) return made;
  refused.push(instance.diagnostics.splice(told));
  instance.untyped = untyped;
  const message = `${call.called.qualifiedName}() cannot take ${count} items of this list: an item is of another type than its parameter`;
  return raising([{ kind: "fault", code: "WG529", message, span }], span);
}

function restFrom(frame: Frame, list: TypedExpression, start: number, site: object): Actual {
  const { span } = list;
  const bounds = [start, Number.MAX_SAFE_INTEGER, 1].map((bound) => intLiteral(bound, span));
  const value = frame.session.passes.callMethod(frame, {
    receiver: list,
    name: "_get_slice",
    nameSpan: span,
    actuals: bounds.map((bound): Actual => ({ kind: "positional", name: null, value: bound, span })),
    site: siteOf(site, "rest"),
    span,
  });
  return { kind: "star", name: null, value, span };
}

function itemAt(list: TypedExpression, index: number): Actual {
  const { span } = list;
  const value = intrinsic("list_get", [list, intLiteral(index, span)], listElement(typeOf(list)), span);
  return { kind: "positional", name: null, value, span };
}

function choose(frame: Frame, calls: readonly TypedExpression[], length: TypedExpression, span: TypedExpression["span"]): TypedExpression {
  if (calls.some((one) => typeOf(one).kind === "unknown")) return unknownAt(span);
  const alive = calls.filter((one) => !isSilent(typeOf(one)));
  const type = alive.reduce<Type | null>((all, one) => (all === null ? null : frame.session.join(all, one.type)), { kind: "never" });
  if (type === null) return frame.fail(span, doNotGoTogether(alive.map((one) => one.type)));
  const converted = calls.map((one) => convert(one, type));
  return converted.slice(0, -1).reduceRight<TypedExpression>(
    (others, one, count) => {
      const test = intrinsic("int_eq", [length, intLiteral(count, span)], BOOL, span);
      return { kind: "conditional", test, then: one, else: others, type, span };
    },
    converted.at(-1) ?? unknownAt(span),
  );
}
