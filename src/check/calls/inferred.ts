// A call of a function that says too little about its types: its body is
// analysed for the types it is called with, at most once a round. See
// `link.ts` for how the two sides' variables meet.

import type { Span } from "../../base/span.ts";
import { shapeKey, typeKeys } from "../../types/key.ts";
import { NEVER } from "../../types/primitives.ts";
import { copyVariables, freshVariable, hasVariables, shallow, zonk } from "../../types/variables.ts";
import type { ClosureInfo, Type, TypeVariable } from "../../types/type.ts";
import { scopeOf, websOf } from "../bodies.ts";
import { convert } from "../convert.ts";
import type { FunctionDeclaration, Signature } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { Instance } from "../instances.ts";
import type { TypedExpression } from "../program.ts";
import { afterCall, afterLibraryCall } from "../settled.ts";
import type { Web } from "../scopes/scope.ts";
import type { Bound } from "./arguments.ts";
import { qualifiedName } from "./closedInstance.ts";
import { carriedDefaults } from "./defaults.ts";
import { bring, link } from "./link.ts";
import type { Links } from "./link.ts";
import { passArgument } from "./passing.ts";
import { siteOf } from "../iteration/sources.ts";
import { starTuple } from "./starTuple.ts";

export interface InferredCall {
  readonly declaration: FunctionDeclaration;
  readonly signature: Signature;
  readonly environment: Instance | null;
  readonly closure: ClosureInfo | null;
  readonly receiver: TypedExpression | null;
  readonly bound: readonly Bound[];
  readonly site: object;
  readonly name: string;
  readonly span: Span;
  /** Where several functions may be called: what all of them must return. */
  readonly resultFloor: Type | null;
  /** Likewise for parameters, `self` not among them. */
  readonly parameterFloors: readonly Type[] | null;
}

export interface InstantiatedCall {
  readonly instance: Instance;
  readonly values: readonly TypedExpression[];
  readonly result: Type;
}

/** Null where an argument does not fit (reported), or has no value to call with yet. */
export function instantiate(frame: Frame, call: InferredCall): InstantiatedCall | "silent" | null {
  const values = passArguments(frame, call);
  if (values === null) return null;
  if (values.some((value) => typeOf(value).kind === "never")) return "silent";
  if (values.some((value) => typeOf(value).kind === "unknown")) return null;
  if (call.declaration.file.info.isLibrary) afterLibraryCall(frame, values);
  else afterCall(frame);
  return enter(frame, call, widenTuples(frame, call, values));
}

/** A recursion that hands on ever longer tuples, `path + (node,)`, hands on tuples of any length. */
function widenTuples(frame: Frame, call: InferredCall, values: readonly TypedExpression[]): readonly TypedExpression[] {
  if (!values.some((value) => typeOf(value).kind === "tuple")) return values;
  const outer = [...frame.session.running.values()].filter(
    ({ code, parameters }) => code.kind === "declared" && code.declaration === call.declaration && parameters.length === values.length,
  );
  if (outer.length === 0) return values;
  return values.map((value, index) => {
    const type = typeOf(value);
    if (type.kind !== "tuple" || type.named !== undefined) return value;
    const other = outer.map((instance) => shallow(instance.parameters[index] as Type)).find((one) => isOtherLength(one, type.items.length));
    const joined = other === undefined ? null : frame.session.join(type, other);
    return joined?.kind === "variadic" ? convert(value, joined) : value;
  });
}

function isOtherLength(type: Type, length: number): boolean {
  return type.kind === "variadic" || (type.kind === "tuple" && type.named === undefined && type.items.length !== length);
}

function passArguments(frame: Frame, call: InferredCall): TypedExpression[] | null {
  const parameters = call.receiver === null ? call.signature.parameters : call.signature.parameters.slice(1);
  const values: TypedExpression[] = call.receiver === null ? [] : [call.receiver];
  const typeArguments = typeArgumentsOf(frame, call);
  const carried = carriedDefaults(call.declaration);
  for (const [index, parameter] of parameters.entries()) {
    const one = call.bound[index] as Bound;
    if (one.kind === "default" && carried.includes(index)) continue;
    const passed =
      one.kind === "star" && parameter.accepts.kind !== "type"
        ? starTuple(frame, one.items, siteOf(call.site, `star ${index}`), call.span)
        : passArgument(frame, call, parameter, one, typeArguments);
    if (passed === null) return null;
    const floor = call.parameterFloors?.[index];
    values.push(floor === undefined ? passed : convert(passed, floor));
  }
  return values;
}

/** Type parameters in the annotations of a function that is otherwise inferred. */
function typeArgumentsOf(frame: Frame, call: InferredCall): readonly Type[] {
  const { typeParameters, classParameters } = call.signature;
  if (typeParameters.length === 0) return typeParameters as readonly never[];
  const receiver = call.receiver === null ? null : typeOf(call.receiver);
  const ofClass =
    receiver?.kind === "instance"
      ? receiver.arguments.slice(0, classParameters)
      : frame.siteVariables(call.site, `class parameters of ${call.declaration.id}`, classParameters);
  return [
    ...ofClass,
    ...frame.siteVariables(call.site, `type parameters of ${call.declaration.id}`, typeParameters.length - classParameters),
  ];
}

function enter(frame: Frame, call: InferredCall, values: readonly TypedExpression[]): InstantiatedCall {
  const { session } = frame;
  const slot = frame.siteVariables(call.site, `result of ${call.declaration.id} ${call.environment?.id ?? ""}`, 1);
  const before = slot[0] as Type;
  const ownDefaults = carriedDefaults(call.declaration).filter((index) => call.bound[index]?.kind === "default");
  // As a value a function takes its closure too: it is another one than when called by name.
  const form = call.closure === null ? "open" : "closure";
  const argumentsKey = `${form} ${call.declaration.id}${ownDefaults.length === 0 ? "" : `/${ownDefaults.join("/")}`}@${call.environment?.id ?? ""}(${typeKeys(values.map((value) => value.type))})`;
  const known = call.resultFloor ?? expectedBeyond(session, argumentsKey, shallow(before));
  const running = session.running.get(argumentsKey);
  if (running !== undefined) return enterRunning(frame, running, values);
  const key = known === null ? argumentsKey : `${argumentsKey}->${shapeKey(known)}`;
  const instance = session.instance(key, qualifiedName(call.declaration), { kind: "declared", declaration: call.declaration }, () => {
    const made = seed(frame, call, values, known, ownDefaults);
    return { ...made, caller: { instance: frame.instance, place: frame.place(call.span) } };
  });
  if (known !== null && instance.result.kind === "variable" && instance.round !== session.round)
    session.grow(instance.result.variable, resultSeed(known, scopeOf(call.declaration).isGenerator));
  instance.typeArguments = typeArgumentsOf(frame, call).map(zonk);
  session.enter(instance, argumentsKey);
  const links: Links = new Map();
  for (const [index, value] of values.entries()) link(session, instance.parameters[index] as Type, value.type, links);
  const now = resultOf(instance, links);
  const joined = hasVariables(now) && hasVariables(shallow(before)) ? (session.join(before, now) ?? now) : now;
  // Only what the callee gives now counts of functions and generators; older ones are of instances gone.
  slot[0] = now.kind === "generator" ? now : joined;
  return finishCall(instance, values, slot[0]);
}

/** What the caller makes of the result beyond what the function gives by itself; null where it is no more than that. */
function expectedBeyond(session: Frame["session"], argumentsKey: string, before: Type): Type | null {
  if (!hasVariables(before)) return null;
  const plain = session.instances.get(argumentsKey);
  if (plain === undefined || plain.round === 0) return before;
  const given: Type = plain.generator === null ? plain.result : { kind: "generator", element: plain.result, sources: [] };
  return shapeKey(given) === shapeKey(before) ? null : before;
}

/** Inside its own recursion a function is not generic: its variables are used as they are. */
function enterRunning(frame: Frame, instance: Instance, values: readonly TypedExpression[]): InstantiatedCall {
  for (const [index, value] of values.entries()) frame.session.join(instance.parameters[index] as Type, value.type);
  return finishCall(instance, values, resultOf(instance, null));
}

function resultOf(instance: Instance, links: Links | null): Type {
  const own =
    instance.generator === null
      ? shallow(instance.result)
      : ({ kind: "generator", element: instance.result, sources: [instance.generator] } as const);
  return links === null ? own : bring(own, links);
}

function finishCall(instance: Instance, values: readonly TypedExpression[], result: Type): InstantiatedCall {
  return { instance, values: values.map((value, index) => convert(value, instance.parameters[index] as Type)), result };
}

/** Variables of its own for a new instance: parameters as the arguments are now, the result as callers know it. */
function seed(
  frame: Frame,
  call: InferredCall,
  values: readonly TypedExpression[],
  known: Type | null,
  ownDefaults: readonly number[],
): Partial<Instance> {
  const webs = websOf(call.declaration);
  const scope = scopeOf(call.declaration);
  const copies = new Map<TypeVariable, Type>();
  const locals = new Map<Web, TypeVariable>();
  const node = call.declaration.node;
  const written = node.kind === "comprehension" ? [] : node.parameters.filter((_, index) => !ownDefaults.includes(index));
  const parameters = values.map((value, index): Type => {
    const variable = freshVariable(copyVariables(shallow(value.type), copies));
    const web = webs.at.get(written[index] as object);
    if (web !== undefined) locals.set(web, variable);
    return { kind: "variable", variable };
  });
  const declared = call.signature.returns;
  const result: Type =
    declared !== null && !scope.isGenerator
      ? (call.resultFloor ?? declared)
      : { kind: "variable", variable: freshVariable(known === null ? NEVER : resultSeed(known, scope.isGenerator)) };
  return {
    parameters,
    locals,
    result,
    ownDefaults,
    environment: call.environment,
    closure: call.closure,
    typeArguments: typeArgumentsOf(frame, call).map(zonk),
  };
}

function resultSeed(known: Type, isGenerator: boolean): Type {
  const copied = copyVariables(known, new Map());
  if (!isGenerator) return copied;
  return copied.kind === "generator" ? shallow(copied.element) : NEVER;
}
