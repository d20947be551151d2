// Classes, builtins, overloaded functions and bound methods as function
// values: `map(int, words)`, `key=len`, `f = xs.append`. For each tuple of
// argument types a small function is made that calls the real thing.

import type { Span } from "../../base/span.ts";
import { typeKey, typeKeys } from "../../types/key.ts";
import { NONE } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import type { ClosureInfo, Type } from "../../types/type.ts";
import { convert } from "../convert.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement, Variable } from "../program.ts";
import type { ClosureCode } from "../checkState.ts";
import { synthesise } from "../synthesis/function.ts";
import type { InstantiatedCall } from "./inferred.ts";

export function enterThunk(
  frame: Frame,
  closure: ClosureInfo,
  code: Exclude<ClosureCode, { kind: "declared" }>,
  actuals: readonly Actual[],
  site: object,
  span: Span,
  resultFloor: Type | null,
): InstantiatedCall | "silent" | null {
  const values = actuals.map((actual) => actual.value);
  if (values.some((value) => typeOf(value).kind === "unknown")) return null;
  const shape = actuals.map((actual) => (actual.kind === "positional" ? "" : `${actual.kind} ${actual.name ?? ""}`)).join();
  const key = `thunk ${closure.id}(${typeKeys(values.map((value) => value.type))} ${shape})${resultFloor === null ? "" : typeKey(resultFloor)}`;
  const instance = synthesise(frame, {
    key,
    name: closure.name,
    closure,
    span,
    parameters: values.map((value) => value.type),
    build: (inner, parameters) => thunkBody(inner, closure, code, actuals, parameters, site, span, resultFloor),
  });
  if (shallow(instance.result).kind === "unknown") {
    // What it complains of is told of the instances that the program refers to.
    frame.instance.references.add(instance);
    return null;
  }
  return { instance, values, result: shallow(instance.result) };
}

function thunkBody(
  inner: Frame,
  closure: ClosureInfo,
  code: Exclude<ClosureCode, { kind: "declared" }>,
  actuals: readonly Actual[],
  parameters: readonly Variable[],
  site: object,
  span: Span,
  resultFloor: Type | null,
): { body: TypedStatement[]; result: Type } {
  const given = actuals.map((actual, index): Actual => {
    const variable = parameters[index] as Variable;
    return { ...actual, value: { kind: "variable", variable, type: variable.type, span } };
  });
  const value = callReal(inner, closure, code, given, site, span);
  const result = resultFloor ?? shallow(value.type);
  if (result.kind === "none") return { body: [{ kind: "evaluate", value, span }], result: NONE };
  return { body: [{ kind: "return", value: convert(value, result), span }], result };
}

function callReal(
  inner: Frame,
  closure: ClosureInfo,
  code: Exclude<ClosureCode, { kind: "declared" }>,
  given: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression {
  const { passes } = inner.session;
  if (code.kind === "entity") return passes.callEntity(inner, code.entity, closure.name, given, site, span);
  if (code.kind === "partial") return callPartial(inner, closure, code, given, site, span);
  if (code.kind === "ofClass") {
    const ofClass: TypedExpression = { kind: "literal", value: null, type: { kind: "class", class: code.class }, span };
    const { overloads } = code;
    return passes.callFunction(inner, { overloads, name: closure.name, receiver: ofClass, classArguments: [], actuals: given, site, span });
  }
  const receiver: TypedExpression = { kind: "capture", index: 0, type: code.receiver, span };
  return passes.callMethod(inner, { receiver, name: code.name, nameSpan: span, actuals: given, site, span });
}

/** Its own arguments before those given now; a keyword given now counts instead of its own. */
function callPartial(
  inner: Frame,
  closure: ClosureInfo,
  code: Extract<ClosureCode, { kind: "partial" }>,
  given: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression {
  const captured = (index: number): TypedExpression => ({ kind: "capture", index, type: closure.captures[index]?.type ?? NONE, span });
  const own = code.given.map((one, index): Actual => ({ ...one, value: captured(index + 1), span }));
  const replaced = new Set(given.flatMap((one) => (one.kind === "keyword" ? [one.name] : [])));
  const actuals = [
    ...own.filter((one) => one.kind === "positional"),
    ...given,
    ...own.filter((one) => one.kind === "keyword" && !replaced.has(one.name)),
  ];
  return inner.session.passes.callValue(inner, captured(0), actuals, site, span);
}
