// `==` by structure: numbers by value, tuples item by item, dataclasses field
// by field, objects by their `__eq__` or else by identity.

import type { Span } from "../../base/span.ts";
import { isSubclass } from "../../types/classes.ts";
import { typeKey } from "../../types/key.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import { BOOL, INT, isNumeric, isSilent, instanceOf } from "../../types/primitives.ts";
import type { ClassInfo, ClosureInfo, Type } from "../../types/type.ts";
import { boolLiteral, callInstance, impossible, intLiteral, intrinsic, keep, keepInOrder, readVariable, sequence } from "../build.ts";
import { plainNumber } from "../classes/enums.ts";
import { dataclassFields } from "../classes/dataclass.ts";
import { findField } from "../classes/fields.ts";
import { mayDecline, tryAsking } from "../calls/declining.ts";
import { distribute } from "../calls/distribute.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { equalityOfClassMethods } from "../errors/tests.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { truth } from "../expressions/boolean.ts";
import { classAsFunction, convert } from "../convert.ts";
import { operateArrays } from "../expressions/arrayOperators.ts";
import { bits, isNonNegativeLiteral } from "../expressions/masked.ts";
import { callCore } from "../calls/core.ts";
import { convertToInt } from "../expressions/numbers.ts";
import { siteOf } from "../iteration/sources.ts";
import { synthesise } from "./function.ts";

/** `left == right`, a bool but for arrays; both are evaluated once, in order. */
export function equal(frame: Frame, first: TypedExpression, second: TypedExpression, site: object, span: Span): TypedExpression {
  const [left, right] = isNumeric(typeOf(first)) || isNumeric(typeOf(second)) ? [plainNumber(first), plainNumber(second)] : [first, second];
  const a = typeOf(left);
  const b = typeOf(right);
  if (isSilent(a) || isSilent(b)) return impossible([left, right], span);
  if (isNumeric(a) && isNumeric(b)) return equalNumbers(frame, left, right, site, span);
  if ((isElementType(a) && b.kind !== "union") || (isElementType(b) && a.kind !== "union"))
    return elementTypesEqual(frame, left, right, site, span);
  const arrays = operateArrays(frame, "==", left, right, site, span);
  if (arrays !== null) return arrays;
  if (a.kind === "str" && b.kind === "str") return intrinsic("str_eq", [left, right], BOOL, span);
  if (a.kind === "union" || b.kind === "union") return callEqual(frame, left, right, span);
  if (asksAuthor(frame, a, b) || asksAuthor(frame, b, a)) return callEqual(frame, left, right, span);
  if (isTuple(a) && isTuple(b)) return callEqual(frame, left, right, span);
  if (a.kind === "instance" && b.kind === "instance") return equalObjects(frame, left, right, a, b, site, span);
  if (a.kind === "function" && b.kind === "function" && [...a.closures, ...b.closures].some((one) => isOfSomeClass(frame, one)))
    return frame.fail(span, equalityOfClassMethods());
  if (a.kind === "function" && b.kind === "function") return intrinsic("is_same_function", [left, right], BOOL, span);
  if (a.kind === "generator" && b.kind === "generator") return intrinsic("is_same", [left, right], BOOL, span);
  // `type(x) in (A, B)`: a class that is known at run time only is a function that makes its objects.
  if (a.kind === "function" && b.kind === "class") return equal(frame, left, asFunction(frame, right, b.class), site, span);
  if (a.kind === "class" && b.kind === "function") return equal(frame, asFunction(frame, left, a.class), right, site, span);
  const isSameClass = a.kind === "class" && b.kind === "class" && a.class === b.class;
  return sequence(effects(left, right), boolLiteral(isSameClass || (a.kind === b.kind && a.kind === "none"), span));
}

/** A class method taken from an object, whose class other classes derive from: which class it holds is not known. */
function isOfSomeClass(frame: Frame, closure: ClosureInfo): boolean {
  const code = frame.session.closures.get(closure);
  if (code?.kind !== "bound" || code.receiver.kind !== "instance") return false;
  return findMethod(declarationOf(code.receiver.class), code.name)?.[0]?.isClassMethod === true;
}

/** Of `a.dtype`, which equals texts and classes that mean the same. */
function isElementType(type: Type): boolean {
  return type.kind === "instance" && type.class.name === "_Dtype" && type.class.module === "";
}

function elementTypesEqual(frame: Frame, left: TypedExpression, right: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const [x, y] = keepInOrder(frame, [left, right], statements) as [TypedExpression, TypedExpression];
  const [receiver, value] = isElementType(typeOf(x)) ? [x, y] : [y, x];
  const actuals = [{ kind: "positional" as const, name: null, value, span }];
  const call = { receiver, name: "__eq__", nameSpan: span, actuals, site: siteOf(site, "element types"), span };
  return sequence(statements, frame.session.passes.callMethod(frame, call));
}

type InstanceType = Extract<Type, { kind: "instance" }>;

export function asFunction(frame: Frame, value: TypedExpression, info: ClassInfo): TypedExpression {
  return sequence(effects(value), classAsFunction(frame.session, info, value.span));
}

function isTuple(type: Type): boolean {
  return type.kind === "tuple" || type.kind === "variadic";
}

function effects(...values: TypedExpression[]): TypedStatement[] {
  return values.filter((value) => value.kind !== "literal").map((value) => ({ kind: "evaluate", value, span: value.span }));
}

/** An int and a float are equal by exact value, not by rounding one to the other. */
function equalNumbers(frame: Frame, left: TypedExpression, right: TypedExpression, site: object, span: Span): TypedExpression {
  const [a, b] = [typeOf(left).kind, typeOf(right).kind];
  if (a === "float" && b === "float") return intrinsic("float_eq", [left, right], BOOL, span);
  if (a === "bool" && b === "bool") return intrinsic("bool_eq", [left, right], BOOL, span);
  const isUnsigned = (value: TypedExpression): boolean => typeOf(value).kind === "u64" || isNonNegativeLiteral(value);
  if ((a === "u64" || b === "u64") && isUnsigned(left) && isUnsigned(right))
    return intrinsic("int_eq", [bits(left), bits(right)], BOOL, span);
  if (a === "float") {
    const statements: TypedStatement[] = [];
    const kept = right.kind === "literal" ? left : keep(frame, left, statements);
    const sign = intrinsic("int_compare_float", [convertToInt(right), kept], INT, span);
    return sequence(statements, intrinsic("int_eq", [sign, intLiteral(0, span)], BOOL, span));
  }
  if (b === "float")
    return intrinsic("int_eq", [intrinsic("int_compare_float", [convertToInt(left), right], INT, span), intLiteral(0, span)], BOOL, span);
  if (a === "u64" || b === "u64") {
    const statements: TypedStatement[] = [];
    const kept = keep(frame, left, statements);
    const sides = a === "u64" ? [kept, convertToInt(right)] : [right, convertToInt(kept)];
    return sequence(statements, callCore(frame, "_u64_equal", sides, site, span));
  }
  return intrinsic("int_eq", [convertToInt(left), convertToInt(right)], BOOL, span);
}

function equalObjects(
  frame: Frame,
  left: TypedExpression,
  right: TypedExpression,
  a: Extract<Type, { kind: "instance" }>,
  b: Extract<Type, { kind: "instance" }>,
  site: object,
  span: Span,
): TypedExpression {
  const declaration = declarationOf(a.class);
  const method = findMethod(declaration, "__eq__");
  const call = (receiver: TypedExpression, other: TypedExpression): TypedExpression =>
    frame.session.passes.callMethod(frame, {
      receiver,
      name: "__eq__",
      nameSpan: span,
      actuals: [{ kind: "positional", name: null, value: other, span }],
      site,
      span,
    });
  const related = isSubclass(a.class, b.class) || isSubclass(b.class, a.class);
  if (isAsked(frame, a, b) || isAsked(frame, b, a)) return callEqual(frame, left, right, span);
  if (related && !declaration.file.info.isLibrary && differsByClass(frame, a, b)) return callEqual(frame, left, right, span);
  if (method !== null && (related || !declaration.file.info.isLibrary || isSetLike(a, b))) return call(left, right);
  const other = declarationOf(b.class);
  // The left one does not know the right one: Python asks that instead.
  if (!related && findMethod(other, "__eq__") !== null && (!other.file.info.isLibrary || isSetLike(b, a))) {
    const statements: TypedStatement[] = [];
    const [first, second] = [keep(frame, left, statements), keep(frame, right, statements)];
    return sequence(statements, call(second, first));
  }
  if (!related) return sequence(effects(left, right), boolLiteral(false, span));
  if (recordOf(declaration) !== null) return callEqual(frame, left, right, span);
  return intrinsic("is_same", [left, right], BOOL, span);
}

/** Must the two be asked in turn: because the first may decline, or the second, of a derived class, goes first? */
function isAsked(frame: Frame, a: InstanceType, b: InstanceType): boolean {
  if (mayDecline(frame, a, "__eq__")) return true;
  const [lefts, rights] = [frame.session.concreteTypes(a), frame.session.concreteTypes(b)];
  return lefts.some((one) => derivedFrom(one, rights).length > 0);
}

/** Those that are asked before an object of that class. */
function derivedFrom(base: InstanceType, types: readonly InstanceType[]): InstanceType[] {
  return types.filter((one) => one.class !== base.class && isSubclass(one.class, base.class) && hasAuthors(one));
}

/** `d.keys() == {"a"}`: the views of a dict, and a frozenset, are compared with sets and each other as sets. */
function isSetLike(asked: InstanceType, other: InstanceType): boolean {
  if (!declarationOf(asked.class).file.info.isLibrary || !declarationOf(other.class).file.info.isLibrary) return false;
  if (asked.class.name === "frozenset") return other.class.name === "set";
  return ["dict_keys", "dict_items"].includes(asked.class.name) && setLike.has(other.class.name);
}

const setLike: ReadonlySet<string> = new Set(["set", "frozenset", "dict_keys", "dict_items"]);

/** The dataclass whose fields are compared, where it compares them at all. */
export function recordOf(declaration: ClassDeclaration): ClassDeclaration | null {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base)
    if (at.dataclass !== null) return at.dataclass.eq ? at : null;
  return null;
}

/** How objects of a class are compared: by a method, by the fields of a dataclass, or by identity (null). */
function equalityOf(declaration: ClassDeclaration): "method" | ClassDeclaration | null {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    if (at.methods.has("__eq__")) return "method";
    if (at.dataclass?.eq === true) return at;
  }
  return null;
}

/** Do objects of the two types compare otherwise than those of the first one's class? */
function differsByClass(frame: Frame, a: InstanceType, b: InstanceType): boolean {
  const own = equalityOf(declarationOf(a.class));
  return [...frame.session.concreteTypes(a), ...frame.session.concreteTypes(b)].some((one) => equalityOf(declarationOf(one.class)) !== own);
}

/** By a function of its own for this pair of types, which may be recursive. */
function callEqual(frame: Frame, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const types = [left.type, right.type];
  const instance = synthesise(frame, {
    key: `equal ${types.map(typeKey).join(" ")}`,
    name: "__eq__",
    closure: null,
    parameters: types,
    span,
    result: BOOL,
    build: (inner, [a, b]) => {
      if (a === undefined || b === undefined) return { body: [{ kind: "return", value: boolLiteral(true, span), span }], result: BOOL };
      const [x, y] = [readVariable(a, span), readVariable(b, span)];
      const asked = isAsObject(x) || isAsObject(y) ? askInTurn(inner, x, y, span) : [];
      return { body: [...asked, { kind: "return", value: compareParts(inner, x, y, span), span }], result: BOOL };
    },
  });
  return callInstance(frame, instance, [left, right], BOOL, span);
}

function compareParts(frame: Frame, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const a = typeOf(left);
  const b = typeOf(right);
  if (a.kind === "union") return distribute(frame, left, (member) => equal(frame, member, right, frame.instance, span), span);
  if (b.kind === "union") return distribute(frame, right, (member) => equal(frame, left, member, frame.instance, span), span);
  if (a.kind === "instance" && b.kind === "instance") return compareObjects(frame, left, right, [a, b], span);
  if (a.kind === "instance" || b.kind === "instance") return boolLiteral(false, span);
  if (a.kind === "tuple" && b.kind === "tuple") {
    if (a.items.length !== b.items.length) return boolLiteral(false, span);
    const parts = a.items.map((item, index) =>
      equalItems(
        frame,
        { kind: "tupleItem", tuple: left, index, type: item, span },
        { kind: "tupleItem", tuple: right, index, type: b.items[index] as Type, span },
        siteOf(frame.instance, `part ${index}`),
        span,
      ),
    );
    return allOf(parts, span);
  }
  return frame.session.passes.compareVariadic(frame, "==", left, right, span);
}

export function allOf(parts: readonly TypedExpression[], span: Span): TypedExpression {
  const [first, ...others] = parts;
  if (first === undefined) return boolLiteral(true, span);
  return others.reduce((all, part): TypedExpression => ({ kind: "and", left: all, right: part, type: BOOL, span }), first);
}

/** Where no method has decided, by the classes the objects are of: dataclasses are equal when theirs is the same and all compared fields are, others when they are the same object. */
function compareObjects(
  frame: Frame,
  left: TypedExpression,
  right: TypedExpression,
  [a, b]: readonly [InstanceType, InstanceType],
  span: Span,
): TypedExpression {
  const [lefts, rights] = [frame.session.concreteTypes(a), frame.session.concreteTypes(b)];
  const parts = lefts.flatMap((one) => {
    const other = rights.find((type) => type.class === one.class);
    const by = equalityOf(declarationOf(one.class));
    if (other === undefined) return [];
    const [x, y] = [convert(left, one), convert(right, other)];
    const tests = [...exactClass(frame, left, one, span), ...exactClass(frame, right, other, span)];
    return [
      allOf(
        [...tests, ...(by === null || by === "method" ? [intrinsic("is_same", [x, y], BOOL, span)] : equalFields(frame, by, x, y, span))],
        span,
      ),
    ];
  });
  return parts.reduce<TypedExpression>(
    (all, part) => (all.kind === "literal" ? part : { kind: "or", left: all, right: part, type: BOOL, span }),
    boolLiteral(false, span),
  );
}

/** Has a class of these objects an author's `__eq__`, and so a say in what equals such a number, text, tuple or None? */
function asksAuthor(frame: Frame, type: Type, plain: Type): boolean {
  if (type.kind !== "instance" || !plainKinds.has(plain.kind) || declarationOf(type.class).file.info.isLibrary) return false;
  return frame.session.concreteTypes(type).some((one) => equalityOf(declarationOf(one.class)) === "method");
}

const plainKinds: ReadonlySet<Type["kind"]> = new Set(["none", "bool", "int", "u64", "float", "str", "tuple", "variadic"]);

function isAsObject(value: TypedExpression): boolean {
  return typeOf(value).kind === "instance";
}

/** The authors' methods, as Python asks them: that of a derived class on the right, then the left one's, then the right one's. */
function askInTurn(frame: Frame, left: TypedExpression, right: TypedExpression, span: Span): TypedStatement[] {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (a.kind === "union" || b.kind === "union") return [];
  const lefts = a.kind === "instance" ? frame.session.concreteTypes(a) : [];
  const rights = b.kind === "instance" ? frame.session.concreteTypes(b) : [];
  const ahead = lefts.flatMap((one) =>
    derivedFrom(one, rights).map((other) => askMethod(frame, [right, left], other, exactClass(frame, left, one, span), span)),
  );
  const own = lefts.map((one) => askMethod(frame, [left, right], one, [], span));
  return [...ahead, ...own, ...rights.map((one) => askMethod(frame, [right, left], one, [], span))].flat();
}

/** An author's `__eq__`; the library's know their like only. */
function hasAuthors({ class: info }: InstanceType): boolean {
  const declaration = declarationOf(info);
  return equalityOf(declaration) === "method" && findMethod(declaration, "__eq__")?.[0]?.file.info.isLibrary !== true;
}

/** `return self.__eq__(other)` where the object is of that class, which has the method of an author; goes on where it declines. */
function askMethod(
  frame: Frame,
  [self, other]: readonly [TypedExpression, TypedExpression],
  one: InstanceType,
  tests: readonly TypedExpression[],
  span: Span,
): TypedStatement[] {
  if (!hasAuthors(one)) return [];
  const site = siteOf(frame.instance, `equal ${one.class.name} ${typeKey(typeOf(other))} ${tests.length}`);
  const answer = frame.session.passes.callMethod(frame, {
    receiver: convert(self, one),
    name: "__eq__",
    nameSpan: span,
    actuals: [{ kind: "positional", name: null, value: other, span }],
    site,
    span,
  });
  const give: TypedStatement = { kind: "return", value: truth(frame, answer, site), span };
  const asked = mayDecline(frame, one, "__eq__") ? tryAsking(frame, [give], [], span) : give;
  const all = [...exactClass(frame, self, one, span), ...tests];
  return [all.length === 0 ? asked : { kind: "if", test: allOf(all, span), then: [asked], else: [], span }];
}

/**
 * As the items of a container are compared: what is the same object is equal
 * without a look, whatever its `__eq__` says.
 */
export function equalItems(frame: Frame, left: TypedExpression, right: TypedExpression, site: object, span: Span): TypedExpression {
  if (!mayBeSame(typeOf(left), typeOf(right))) return equal(frame, left, right, site, span);
  const statements: TypedStatement[] = [];
  const [x, y] = keepInOrder(frame, [left, right], statements) as [TypedExpression, TypedExpression];
  const same = intrinsic("is_same", [x, y], BOOL, span);
  return sequence(statements, { kind: "or", left: same, right: equal(frame, x, y, site, span), type: BOOL, span });
}

/** Can both be one object of an author's class that is compared by more than identity? */
function mayBeSame(a: Type, b: Type): boolean {
  const isReference = (type: Type): boolean => type.kind === "union" || type.kind === "instance";
  if (!isReference(a) || !isReference(b)) return false;
  const classes = (type: Type): ClassInfo[] =>
    membersOf(type)
      .map(shallow)
      .flatMap((one) => (one.kind === "instance" && !declarationOf(one.class).file.info.isLibrary ? [one.class] : []));
  return classes(a).some((one) => classes(b).some((other) => isSubclass(one, other) || isSubclass(other, one)));
}

function equalFields(frame: Frame, record: ClassDeclaration, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression[] {
  const [a, b] = [typeOf(left) as InstanceType, typeOf(right) as InstanceType];
  const fields = dataclassFields(frame, record).filter((field) => field.inCompare);
  return fields.map((field) => {
    const [x, y] = [readField(frame, left, a, field.name, span), readField(frame, right, b, field.name, span)];
    // As Python compares the tuples of the fields; that ends circles too.
    return equalItems(frame, x, y, { field, of: a.class }, span);
  });
}

/** Tests that an object is of that class and of none below it; none where it cannot be otherwise. */
export function exactClass(
  frame: Frame,
  value: TypedExpression,
  wanted: Extract<Type, { kind: "instance" }>,
  span: Span,
): TypedExpression[] {
  const type = typeOf(value);
  const others = frame.session.subclassesOf(wanted);
  if (type.kind === "instance" && type.class === wanted.class && others.length === 0) return [];
  const is: TypedExpression = { kind: "typeTest", value, types: [instanceOf(wanted.class, wanted.arguments)], type: BOOL, span };
  return others.length === 0
    ? [is]
    : [is, intrinsic("bool_not", [{ kind: "typeTest", value, types: others, type: BOOL, span }], BOOL, span)];
}

export function readField(
  frame: Frame,
  object: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  name: string,
  span: Span,
): TypedExpression {
  const field = findField(frame.session, type, name);
  if (field === null) throw new Error(`no field ${name}`);
  return { kind: "field", object, field: field.index, type: field.type, span };
}
