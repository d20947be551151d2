// Reading attributes: fields, properties, class attributes, methods as values,
// enum members, names of modules.

import type { Span } from "../../base/span.ts";
import { isSubclass } from "../../types/classes.ts";
import { sameType } from "../../types/key.ts";
import { BOOL, instanceOf, isSilent } from "../../types/primitives.ts";
import type { ClassInfo, ClosureInfo, Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import { evaluate, impossible, isTrivial, keep, sequence, stringLiteral } from "../build.ts";
import { functionName } from "../calls/eachClosure.ts";
import { convert } from "../convert.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { declarationOf, findMethod, plainName } from "../declarations.ts";
import { fieldOfObjects } from "../errors/classes.ts";
import { doNotGoTogether, unknownAttribute } from "../errors/types.ts";
import type { Problem } from "../errors/problem.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { isOptional, withAttribute } from "../present.ts";
import type { MemberUse } from "../expressions/unions.ts";
import { onMembers } from "../expressions/unions.ts";
import { refused } from "../expressions/refusing.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import type { Session } from "../session.ts";
import { typeAsValue } from "../expressions/typeOfObject.ts";
import { asNamed, fieldsOf, namedItem, namedTupleMethods } from "./namedTuple.ts";
import { canonicalName } from "./enums.ts";
import { findField, setMark } from "./fields.ts";
import { isStop, readStopValue } from "./stopValue.ts";

/** What an author could have meant. */
export function attributeNames(session: Session, declaration: ClassDeclaration): string[] {
  const names = declaration.info.fields.map((field) => field.name);
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    names.push(...[...at.methods.keys()].filter((name) => !name.startsWith("_")), ...at.attributes.map((attribute) => attribute.name));
  }
  return session === null ? names : names.filter((name) => !name.startsWith("_") || !declaration.file.info.isLibrary);
}

/** `value.name`. */
export function readAttribute(frame: Frame, value: TypedExpression, name: string, nameSpan: Span, site: object): TypedExpression {
  const type = typeOf(value);
  if (isSilent(type)) return impossible([value], nameSpan);
  switch (type.kind) {
    case "instance":
      return instanceAttribute(frame, value, type, name, nameSpan, site);
    case "class":
      return classAttribute(frame, type.class, name, nameSpan);
    case "union":
      if (isOptional(type)) return readAttribute(frame, withAttribute(value, name), name, nameSpan, site);
      return onMembers(
        frame,
        value,
        attributeUse(frame, name, (member) => readAttribute(frame, member, name, nameSpan, site)),
        nameSpan,
      );
    case "function":
      return (
        (name === "__name__" ? functionName(frame, value, type, nameSpan) : null) ??
        primitiveAttribute(frame, value, type, name, nameSpan, site)
      );
    case "tuple":
      return namedAttribute(frame, value, type, name, nameSpan, site) ?? primitiveAttribute(frame, value, type, name, nameSpan, site);
    default:
      return primitiveAttribute(frame, value, type, name, nameSpan, site);
  }
}

/** `x.name` of an x of several types: those that lack it raise. */
export function attributeUse(frame: Frame, name: string, apply: (member: TypedExpression) => TypedExpression): MemberUse {
  return {
    exists: ({ type }) => hasAttribute(frame, type, name),
    apply,
    exception: "AttributeError",
    refusal: (type) => `'${type}' object has no attribute '${name}'`,
  };
}

/** Of a tuple by name: items, what belongs to its class, methods. */
function hasNamedAttribute(declaration: ClassDeclaration, name: string): boolean {
  if (namedTupleMethods.has(name) || findMethod(declaration, name) !== null) return true;
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base)
    if (at.attributes.some((attribute) => attribute.name === name)) return true;
  return false;
}

function hasAttribute(frame: Frame, given: Type, name: string): boolean {
  const type = shallow(given);
  if (name.startsWith("__") || isSilent(type)) return true;
  const named = asNamed(type);
  if (named !== null && hasNamedAttribute(declarationOf(named.named), name)) return true;
  if (type.kind === "instance")
    return hasOwnAttribute(frame, type, name) || frame.session.concreteTypes(type).some((one) => hasOwnAttribute(frame, one, name));
  const core = type.kind === "variadic" ? "tuple" : type.kind === "u64" ? "int" : type.kind;
  if (!["str", "int", "float", "bool", "tuple"].includes(core)) return type.kind === "class" || type.kind === "module";
  return !name.startsWith("_") && findMethod(frame.session.coreClass(core), name) !== null;
}

/** Of the library's classes: what an author does not see. */
export function isPrivate(name: string): boolean {
  return name.startsWith("_") && !shown.has(name);
}

const shown: ReadonlySet<string> = new Set(["__cause__", "__enter__", "__exit__"]);

function hasOwnAttribute(frame: Frame, type: Extract<Type, { kind: "instance" }>, name: string): boolean {
  const declaration = declarationOf(type.class);
  if (isPrivate(name) && declaration.file.info.isLibrary) return false;
  if (findField(frame.session, type, name) !== null || findMethod(declaration, name) !== null) return true;
  if (name === "value" && isStop(frame.session, type.class)) return true;
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base)
    if (at.attributes.some((one) => one.name === name && one.value !== null)) return true;
  return false;
}

/** Why an attribute that a test seemed to promise is not there. */
export function lostAttribute(frame: Frame, type: Extract<Type, { kind: "instance" }>, name: string, otherwise: Problem): Problem {
  for (const lost of frame.lost) {
    if (lost.kind !== "instance" || lost.class === type.class || !isSubclass(lost.class, type.class)) continue;
    if (!attributeNames(frame.session, declarationOf(lost.class)).includes(name)) continue;
    const hint = `a test found ${lost.class.name} here, but a call since then may have changed it; keep it in a variable of its own and test that`;
    return { ...otherwise, hint };
  }
  return otherwise;
}

function instanceAttribute(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  name: string,
  span: Span,
  site: object,
): TypedExpression {
  const declaration = declarationOf(type.class);
  if (name === "value" && isStop(frame.session, type.class)) return readStopValue(frame, value, type, span);
  const isHidden = isPrivate(name) && declaration.file.info.isLibrary && !frame.isLibrary;
  if (name === "__class__" && !isHidden && frame.session.hasSubclasses(type)) return typeAsValue(frame, value, type, span);
  if (name === "__class__" && !isHidden) return { kind: "literal", value: null, type: { kind: "class", class: type.class }, span };
  const found = isHidden
    ? null
    : (attributeByClass(frame, value, type, name, span, site) ?? ownAttribute(frame, value, type, name, span, site));
  return (
    found ?? frame.fail(span, lostAttribute(frame, type, name, unknownAttribute(type, name, attributeNames(frame.session, declaration))))
  );
}

/** As objects of just this class have it. */
function ownAttribute(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  name: string,
  span: Span,
  site: object,
): TypedExpression | null {
  const declaration = declarationOf(type.class);
  const field = findField(frame.session, type, name);
  const isSet = findField(frame.session, type, setMark(name));
  if (field !== null && isSet !== null) return fieldOrShared(frame, value, declaration, name, { field, isSet: isSet.index }, span);
  if (field !== null)
    return { kind: "field", object: value, field: field.index, type: field.type, span: { start: value.span.start, end: span.end } };
  const method = findMethod(declaration, name);
  if (method?.[0]?.isProperty === true)
    return frame.session.passes.callProperty(frame, { receiver: value, name, nameSpan: span, actuals: [], site, span });
  if (method !== null && needsNoObject(frame, type, name))
    return sequence(isTrivial(value) ? [] : [evaluate(value)], classAttribute(frame, type.class, name, span));
  if (method !== null) return boundMethod(frame, value, name, span, site);
  return sharedAttribute(frame, declaration, name, span);
}

/** A static method, or one of the class, of an object that is of no other class: taken from the class it is the same. */
function needsNoObject(frame: Frame, type: Extract<Type, { kind: "instance" }>, name: string): boolean {
  if (frame.isLibrary) return false;
  const method = findMethod(declarationOf(type.class), name);
  if (method?.[0]?.isClassMethod === true) return !frame.session.hasDescendants(type.class);
  return (
    method?.[0]?.isStatic === true &&
    frame.session.concreteTypes(type).every((one) => findMethod(declarationOf(one.class), name) === method)
  );
}

/** A field of the name of a class attribute: until an object sets its own it has the class's. */
function fieldOrShared(
  frame: Frame,
  value: TypedExpression,
  declaration: ClassDeclaration,
  name: string,
  at: { readonly field: { readonly index: number; readonly type: Type }; readonly isSet: number },
  span: Span,
): TypedExpression {
  const statements: TypedStatement[] = [];
  const object = isTrivial(value) ? value : keep(frame, value, statements, "object");
  const own: TypedExpression = { kind: "field", object, field: at.field.index, type: at.field.type, span };
  const shared = sharedAttribute(frame, declaration, name, span);
  if (shared === null) return sequence([...statements, ...refuseUnset(frame, object, name, at.isSet, span)], own);
  const type = frame.session.join(at.field.type, shared.type);
  if (type === null) return frame.fail(span, doNotGoTogether([at.field.type, shared.type]));
  const test: TypedExpression = { kind: "field", object, field: at.isSet, type: BOOL, span };
  return sequence(statements, { kind: "conditional", test, then: convert(own, type), else: convert(shared, type), type, span });
}

/** A field that `__init__` leaves without a value on some path: reading it before it has one raises, as in Python. */
function refuseUnset(frame: Frame, object: TypedExpression, name: string, isSet: number, span: Span): TypedStatement[] {
  const test: TypedExpression = { kind: "field", object, field: isSet, type: BOOL, span };
  const missing = refused(frame, "AttributeError", [object], (of) => `'${of}' object has no attribute '${name}'`, span);
  return [{ kind: "if", test, then: [], else: [evaluate(missing)], span }];
}

/** Of an object whose class is known: its property without asking for the class again. */
function attributeOfExactly(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  name: string,
  span: Span,
  site: object,
): TypedExpression | null {
  const getter = findField(frame.session, type, name) === null ? findMethod(declarationOf(type.class), name) : null;
  if (getter?.[0]?.isProperty !== true) return ownAttribute(frame, value, type, name, span, site);
  const call = { overloads: getter, name, receiver: value, classArguments: type.arguments, actuals: [], site, span };
  return frame.session.passes.callFunction(frame, call);
}

/** What subclasses set anew is that of the object's own class: a class attribute of each, or a field of some. Null where all have the same. */
function attributeByClass(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  name: string,
  span: Span,
  site: object,
): TypedExpression | null {
  const classes = frame.session.concreteTypes(type);
  const owners = new Set(classes.map((one) => ownerOf(frame.session, one, name)));
  if (owners.size < 2 && owners.has(ownerOf(frame.session, type, name))) return null;
  if (classes.length === 0 || owners.has(null) || owners.has("method")) return null;
  const statements: TypedStatement[] = [];
  const object = keep(frame, value, statements, "object");
  let chain: TypedExpression | null = null;
  // Declared later is further down: tests of subclasses come before those of their bases.
  for (const one of classes) {
    const own = attributeOfExactly(frame, convert(object, one), one, name, span, siteOf(site, `of ${one.class.id}`));
    if (own === null) return null;
    if (chain === null) {
      chain = own;
      continue;
    }
    const joined: Type | null = frame.session.join(chain.type, own.type);
    if (joined === null) return frame.fail(span, doNotGoTogether([chain.type, own.type]));
    const test: TypedExpression = { kind: "typeTest", value: object, types: [one], type: BOOL, span };
    chain = { kind: "conditional", test, then: convert(own, joined), else: convert(chain, joined), type: joined, span };
  }
  return chain === null ? null : sequence(statements, chain);
}

/** Where objects of a class have an attribute from: the field that all subclasses share, the class that sets it, a method. */
function ownerOf(session: Session, type: Extract<Type, { kind: "instance" }>, name: string): ClassDeclaration | "field" | "method" | null {
  const isField = findField(session, type, name) !== null;
  // A field that stands for the class's attribute until it is set: what it stands for counts.
  if (isField && findField(session, type, setMark(name)) === null) return "field";
  const method = isField ? undefined : findMethod(declarationOf(type.class), name)?.[0];
  if (method !== undefined) return method.isProperty ? (method.owner as ClassDeclaration) : "method";
  for (let at: ClassDeclaration | null = declarationOf(type.class); at !== null; at = at.base)
    if (at.attributes.some((one) => one.name === name && one.value !== null)) return at;
  return isField ? "field" : null;
}

/** Of a tuple by name: an item, a property, a method. */
function namedAttribute(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "tuple" }>,
  name: string,
  span: Span,
  site: object,
): TypedExpression | null {
  const named = asNamed(type);
  if (named === null) return null;
  if (name === "_fields") return fieldsOf(named.named, span);
  const item = namedItem(value, named, name, { start: value.span.start, end: span.end });
  const method = item === null ? findMethod(declarationOf(named.named), name) : null;
  if (method?.[0]?.isProperty === true)
    return frame.session.passes.callMethod(frame, { receiver: value, name, nameSpan: span, actuals: [], site, span });
  if (method !== null) return boundMethod(frame, value, name, span, site);
  if (item !== null) return item;
  const shared = sharedAttribute(frame, declarationOf(named.named), name, span);
  if (shared !== null) return sequence(isTrivial(value) ? [] : [evaluate(value)], shared);
  const names = declarationOf(named.named).attributes.map((attribute) => attribute.name);
  return findMethod(frame.session.coreClass("tuple"), name) === null ? frame.fail(span, unknownAttribute(type, name, names)) : null;
}

function primitiveAttribute(frame: Frame, value: TypedExpression, type: Type, name: string, span: Span, site: object): TypedExpression {
  const className = type.kind === "variadic" ? "tuple" : type.kind === "u64" ? "int" : type.kind;
  const entity = ["str", "int", "float", "bool", "tuple"].includes(className) ? frame.session.coreClass(className) : null;
  const method = entity === null || (name.startsWith("_") && !frame.isLibrary) ? null : findMethod(entity, name);
  if (method === null) return frame.fail(span, unknownAttribute(type, name, entity === null ? [] : attributeNames(frame.session, entity)));
  if (method[0]?.isProperty === true)
    return frame.session.passes.callMethod(frame, { receiver: value, name, nameSpan: span, actuals: [], site, span });
  return boundMethod(frame, value, name, span, site);
}

/** `f = xs.append`: a closure that carries the object. */
export function boundMethod(frame: Frame, value: TypedExpression, name: string, span: Span, site: object): TypedExpression {
  const closure = closureOfObject(frame, value.type, name, site);
  const variable = frame.temporary(value.type, "self");
  return {
    kind: "sequence",
    statements: [{ kind: "setVariable", variable, value, span }],
    value: { kind: "closure", closure, captures: [{ kind: "variable", variable }], type: { kind: "function", closures: [closure] }, span },
    type: { kind: "function", closures: [closure] },
    span,
  };
}

/** One for each type that is met at this place: the method is that of the type. */
function closureOfObject(frame: Frame, receiver: Type, name: string, site: object): ClosureInfo {
  for (let count = 0; ; count += 1) {
    const at = siteOf(site, `method ${count}`);
    const known = frame.instance.closures.get(at);
    if (known !== undefined && sameType(known.captures[0]?.type ?? receiver, receiver)) return known;
    if (known !== undefined) continue;
    const made = frame.session.newClosure(name, { kind: "bound", receiver, name });
    frame.instance.closures.set(at, made);
    made.captures.push({ name: "self", type: receiver, boxed: false });
    return made;
  }
}

/** `C.x`: a class attribute, an enum member, a method as a function. */
export function classAttribute(frame: Frame, info: ClassInfo, name: string, span: Span): TypedExpression {
  const declaration = declarationOf(info);
  if (name === "__name__") return stringLiteral(plainName(info), span);
  if (declaration.isNamedTuple && name === "_fields") return fieldsOf(info, span);
  const shared = sharedAttribute(frame, declaration, name, span);
  if (shared !== null) return shared;
  const method = name.startsWith("_") && declaration.file.info.isLibrary ? null : findMethod(declaration, name);
  if (method === null)
    return frame.fail(
      span,
      info.fields.some((field) => field.name === name)
        ? fieldOfObjects(info.name, name)
        : unknownAttribute({ kind: "class", class: info }, name, attributeNames(frame.session, declaration)),
    );
  const closure = method[0]?.isClassMethod
    ? frame.session.closureOf(keyOf(info, name), name, { kind: "ofClass", class: info, overloads: method })
    : frame.session.closureOf(method, name, { kind: "entity", entity: { kind: "function", name, overloads: method } });
  return { kind: "closure", closure, captures: [], type: { kind: "function", closures: [closure] }, span };
}

const classMethodKeys = new WeakMap<ClassInfo, Map<string, object>>();

/** Of a class method taken from that class, which may have inherited it. */
function keyOf(info: ClassInfo, name: string): object {
  const keys = classMethodKeys.get(info) ?? new Map<string, object>();
  classMethodKeys.set(info, keys);
  const key = keys.get(name) ?? {};
  keys.set(name, key);
  return key;
}

/** A class attribute lives in a global variable, found along the bases. */
function sharedAttribute(frame: Frame, declaration: ClassDeclaration, name: string, span: Span): TypedExpression | null {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    const attribute = at.attributes.find((one) => one.name === name);
    if (attribute === undefined || (attribute.value === null && !at.info.isEnum)) continue;
    const state = frame.session.namedGlobal(at.file.info.name, `${at.info.name}.${at.info.isEnum ? canonicalName(at, name) : name}`);
    if (at.file.info.isLibrary) frame.session.useModule(at.file.info);
    const type: Type = at.info.isEnum ? instanceOf(at.info) : { kind: "variable", variable: state.type };
    return { kind: "global", global: state.global, type, span };
  }
  return null;
}
