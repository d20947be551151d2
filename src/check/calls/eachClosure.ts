// Doing something with a function value for each function it may be, chosen by
// which one it is at run time: its name, a call whose number of arguments only
// the run knows, a call that the functions take each in a way of its own.

import type { Span } from "../../base/span.ts";
import type { ClosureInfo, Type } from "../../types/type.ts";
import { evaluate, isTrivial, keep, keepActuals, sequence, stringLiteral } from "../build.ts";
import { scopeOf } from "../bodies.ts";
import type { Actual, Frame } from "../frame.ts";
import { hasDecorator } from "../indexing.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { signatureOf } from "../signatures.ts";
import { qualifiedName } from "./closedInstance.ts";
import { chooseByType } from "./distribute.ts";
import { spreadCall } from "./spreading.ts";

type FunctionType = Extract<Type, { kind: "function" }>;

/** `callee` is evaluated once. */
function onEachClosure(
  frame: Frame,
  callee: TypedExpression,
  type: FunctionType,
  apply: (member: TypedExpression, closure: ClosureInfo) => TypedExpression,
  span: Span,
): TypedExpression {
  const arms = type.closures.map((closure) => {
    const member: FunctionType = { kind: "function", closures: [closure] };
    const narrowed: TypedExpression = { kind: "convert", value: callee, type: member, orRaise: null, span };
    return { member, value: apply(type.closures.length === 1 ? callee : narrowed, closure) };
  });
  return chooseByType(frame, callee, arms, span);
}

/** `f.__name__`; null where one of the functions has a name that `@wraps` or `partial` hides. */
export function functionName(frame: Frame, value: TypedExpression, type: FunctionType, span: Span): TypedExpression | null {
  if (type.closures.length === 0 || !type.closures.every((closure) => hasOwnName(frame, closure))) return null;
  const [only] = type.closures;
  if (type.closures.length === 1 && only !== undefined)
    return sequence(isTrivial(value) || value.kind === "closure" ? [] : [evaluate(value)], stringLiteral(only.name, span));
  const statements: TypedStatement[] = [];
  const kept = keep(frame, value, statements, "function");
  return sequence(
    statements,
    onEachClosure(frame, kept, type, (_, closure) => stringLiteral(closure.name, span), span),
  );
}

function hasOwnName(frame: Frame, closure: ClosureInfo): boolean {
  const code = frame.session.closures.get(closure);
  if (code === undefined || code.kind === "partial") return false;
  return code.kind !== "declared" || code.declaration.node.kind !== "function" || !hasDecorator(code.declaration.node, "wraps");
}

/**
 * A call of a function value for each function by itself: `f(*xs)`, and where
 * one of several functions does not take the arguments as they stand. Null
 * where one call serves them all.
 */
export function callEachClosure(
  frame: Frame,
  callee: TypedExpression,
  type: FunctionType,
  call: { readonly actuals: readonly Actual[]; readonly site: object; readonly span: Span },
): TypedExpression | null {
  const isOne = type.closures.length === 1;
  const isStarred = call.actuals.some((actual) => actual.kind === "star");
  if (!isStarred && (isOne || type.closures.every((closure) => takesAsGiven(frame, closure, call.actuals)))) return null;
  if (type.closures.length === 0) return null;
  const statements: TypedStatement[] = [];
  const kept = keep(frame, callee, statements, "function");
  const given = isOne ? call.actuals : keepActuals(frame, call.actuals, statements);
  let isSpread = !isOne;
  const value = onEachClosure(
    frame,
    kept,
    type,
    (member, closure) => {
      const site = isOne ? call.site : siteOf(call.site, `closure ${closure.id}`);
      const again = (actuals: readonly Actual[], at: object): TypedExpression =>
        frame.session.passes.callValue(frame, member, actuals, at, call.span);
      const made = spreadOne(frame, closure, given, site, call.span, again);
      if (made !== null) isSpread = true;
      return made ?? (isOne ? member : again(given, site));
    },
    call.span,
  );
  return isSpread ? sequence(statements, value) : null;
}

/** Is each argument a parameter, in their order? What calls one function may then call the other one. */
function takesAsGiven(frame: Frame, closure: ClosureInfo, actuals: readonly Actual[]): boolean {
  if (actuals.some((actual) => actual.kind !== "positional")) return false;
  const code = frame.session.closures.get(closure);
  if (code?.kind !== "declared") return true;
  const { isGenerator } = scopeOf(code.declaration);
  const { parameters } = signatureOf(frame.session, code.declaration);
  const isPlain = parameters.every(({ kind }) => kind === "positional" || kind === "positionalOnly");
  return isPlain && parameters.length === actuals.length && !isGenerator;
}

function spreadOne(
  frame: Frame,
  closure: ClosureInfo,
  actuals: readonly Actual[],
  site: object,
  span: Span,
  make: (actuals: readonly Actual[], site: object) => TypedExpression,
): TypedExpression | null {
  const code = frame.session.closures.get(closure);
  if (code?.kind !== "declared") return null;
  scopeOf(code.declaration);
  const called = { qualifiedName: qualifiedName(code.declaration), hasSelf: false };
  return spreadCall(frame, { actuals, called, site, span }, signatureOf(frame.session, code.declaration).parameters, make);
}
