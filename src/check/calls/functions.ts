// Calls of declared functions: choosing among overloads, then by signature or
// by inference.

import type { Type } from "../../types/type.ts";
import { isNumeric, isSilent } from "../../types/primitives.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import { callInstance, impossible, keepActuals, sequence } from "../build.ts";
import type { FunctionDeclaration, Signature } from "../declarations.ts";
import { noOverload, objectAsArgument, starNeedsTuple } from "../errors/calls.ts";
import type { Actual, Frame, FunctionCall } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { asType, isOptional, notIterableText } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { scopeOf } from "../bodies.ts";
import { convert } from "../convert.ts";
import { distribute } from "./distribute.ts";
import { iterableOfUnion } from "../iteration/eachType.ts";
import { siteOf } from "../iteration/sources.ts";
import { signatureOf } from "../signatures.ts";
import { bindArguments, keepSourceOrder } from "./arguments.ts";
import type { Bound } from "./arguments.ts";
import { callClosed } from "./closed.ts";
import { qualifiedName } from "./closedInstance.ts";
import { iteratorOf } from "./passing.ts";
import { boundFits, iteratesItself } from "./fits.ts";
import { callElementwise, withoutRolled } from "./elementwise.ts";
import { awaitsItems } from "./emptyLists.ts";
import { instantiate } from "./inferred.ts";
import { withPairs } from "./pairRows.ts";
import { commonPlaces, spreadCall } from "./spreading.ts";

interface Chosen {
  readonly declaration: FunctionDeclaration;
  readonly signature: Signature;
  readonly bound: readonly Bound[];
}

/** What CPython says of None where a function of the library takes a number; null where its words are not known. */
function refusesNone(declaration: FunctionDeclaration | undefined): string | null {
  if (declaration?.file.info.isLibrary !== true || declaration.owner !== null) return null;
  if (declaration.file.info.name === "math") return takingItems.has(declaration.name) ? null : "must be real number, not NoneType";
  return declaration.file.info.name === "" ? (refusals.get(declaration.name) ?? null) : null;
}

const takingItems = new Set(["prod", "fsum", "dist", "gcd", "lcm", "comb", "perm", "factorial", "isqrt"]);
const refusals = new Map([
  ["abs", "bad operand type for abs(): 'NoneType'"],
  ["round", "type NoneType doesn't define __round__ method"],
  ["chr", "'NoneType' object cannot be interpreted as an integer"],
]);

export function callFunction(frame: Frame, given: FunctionCall): TypedExpression {
  const refused = given.actuals.some(({ value }) => isOptional(value.type)) ? refusesNone(given.overloads[0]) : null;
  const call =
    refused === null ? given : { ...given, actuals: given.actuals.map((actual) => ({ ...actual, value: asType(actual.value, refused) })) };
  if (call.actuals.some((actual) => isSilent(typeOf(actual.value)))) {
    const [only] = call.overloads;
    if (call.overloads.length === 1 && only !== undefined) chooseOnly(frame, call, only);
    return impossible(
      call.actuals.map((actual) => actual.value),
      call.span,
    );
  }
  if (awaitsItems(frame, call))
    return impossible(
      call.actuals.map((actual) => actual.value),
      call.span,
    );
  const elementwise = callElementwise(frame, call);
  if (elementwise !== null) return elementwise;
  const prelude: TypedStatement[] = [];
  const spread = spreadOverloads(frame, call);
  if (spread !== null) return spread;
  const paired = withPairs(frame, call);
  if (paired !== call) return callFunction(frame, paired);
  const itself = ownIterator(call);
  if (itself !== null) return itself;
  const iterated = askIterators(frame, call);
  if (iterated !== null) return sequence(prelude, callFunction(frame, { ...call, actuals: iterated }));
  const listed = listUnions(frame, call);
  if (listed !== null) return callFunction(frame, { ...call, actuals: listed });
  const each = callByNumber(frame, call);
  if (each !== null) return each;
  const chosen = choose(frame, call);
  if (chosen === null) return unknownAt(call.span);
  const bound = keepSourceOrder(frame, chosen.bound, call.actuals, prelude);
  const value = chosen.signature.isClosed
    ? callClosed(frame, {
        ...chosen,
        bound,
        classArguments: call.classArguments,
        receiver: call.receiver,
        site: call.site,
        name: call.name,
        span: call.span,
      })
    : callOpen(frame, call, { ...chosen, bound });
  return sequence(prelude, withoutRolled(frame, value, call.site));
}

/** `abs(x)` of an `int | float`: the overload of each, chosen at run time. Null where one takes both, or none is for either. */
function callByNumber(frame: Frame, call: FunctionCall): TypedExpression | null {
  if (call.overloads.length < 2 || call.overloads[0]?.file.info.isLibrary !== true) return null;
  const at = call.actuals.findIndex(({ value }) => isNumbers(typeOf(value)));
  const actual = call.actuals[at];
  if (actual === undefined) return null;
  const closed = call.overloads.filter((one) => {
    scopeOf(one);
    return signatureOf(frame.session, one).isClosed;
  });
  const withValue = (value: TypedExpression): Actual[] => call.actuals.map((one, index) => (index === at ? { ...one, value } : one));
  const accepted = (value: TypedExpression): boolean => acceptsSome(frame, { ...call, overloads: closed, actuals: withValue(value) });
  const members = membersOf(typeOf(actual.value)).map((type) => convert(actual.value, type));
  if (accepted(actual.value) || !members.every(accepted)) return null;
  const statements: TypedStatement[] = [];
  const kept = keepActuals(frame, call.actuals, statements);
  const apply = (value: TypedExpression): TypedExpression =>
    callFunction(frame, {
      ...call,
      actuals: kept.map((one, index) => (index === at ? { ...one, value } : one)),
      site: siteOf(call.site, typeOf(value).kind),
    });
  return sequence(statements, distribute(frame, (kept[at] as Actual).value, apply, call.span, true));
}

function isNumbers(type: Type): boolean {
  return type.kind === "union" && membersOf(type).every((member) => isNumeric(shallow(member)));
}

/** Values of several types, `list[int] | tuple[int, ...]`, where the library takes anything that can be iterated. */
function listUnions(frame: Frame, call: FunctionCall): Actual[] | null {
  const isUnion = ({ value }: Actual): boolean => typeOf(asType(value, notIterableText)).kind === "union";
  if (call.overloads[0]?.file.info.isLibrary !== true || !call.actuals.some(isUnion) || acceptsSome(frame, call)) return null;
  const wanted = iterated(frame, call, isUnion);
  const listed = call.actuals.map((actual, index): Actual | null => {
    const given = asType(actual.value, notIterableText);
    const type = typeOf(given);
    if (!wanted.has(actual) || type.kind !== "union") return actual;
    const words = call.overloads[0]?.name === "join" ? (): string => "can only join an iterable" : undefined;
    const value = iterableOfUnion(frame, given, type, siteOf(call.site, `list ${index}`), words);
    return value === null ? null : { ...actual, value };
  });
  return wanted.size === 0 || listed.includes(null) ? null : listed.filter((actual) => actual !== null);
}

/** Those arguments that stand where some overload takes anything that can be iterated. */
function iterated(frame: Frame, call: FunctionCall, isMeant: (actual: Actual) => boolean): Set<Actual> {
  const wanted = new Set<Actual>();
  for (const declaration of call.overloads) {
    scopeOf(declaration);
    const parameters = ownParameters(signatureOf(frame.session, declaration), call);
    const result = bindArguments(call.name, parameters, call.actuals);
    if (!("bound" in result)) continue;
    for (const [index, one] of result.bound.entries()) {
      if (parameters[index]?.accepts.kind !== "iterable") continue;
      const actuals = one.kind === "value" ? [one.actual] : one.kind === "star" ? one.items : [];
      for (const actual of actuals) if (actual.kind !== "star" && isMeant(actual)) wanted.add(actual);
    }
  }
  return wanted;
}

/** `iter` of a generator is that generator. */
function ownIterator({ overloads, actuals }: FunctionCall): TypedExpression | null {
  const [first, second] = actuals;
  const isIter = overloads[0]?.name === "iter" && overloads[0].file.info.isLibrary && overloads[0].owner === null;
  if (!isIter || first?.kind !== "positional" || second !== undefined) return null;
  return typeOf(first.value).kind === "generator" ? first.value : null;
}

/** Authors' objects where the library takes anything that can be iterated: they are asked for their iterator before an overload is chosen. Null where there is none. */
function askIterators(frame: Frame, call: FunctionCall): Actual[] | null {
  if (call.overloads[0]?.file.info.isLibrary !== true || !call.actuals.some((actual) => iteratesItself(actual.value.type))) return null;
  const wanted = iterated(frame, call, (actual) => iteratesItself(actual.value.type));
  if (wanted.size === 0) return null;
  return call.actuals.map((actual, index) =>
    wanted.has(actual)
      ? {
          ...actual,
          value: iteratorOf(frame, actual.value, siteOf(call.site, `iterator ${index}`), actual.span),
        }
      : actual,
  );
}

function callOpen(frame: Frame, call: FunctionCall, chosen: Chosen): TypedExpression {
  const made = instantiate(frame, {
    ...chosen,
    environment: null,
    closure: null,
    receiver: call.receiver,
    site: call.site,
    name: call.name,
    span: call.span,
    resultFloor: null,
    parameterFloors: null,
  });
  if (made === null) return unknownAt(call.span);
  if (made === "silent")
    return impossible(
      call.actuals.map((actual) => actual.value),
      call.span,
    );
  if (made.instance.generator === null) return callInstance(frame, made.instance, made.values, made.result, call.span);
  frame.instance.references.add(made.instance);
  return { kind: "generator", function: made.instance.id, environment: null, arguments: made.values, type: made.result, span: call.span };
}

function choose(frame: Frame, call: FunctionCall): Chosen | null {
  const [only] = call.overloads;
  if (call.overloads.length === 1 && only !== undefined) return chooseOnly(frame, call, only);
  for (const declaration of call.overloads) {
    scopeOf(declaration);
    const signature = signatureOf(frame.session, declaration);
    const parameters = ownParameters(signature, call);
    const result = bindArguments(call.name, parameters, call.actuals);
    if ("bound" in result && boundFits(frame, parameters, result.bound, call.classArguments))
      return { declaration, signature, bound: result.bound };
  }
  return explain(frame, call);
}

/** `f(*xs)` of a list where no overload takes the list as it is. */
function spreadOverloads(frame: Frame, call: FunctionCall): TypedExpression | null {
  if (call.actuals.every((actual) => actual.kind !== "star")) return null;
  const lists = call.overloads.map((declaration) => {
    scopeOf(declaration);
    return ownParameters(signatureOf(frame.session, declaration), call);
  });
  if (lists.some((parameters) => "bound" in bindArguments(call.name, parameters, call.actuals))) return null;
  const [alone] = call.overloads;
  if (alone === undefined) return null;
  const called = { qualifiedName: qualifiedName(alone), hasSelf: call.receiver !== null && !alone.file.info.isLibrary };
  return spreadCall(frame, { ...call, called }, commonPlaces(lists, call.span), (actuals, site) =>
    callFunction(frame, { ...call, actuals, site }),
  );
}

/** Would any of the overloads take these arguments? Asks without consequences. */
export function acceptsSome(frame: Frame, call: FunctionCall): boolean {
  return call.overloads.some((declaration) => {
    scopeOf(declaration);
    const parameters = ownParameters(signatureOf(frame.session, declaration), call);
    const result = bindArguments(call.name, parameters, call.actuals);
    return "bound" in result && boundFits(frame, parameters, result.bound, call.classArguments);
  });
}

function ownParameters(signature: Signature, call: FunctionCall): Signature["parameters"] {
  return call.receiver === null ? signature.parameters : signature.parameters.slice(1);
}

function chooseOnly(frame: Frame, call: FunctionCall, declaration: FunctionDeclaration): Chosen | null {
  scopeOf(declaration);
  const signature = signatureOf(frame.session, declaration);
  const result = bindArguments(call.name, ownParameters(signature, call), call.actuals);
  if ("bound" in result)
    return { declaration, signature: asAnnotated(frame, call, declaration, signature, result.bound), bound: result.bound };
  frame.report(
    result.span ?? call.span,
    isSelfForgotten(call, declaration, signature)
      ? objectAsArgument(
          call.name,
          declaration.name,
          signature.parameters.map((parameter) => parameter.name),
        )
      : result.problem,
  );
  return null;
}

/**
 * `==` asks an author's `__eq__` about anything, whatever the annotation says: what it does not admit is handed
 * over all the same, as Python does, and the body is checked for that.
 */
function asAnnotated(
  frame: Frame,
  call: FunctionCall,
  declaration: FunctionDeclaration,
  signature: Signature,
  bound: readonly Bound[],
): Signature {
  if (declaration.file.info.isLibrary || call.receiver === null || (call.name !== "__eq__" && call.name !== "__ne__")) return signature;
  if (boundFits(frame, ownParameters(signature, call), bound, call.classArguments)) return signature;
  const parameters = signature.parameters.map((parameter) => ({ ...parameter, accepts: { kind: "inferred" as const } }));
  return { ...signature, parameters, isClosed: false };
}

/** A method whose first parameter has another name than `self`, called with one argument too many for that. */
function isSelfForgotten(call: FunctionCall, declaration: FunctionDeclaration, signature: Signature): boolean {
  const [first] = signature.parameters;
  if (
    call.receiver === null ||
    declaration.owner === null ||
    declaration.file.info.isLibrary ||
    declaration.isStatic ||
    declaration.isClassMethod
  )
    return false;
  return first !== undefined && first.name !== "self" && call.actuals.length === signature.parameters.length;
}

/** Where only one overload takes that many arguments, its own complaint says most. */
function explain(frame: Frame, call: FunctionCall): Chosen | null {
  const byCount = call.overloads.flatMap((declaration) => {
    const signature = signatureOf(frame.session, declaration);
    const result = bindArguments(call.name, ownParameters(signature, call), call.actuals);
    return "bound" in result ? [{ declaration, signature, bound: result.bound }] : [];
  });
  const [only] = byCount;
  if (byCount.length === 1 && only !== undefined) return only;
  const last = call.overloads.at(-1);
  const star = byCount.length === 0 ? call.actuals.find((actual) => actual.kind === "star") : undefined;
  if (star !== undefined) {
    frame.report(star.span, starNeedsTuple(typeOf(star.value), call.name));
    return null;
  }
  if (byCount.length === 0 && last !== undefined) return chooseOnly(frame, call, last);
  frame.report(
    call.span,
    noOverload(
      call.name,
      call.actuals.map((actual): Type => actual.value.type),
    ),
  );
  return null;
}
