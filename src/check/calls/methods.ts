// Method calls. The receiver's type says which class; where objects of
// subclasses may stand there, the call depends on the object's class and each
// class gets its own instance of the method it has.

import type { InstanceType } from "../../types/join.ts";
import { sameType } from "../../types/key.ts";
import { BOOL, NONE, isSilent } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { evaluate, impossible, isTrivial, keep, noneLiteral, sequence, stringLiteral } from "../build.ts";
import { elementOf } from "../iteration/element.ts";
import { siteOf } from "../iteration/sources.ts";
import { callOnGenerator } from "../iteration/throwing.ts";
import { raiseNamed } from "../statements/raising.ts";
import { convert } from "../convert.ts";
import type { FunctionDeclaration } from "../declarations.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { doNotGoTogether, unknownAttribute } from "../errors/types.ts";
import { attributeNames, attributeUse, lostAttribute } from "../classes/attributes.ts";
import { onMembers } from "../expressions/unions.ts";
import { findField } from "../classes/fields.ts";
import { asNamed, callNamedTuple, namedAs } from "../classes/namedTuple.ts";
import type { Frame, MethodCall } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { signatureOf } from "../signatures.ts";
import { adapt, isAdaptable } from "../synthesis/adapter.ts";
import { isOptional, withAttribute } from "../present.ts";
import type { DispatchTarget, TypedExpression, TypedStatement } from "../program.ts";
import { acceptsSome } from "./functions.ts";

const primitiveClasses = new Map([
  ["str", "str"],
  ["int", "int"],
  ["u64", "int"],
  ["float", "float"],
  ["bool", "bool"],
  ["tuple", "tuple"],
  ["variadic", "tuple"],
]);

export function callMethod(frame: Frame, call: MethodCall): TypedExpression {
  const type = typeOf(call.receiver);
  if (isSilent(type)) return impossible([call.receiver, ...call.actuals.map((actual) => actual.value)], call.span);
  if (type.kind === "union") return callOnUnion(frame, call, type);
  if (type.kind === "instance") return callOnInstance(frame, lookedForByName(frame, call, type), type);
  const named = asNamed(type);
  if (named !== null) {
    const own = callNamedTuple(frame, call.receiver, named, call.name, call.actuals, call.site, call.span);
    const overloads = own === null ? findMethod(declarationOf(named.named), call.name) : null;
    if (own !== null || overloads !== null) return own ?? callOverloads(frame, call, overloads ?? [], call.receiver, []);
  }
  const unsigned = type.kind === "u64" ? findMethod(frame.session.coreClass("_u64"), call.name) : null;
  if (unsigned !== null) return callOverloads(frame, call, unsigned, call.receiver, []);
  const told = type.kind === "generator" ? callOnGenerator(frame, call, type) : null;
  if (told !== null) return told;
  const primitive = primitiveClasses.get(type.kind);
  if (primitive === undefined) return frame.fail(call.nameSpan, unknownAttribute(type, call.name, []));
  const declaration = frame.session.coreClass(primitive);
  const overloads = findMethod(declaration, call.name);
  if (overloads === null) return frame.fail(call.nameSpan, unknownAttribute(type, call.name, attributeNames(frame.session, declaration)));
  const receiver = type.kind === "u64" ? convert(call.receiver, { kind: "int" }) : call.receiver;
  return callOverloads(frame, call, overloads, primitive === "tuple" ? asVariadic(frame, receiver, type) : receiver, []);
}

/** What only looks for an item or a key, and never shows it: a tuple equals one with names for its items. */
const lookups: ReadonlySet<string> = new Set(["__contains__", "get", "discard", "count"]);

function lookedForByName(frame: Frame, call: MethodCall, type: InstanceType): MethodCall {
  const [first, ...others] = call.actuals;
  if (first?.kind !== "positional" || !lookups.has(call.name) || !declarationOf(type.class).file.info.isLibrary) return call;
  const held = typeOf(first.value).kind === "tuple" ? elementOf(frame.session, type) : null;
  return held === null ? call : { ...call, actuals: [{ ...first, value: namedAs(frame, first.value, held) }, ...others] };
}

/** Methods of tuples see them as `tuple[T, ...]`. */
function asVariadic(frame: Frame, receiver: TypedExpression, type: Type): TypedExpression {
  if (type.kind !== "tuple") return receiver;
  const element = type.items.reduce<Type | null>((all, item) => (all === null ? null : frame.session.join(all, item)), { kind: "never" });
  return element === null ? receiver : convert(receiver, { kind: "variadic", element });
}

function callOverloads(
  frame: Frame,
  call: MethodCall,
  overloads: readonly FunctionDeclaration[],
  receiver: TypedExpression,
  classArguments: readonly Type[],
): TypedExpression {
  const isStatic = overloads[0]?.isStatic === true;
  const { actuals, site, span } = call;
  const type = typeOf(receiver);
  if (overloads[0]?.isClassMethod === true && type.kind === "instance") {
    const ofClass: TypedExpression = { kind: "literal", value: null, type: { kind: "class", class: type.class }, span: receiver.span };
    const called = { overloads, name: call.name, receiver: ofClass, classArguments, actuals, site, span };
    return sequence(isTrivial(receiver) ? [] : [evaluate(receiver)], frame.session.passes.callFunction(frame, called));
  }
  if (!isStatic)
    return frame.session.passes.callFunction(frame, { overloads, name: call.name, receiver, classArguments, actuals, site, span });
  const value = frame.session.passes.callFunction(frame, {
    overloads,
    name: call.name,
    receiver: null,
    classArguments,
    actuals,
    site,
    span,
  });
  return sequence(isTrivial(receiver) ? [] : [evaluate(receiver)], value);
}

function callOnUnion(frame: Frame, call: MethodCall, type: Extract<Type, { kind: "union" }>): TypedExpression {
  if (isOptional(type)) return callMethod(frame, { ...call, receiver: withAttribute(call.receiver, call.name) });
  const each = (member: TypedExpression): TypedExpression => callMethod(frame, { ...call, receiver: member });
  return onMembers(frame, call.receiver, attributeUse(frame, call.name, each), call.span);
}

function callOnInstance(frame: Frame, call: MethodCall, type: Extract<Type, { kind: "instance" }>): TypedExpression {
  const declaration = declarationOf(type.class);
  const overloads = findMethod(declaration, call.name);
  if (call.name === "update" && overloads?.[0]?.file.info.isLibrary === true && call.actuals.some((actual) => actual.kind === "keyword"))
    return updateByNames(frame, call);
  const below = frame.session.concreteTypes(type);
  if (overloads === null || overloads[0]?.isProperty === true) {
    const field = overloads === null ? findField(frame.session, type, call.name) : null;
    if (field !== null || overloads !== null) return callFieldValue(frame, call, type);
    if (below.length === 0 || !below.every((one) => findMethod(declarationOf(one.class), call.name) !== null)) {
      const missing = unknownAttribute(type, call.name, attributeNames(frame.session, declaration));
      return frame.fail(call.nameSpan, lostAttribute(frame, type, call.name, missing));
    }
  }
  const others = below.filter((one) => one.class !== type.class);
  if (overloads !== null && (others.length === 0 || isSharedByAll(frame, overloads, others, call.name)))
    return callOverloads(frame, call, overloads, call.receiver, type.arguments);
  return callByClass(frame, call, below.length === 0 ? [type] : below);
}

/** Nobody overrides it, and its signature says all: one body serves every class. */
function isSharedByAll(frame: Frame, overloads: readonly FunctionDeclaration[], others: readonly InstanceType[], name: string): boolean {
  if (!overloads.every((one) => signatureOf(frame.session, one).isClosed && !one.isClassMethod)) return false;
  return others.every((one) => findMethod(declarationOf(one.class), name) === overloads);
}

/** `self.callback(x)`: a field that holds a function. */
function callFieldValue(frame: Frame, call: MethodCall, _type: Type): TypedExpression {
  const callee = frame.session.passes.attribute(frame, call.receiver, call.name, call.nameSpan, call.site);
  return frame.session.passes.callValue(frame, callee, call.actuals, call.site, call.span);
}

/** `x.area` where `area` is a property: its getter, by class like any method. */
export function callProperty(frame: Frame, call: MethodCall): TypedExpression {
  const type = typeOf(call.receiver);
  if (type.kind !== "instance") return callMethod(frame, call);
  const overloads = findMethod(declarationOf(type.class), call.name);
  const below = frame.session.concreteTypes(type);
  if (overloads !== null && !below.some((one) => one.class !== type.class))
    return callOverloads(frame, call, overloads, call.receiver, type.arguments);
  return callByClass(frame, call, below);
}

interface ClassTarget {
  readonly type: InstanceType;
  readonly value: TypedExpression;
}

function callByClass(frame: Frame, call: MethodCall, types: readonly InstanceType[]): TypedExpression {
  const statements: TypedStatement[] = [];
  const receiver = keep(frame, call.receiver, statements, "object");
  const actuals = call.actuals.map((actual) => ({ ...actual, value: keep(frame, actual.value, statements) }));
  const targets: ClassTarget[] = [];
  const skipped: InstanceType[] = [];
  const held = typeOf(call.receiver);
  const staticClass = held.kind === "instance" ? held.class : null;
  for (const one of types) {
    const overloads = findMethod(declarationOf(one.class), call.name);
    if (overloads === null) return frame.fail(call.nameSpan, unknownAttribute(one, call.name, []));
    const narrowed = convert(receiver, one);
    // A class of the library may take other arguments than its base: its objects raise TypeError, should one stand here.
    if (
      declarationOf(one.class).file.info.isLibrary &&
      one.class !== staticClass &&
      // `Counter.update` counts: taking the same arguments it would mean other types by them.
      (call.name === "update" ||
        !acceptsSome(frame, {
          overloads,
          name: call.name,
          receiver: narrowed,
          classArguments: one.arguments,
          actuals,
          site: call.site,
          span: call.span,
        }))
    ) {
      skipped.push(one);
      continue;
    }
    const value = callOverloads(frame, { ...call, actuals }, overloads, narrowed, one.arguments);
    if (value.type.kind === "unknown") return unknownAt(call.span);
    targets.push({ type: one, value });
  }
  if (skipped.length > 0 && !frame.isLibrary) statements.push(...refuseObjects(frame, receiver, skipped, call));
  return sequence(
    statements,
    joinTargets(
      frame,
      call,
      receiver,
      actuals.map((actual) => actual.value),
      targets,
    ),
  );
}

function refuseObjects(frame: Frame, receiver: TypedExpression, types: readonly InstanceType[], call: MethodCall): TypedStatement[] {
  const test: TypedExpression = { kind: "typeTest", value: receiver, types, type: BOOL, span: call.span };
  const text = `${types[0]?.class.name ?? ""}.${call.name}() takes other arguments`;
  return [{ kind: "if", test, then: raiseNamed(frame, "TypeError", text, call.span), else: [], span: call.span }];
}

function joinTargets(
  frame: Frame,
  call: MethodCall,
  receiver: TypedExpression,
  values: readonly TypedExpression[],
  targets: readonly ClassTarget[],
): TypedExpression {
  const alive = targets.filter((target) => shallow(target.value.type).kind !== "never");
  const result = alive.reduce<Type | null>((all, target) => (all === null ? null : frame.session.join(all, target.value.type)), {
    kind: "never",
  });
  if (result === null) return frame.fail(call.span, doNotGoTogether(alive.map((target) => target.value.type)));
  if (alive.length === 0) return callAll(targets, receiver, call.span);
  if (targets.length > 1 && !targets.every((target) => isAdaptable(target.value, [receiver, ...values])))
    return chooseByTest(targets, receiver, result, call.span);
  const list = targets.map((target): DispatchTarget => ({
    receiver: target.type,
    function: adapt(frame, target.value, receiver, values, result),
  }));
  const first = targets[0];
  if (first !== undefined && targets.length === 1) return convert(first.value, result);
  return { kind: "dispatch", receiver, targets: list, arguments: values, type: sameType(result, NONE) ? NONE : result, span: call.span };
}

/** Where none of them comes back: the call is made all the same. */
function callAll(targets: readonly ClassTarget[], receiver: TypedExpression, span: MethodCall["span"]): TypedExpression {
  const calls = targets.reduce<TypedStatement[]>((rest, target) => {
    const test: TypedExpression = { kind: "typeTest", value: receiver, types: [target.type], type: BOOL, span };
    return [{ kind: "if", test, then: [evaluate(target.value)], else: rest, span }];
  }, []);
  return sequence(calls, impossible([receiver], span));
}

/** What no small function can stand for: tests of the class in turn. Declared later is further down, so it is tested first. */
function chooseByTest(targets: readonly ClassTarget[], receiver: TypedExpression, result: Type, span: MethodCall["span"]): TypedExpression {
  return targets
    .map((target) => ({ ...target, value: convert(target.value, result) }))
    .reduce((chain, target): ClassTarget => ({
      type: target.type,
      value: {
        kind: "conditional",
        test: { kind: "typeTest", value: receiver, types: [target.type], type: BOOL, span },
        then: target.value,
        else: chain.value,
        type: result,
        span,
      },
    })).value;
}

/** `d.update(other, a=1)`: the dict that stands there, then an item for each name. */
function updateByNames(frame: Frame, call: MethodCall): TypedExpression {
  const statements: TypedStatement[] = [];
  const receiver = keep(frame, call.receiver, statements, "dict");
  const kept = call.actuals.map((actual) => ({ ...actual, value: keep(frame, actual.value, statements) }));
  const plain = kept.filter((actual) => actual.kind !== "keyword");
  if (plain.length > 0) statements.push(evaluate(callMethod(frame, { ...call, receiver, actuals: plain })));
  for (const actual of kept) {
    if (actual.kind !== "keyword") continue;
    const values = [stringLiteral(actual.name ?? "", actual.span), actual.value];
    const actuals = values.map((value) => ({ kind: "positional" as const, name: null, value, span: actual.span }));
    const site = siteOf(call.site, `item ${actual.name}`);
    statements.push(evaluate(callMethod(frame, { ...call, receiver, name: "__setitem__", actuals, site })));
  }
  return sequence(statements, noneLiteral(call.span));
}
