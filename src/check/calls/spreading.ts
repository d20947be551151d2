// `f(*xs)` of a list whose length only the run knows: one call for each number
// of items that the parameters take, chosen by the length; TypeError for any
// other.

import { BOOL, INT, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { intLiteral, intrinsic, keep, keepActuals, sequence } from "../build.ts";
import { convert } from "../convert.ts";
import type { Signature } from "../declarations.ts";
import { doNotGoTogether } from "../errors/types.ts";
import { listElement } from "../expressions/subscript.ts";
import type { Actual, Frame, FunctionCall } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { raiseNamed } from "../statements/raising.ts";

/** More calls than this are not written out. */
const mostCalls = 8;

/** Null where nothing is spread, or whatever takes it takes any number. */
export function spreadCall(
  frame: Frame,
  call: Pick<FunctionCall, "actuals" | "name" | "site" | "span">,
  parameters: Signature["parameters"],
  make: (actuals: readonly Actual[], site: object) => TypedExpression,
): TypedExpression | null {
  const at = call.actuals.findIndex((actual) => actual.kind === "star");
  if (at < 0 || call.actuals.some((actual, index) => index !== at && actual.kind !== "positional")) return null;
  if (parameters.some((parameter) => parameter.kind === "star")) return spreadBefore(frame, call, parameters, at, make);
  const star = call.actuals[at] as Actual;
  const places = parameters.filter((parameter) => parameter.kind === "positional" || parameter.kind === "positionalOnly");
  const most = places.length - (call.actuals.length - 1);
  const least = Math.max(0, places.filter((parameter) => parameter.defaultValue === null).length - (call.actuals.length - 1));
  if (most < 0 || most - least >= mostCalls) return null;
  const list = frame.session.passes.listOf(frame, star.value, siteOf(call.site, "spread"));
  if (list === null) return null;
  const prelude: TypedStatement[] = [];
  const before = call.actuals.slice(0, at).map((actual) => ({ ...actual, value: keep(frame, actual.value, prelude) }));
  const kept = keep(frame, list, prelude, "arguments");
  const after = keepActuals(frame, call.actuals.slice(at + 1), prelude);
  const length = keep(frame, intrinsic("list_len", [kept], INT, star.span), prelude, "count");
  prelude.push(refuseCount(frame, call, length, least, most, parameters.length));
  const calls: TypedExpression[] = [];
  for (let count = least; count <= most; count += 1) {
    const items = Array.from({ length: count }, (_, index) => itemAt(kept, index, star));
    const told = frame.instance.diagnostics.length;
    const made = make([...before, ...items, ...after], siteOf(call.site, `with ${count}`));
    const isLast = count === most && calls.every((one) => typeOf(one).kind === "never");
    const fits = frame.instance.diagnostics.length === told || isLast;
    // Items that land in places of another type are no call for that number of them.
    if (!fits) frame.instance.diagnostics.length = told;
    calls.push(
      fits ? made : sequence(raiseNamed(frame, "TypeError", wrongCount(call.name, parameters.length), star.span), unreachable(star.span)),
    );
  }
  return sequence(prelude, choose(frame, calls, length, least, call.span));
}

/** `f(*xs)` of `def f(a, b, *rest)`: the first items have places of their own. Null where all places are taken. */
function spreadBefore(
  frame: Frame,
  call: Pick<FunctionCall, "actuals" | "name" | "site" | "span">,
  parameters: Signature["parameters"],
  at: number,
  make: (actuals: readonly Actual[], site: object) => TypedExpression,
): TypedExpression | null {
  const places = parameters.filter((parameter) => parameter.kind === "positional" || parameter.kind === "positionalOnly").slice(at);
  if (places.length === 0 || at < call.actuals.length - 1 || places.some((place) => place.defaultValue !== null)) return null;
  const star = call.actuals[at] as Actual;
  const list = frame.session.passes.listOf(frame, star.value, siteOf(call.site, "spread"));
  if (list === null) return null;
  const { span } = star;
  const prelude: TypedStatement[] = [];
  const before = call.actuals.slice(0, at).map((actual) => ({ ...actual, value: keep(frame, actual.value, prelude) }));
  const kept = keep(frame, list, prelude, "arguments");
  for (const count of places.keys()) {
    const test = intrinsic("int_eq", [intrinsic("list_len", [kept], INT, span), intLiteral(count, span)], BOOL, span);
    const text = missingPlaces(
      call.name,
      places.slice(count).map((place) => place.name),
    );
    prelude.push({ kind: "if", test, then: raiseNamed(frame, "TypeError", text, span), else: [], span });
  }
  const items = places.map((_, index) => itemAt(kept, index, star));
  const bounds = [places.length, Number.MAX_SAFE_INTEGER, 1].map((bound) => intLiteral(bound, span));
  const rest = frame.session.passes.callMethod(frame, {
    receiver: kept,
    name: "_get_slice",
    nameSpan: span,
    actuals: bounds.map((value): Actual => ({ kind: "positional", name: null, value, span })),
    site: siteOf(call.site, "rest"),
    span,
  });
  return sequence(prelude, make([...before, ...items, { ...star, value: rest }], siteOf(call.site, "spread call")));
}

/** As CPython says it. */
function missingPlaces(name: string, places: readonly string[]): string {
  const quoted = places.map((place) => `'${place}'`);
  const last = quoted.length > 2 ? `, and ${quoted.at(-1)}` : ` and ${quoted.at(-1)}`;
  const list = quoted.length === 1 ? quoted.join("") : quoted.slice(0, -1).join(", ") + last;
  return `${name.replaceAll("`", "")}() missing ${places.length} required positional argument${places.length === 1 ? "" : "s"}: ${list}`;
}

function wrongCount(name: string, parameters: number): string {
  return `${name.replaceAll("`", "")}() takes ${parameters} positional arguments`;
}

function unreachable(span: TypedExpression["span"]): TypedExpression {
  return intrinsic("unreachable", [], { kind: "never" }, span);
}

function itemAt(list: TypedExpression, index: number, star: Actual): Actual {
  const { span } = star;
  const value = intrinsic("list_get", [list, intLiteral(index, span)], listElement(typeOf(list)), span);
  return { kind: "positional", name: null, value, span };
}

function refuseCount(
  frame: Frame,
  call: Pick<FunctionCall, "name" | "span">,
  length: TypedExpression,
  least: number,
  most: number,
  parameters: number,
): TypedStatement {
  const { span } = call;
  const few = intrinsic("int_lt", [length, intLiteral(least, span)], BOOL, span);
  const many = intrinsic("int_gt", [length, intLiteral(most, span)], BOOL, span);
  const text = wrongCount(call.name, parameters);
  return {
    kind: "if",
    test: { kind: "or", left: few, right: many, type: BOOL, span },
    then: raiseNamed(frame, "TypeError", text, span),
    else: [],
    span,
  };
}

function choose(
  frame: Frame,
  calls: readonly TypedExpression[],
  length: TypedExpression,
  least: number,
  span: TypedExpression["span"],
): TypedExpression {
  if (calls.some((one) => typeOf(one).kind === "unknown")) return unknownAt(span);
  const alive = calls.filter((one) => !isSilent(typeOf(one)));
  const type = alive.reduce<Type | null>((all, one) => (all === null ? null : frame.session.join(all, one.type)), { kind: "never" });
  if (type === null) return frame.fail(span, doNotGoTogether(alive.map((one) => one.type)));
  const [first, ...others] = calls.map((one) => convert(one, type));
  if (first === undefined) return unknownAt(span);
  return others.reduce<TypedExpression>((chain, one, index) => {
    const test = intrinsic("int_eq", [length, intLiteral(least + index + 1, span)], BOOL, span);
    return { kind: "conditional", test, then: one, else: chain, type, span };
  }, first);
}
