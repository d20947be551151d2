// Calls through function values. A function type is a closed set of closures;
// each is instantiated for these arguments, and the call picks by the closure
// at run time. All of them must take and return the same representations, so
// where they differ they are instantiated again for the join.

import type { Span } from "../../base/span.ts";
import { membersOf } from "../../types/join.ts";
import { sameType, typeKey } from "../../types/key.ts";
import { isSilent } from "../../types/primitives.ts";
import { shallow, zonk } from "../../types/variables.ts";
import type { ClosureInfo, Type } from "../../types/type.ts";
import { evaluate, impossible, isTrivial, keep, keepActuals, sequence } from "../build.ts";
import { scopeOf } from "../bodies.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import type { Entity } from "../declarations.ts";
import { builtinFunctions } from "../builtins.ts";
import { notCallable } from "../errors/calls.ts";
import { doNotGoTogether } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf, unknownAt, written } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { asType, isOptional } from "../present.ts";
import type { DispatchTarget, TypedExpression, TypedStatement } from "../program.ts";
import type { ClosureCode } from "../checkState.ts";
import { signatureOf } from "../signatures.ts";
import { bindArguments, keepSourceOrder } from "./arguments.ts";
import { distribute } from "./distribute.ts";
import { callEachClosure } from "./eachClosure.ts";
import { instantiate } from "./inferred.ts";
import type { InstantiatedCall } from "./inferred.ts";
import { enterThunk } from "./thunks.ts";

export function callValue(frame: Frame, callee: TypedExpression, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const type = typeOf(callee);
  if (isSilent(type) || actuals.some((actual) => isSilent(typeOf(actual.value))))
    return impossible([callee, ...actuals.map((actual) => actual.value)], span);
  if (type.kind === "instance" && findMethod(declarationOf(type.class), "__call__") !== null)
    return frame.session.passes.callMethod(frame, { receiver: callee, name: "__call__", nameSpan: span, actuals, site, span });
  if (type.kind === "class") {
    const entity = { kind: "class", name: type.class.name, class: declarationOf(type.class) } as const;
    return sequence(
      callee.kind === "literal" ? [] : [evaluate(callee)],
      frame.session.passes.callEntity(frame, entity, type.class.name, actuals, site, span),
    );
  }
  if (isOptional(type)) return callPresent(frame, callee, actuals, site, span);
  if (type.kind === "union" && membersOf(type).every(isCallable)) return callByType(frame, callee, actuals, site, span);
  if (type.kind !== "function") {
    const called = { count: actuals.length, hides: isBuiltin(frame, callee, span) };
    return frame.fail(span, notCallable(type, calleeText(frame, callee, span), called));
  }
  const entity = actuals.some(({ kind }) => kind === "star") ? onlyEntity(frame, type.closures) : null;
  if (entity !== null)
    return sequence(
      isTrivial(callee) ? [] : [evaluate(callee)],
      frame.session.passes.callEntity(frame, entity, entity.name, actuals, site, span),
    );
  const each = callEachClosure(frame, callee, type, { actuals, site, span });
  if (each !== null) return each;
  const prelude: TypedStatement[] = [];
  const call: ValueCall = { actuals, site, span, prelude };
  const made = settle(frame, type.closures, call);
  if (made === null) return unknownAt(span);
  if (made === "silent") return impossible([callee, ...actuals.map((actual) => actual.value)], span);
  return sequence(prelude, dispatch(frame, callee, made, span));
}

/** A function of the library, where nothing else can be called: `longest = zip_longest` takes any number as the name itself does. */
function onlyEntity(frame: Frame, closures: readonly ClosureInfo[]): Extract<Entity, { kind: "function" }> | null {
  const [only] = closures;
  const code = only === undefined || closures.length > 1 ? undefined : frame.session.closures.get(only);
  if (code?.kind === "entity") return code.entity.kind === "function" ? code.entity : null;
  const file = code?.kind === "declared" && code.environment === null ? code.declaration.file : null;
  const found = file?.info.isLibrary === true && code?.kind === "declared" ? file.info.entities.get(code.declaration.name) : undefined;
  return found?.kind === "function" ? found : null;
}

/** The callee as the author wrote it; one that is read from the module has the place of the whole call. */
function calleeText(frame: Frame, callee: TypedExpression, call: Span): string {
  const text = written(frame, callee);
  return callee.span.end === call.end ? text.replace(/\(.*$/su, "") : text;
}

/** `max = 3` and later `max(xs)`: the author's name hides Python's function. */
function isBuiltin(frame: Frame, callee: TypedExpression, call: Span): boolean {
  const name = calleeText(frame, callee, call);
  return builtinFunctions.has(name) || (!name.startsWith("_") && frame.session.library.core.entities.has(name));
}

/** A callback that may be None: the arguments are evaluated before CPython sees that it cannot be called. */
function callPresent(frame: Frame, callee: TypedExpression, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const kept = keep(frame, callee, statements);
  const given = keepActuals(frame, actuals, statements);
  return sequence(statements, callValue(frame, asType(kept, "'NoneType' object is not callable"), given, site, span));
}

function isCallable(member: Type): boolean {
  const type = shallow(member);
  return type.kind === "function" || (type.kind === "instance" && findMethod(declarationOf(type.class), "__call__") !== null);
}

/** Functions and objects with `__call__`: each by its own type. */
function callByType(frame: Frame, callee: TypedExpression, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const kept = keep(frame, callee, statements);
  const given = keepActuals(frame, actuals, statements);
  const call = (member: TypedExpression): TypedExpression =>
    callValue(frame, member, given, siteOf(site, `called ${typeKey(typeOf(member))}`), span);
  return sequence(statements, distribute(frame, kept, call, span));
}

interface ValueCall {
  readonly actuals: readonly Actual[];
  readonly site: object;
  readonly span: Span;
  readonly prelude: TypedStatement[];
}

interface Target extends InstantiatedCall {
  readonly closure: ClosureInfo;
}

const mostAttempts = 8;

/** Instantiates all closures until they agree on parameters and result. */
function settle(frame: Frame, closures: readonly ClosureInfo[], call: ValueCall): readonly Target[] | "silent" | null {
  let resultFloor: Type | null = null;
  let parameterFloors: Type[] | null = null;
  for (let attempt = 0; ; attempt += 1) {
    const targets: Target[] = [];
    for (const closure of closures) {
      const made = enterClosure(frame, closure, call, resultFloor, parameterFloors);
      if (made === null || made === "silent") return made;
      targets.push({ ...made, closure });
    }
    if (targets.length < 2) return targets;
    const result = joinAll(
      frame,
      targets.map((target) => target.result),
    );
    const parameters = joinParameters(frame, targets);
    if (result === null || parameters === null || attempt > mostAttempts) {
      frame.report(call.span, doNotGoTogether(targets.map((target) => target.result)));
      return null;
    }
    if (targets.every((target) => agrees(target, result, parameters))) return targets;
    resultFloor = result;
    parameterFloors = parameters;
  }
}

function agrees(target: Target, result: Type, parameters: readonly Type[]): boolean {
  return sameType(target.result, result) && parameters.every((type, index) => sameType(type, target.instance.parameters[index] as Type));
}

function joinAll(frame: Frame, types: readonly Type[]): Type | null {
  return types.reduce<Type | null>((all, type) => (all === null ? null : frame.session.join(all, type)), { kind: "never" });
}

function joinParameters(frame: Frame, targets: readonly Target[]): Type[] | null {
  const count = targets[0]?.instance.parameters.length ?? 0;
  const joined: Type[] = [];
  for (let index = 0; index < count; index += 1) {
    const type = joinAll(
      frame,
      targets.map((target) => zonk(target.instance.parameters[index] ?? { kind: "never" })),
    );
    if (type === null) return null;
    joined.push(type);
  }
  return joined;
}

function enterClosure(
  frame: Frame,
  closure: ClosureInfo,
  call: ValueCall,
  resultFloor: Type | null,
  parameterFloors: readonly Type[] | null,
): InstantiatedCall | "silent" | null {
  const code = frame.session.closures.get(closure) as ClosureCode;
  if (code.kind !== "declared") return enterThunk(frame, closure, code, call.actuals, call.site, call.span, resultFloor);
  const { declaration, environment } = code;
  scopeOf(declaration);
  const signature = signatureOf(frame.session, declaration);
  const name = declaration.name === "<lambda>" ? "this lambda" : declaration.name;
  const result = bindArguments(name, signature.parameters, call.actuals);
  if (!("bound" in result)) {
    frame.report(result.span ?? call.span, result.problem);
    return null;
  }
  const bound = keepSourceOrder(frame, result.bound, call.actuals, call.prelude);
  return instantiate(frame, {
    declaration,
    signature,
    environment,
    closure,
    receiver: null,
    bound,
    site: call.site,
    name,
    span: call.span,
    resultFloor,
    parameterFloors,
  });
}

function dispatch(frame: Frame, callee: TypedExpression, targets: readonly Target[], span: Span): TypedExpression {
  const [first] = targets;
  if (first === undefined) return impossible([callee], span);
  for (const target of targets) frame.instance.references.add(target.instance);
  if (first.instance.generator !== null) {
    return { kind: "generator", function: first.instance.id, environment: callee, arguments: first.values, type: first.result, span };
  }
  const list = targets.map((target): DispatchTarget => ({
    receiver: { kind: "function", closures: [target.closure] },
    function: target.instance.id,
  }));
  return { kind: "dispatch", receiver: callee, targets: list, arguments: first.values, type: first.result, span };
}
