// `target += value`: the target is evaluated once, read, and written.

import type { Expression, Slice, Statement } from "../../syntax/ast.ts";
import { isList } from "../../types/classes.ts";
import { asPlace } from "../expressions/numbers.ts";
import { staysBehind } from "../assigned.ts";
import { isSilent } from "../../types/primitives.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import { evaluate, keep, sequence } from "../build.ts";
import { mayDecline, unlessDeclined } from "../calls/declining.ts";
import { acceptsSome } from "../calls/functions.ts";
import { distribute, withAblerClasses } from "../calls/distribute.ts";
import { arrayRank } from "../calls/elementwise.ts";
import { operate, pairsOf } from "../expressions/arithmetic.ts";
import { operatorMethod } from "../operatorMethods.ts";
import { hasMethod } from "../expressions/objectOperators.ts";
import { hasSlice, keepIndex } from "../expressions/arrayItems.ts";
import { augmentArray } from "../expressions/arrayOperators.ts";
import { checkName } from "../expressions/names.ts";
import { readItem, sliceBounds, sliceObject, sliceOne, takesSlices } from "../expressions/subscript.ts";
import { maskedArithmetic } from "../expressions/masked.ts";
import { refused } from "../expressions/refusing.ts";
import { onEachPair, someMember } from "../expressions/unions.ts";
import { forgetAttribute } from "../narrowing.ts";
import { pythonName, withAttribute } from "../present.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { unsupported } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { Type } from "../../types/type.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { siteOf } from "../iteration/sources.ts";
import { onEachMember } from "./eachMember.ts";
import { setAttribute, setItem, storeSlice } from "./stores.ts";
import { assignTarget } from "./targets.ts";

type Augmented = Extract<Statement, { kind: "augmented" }>;

export function checkAugmented(frame: Frame, node: Augmented): TypedStatement[] {
  switch (node.target.kind) {
    case "name":
      return augmentName(frame, node, node.target);
    case "attribute":
      return augmentAttribute(frame, node, node.target);
    case "subscript":
      return augmentItem(frame, node, node.target);
    default:
      frame.report(node.target.span, unsupported("`+=` of such a target", "assign to a name, an attribute or an item"));
      return [];
  }
}

function augmentName(frame: Frame, node: Augmented, target: Extract<Expression, { kind: "name" }>): TypedStatement[] {
  const masked = maskedValue(frame, node);
  if (masked !== null) return assignTarget(frame, target, masked);
  const old = checkName(frame, target);
  const statements: TypedStatement[] = [];
  // The old value is read before the right side is evaluated.
  const isWritten = node.value.kind === "int" || node.value.kind === "float" || node.value.kind === "string" || node.value.kind === "name";
  const mayChange = old.kind === "global" || old.kind === "capture" || (old.kind === "variable" && old.variable.boxed);
  const value = combine(frame, node, mayChange && !isWritten ? keep(frame, old, statements) : old);
  if (value.kind === "inPlace") return [...statements, ...value.statements];
  return [...statements, ...assignTarget(frame, target, value.value)];
}

/** `h &= 0xffffffff` masks like `h = h & 0xffffffff`. */
function maskedValue(frame: Frame, node: Augmented): TypedExpression | null {
  if (node.operator !== "&") return null;
  return maskedArithmetic(frame, {
    kind: "binary",
    operands: [node.target, node.value],
    operators: [{ operator: "&", span: node.operatorSpan }],
    span: node.span,
  });
}

type Combined =
  | { readonly kind: "value"; readonly value: TypedExpression }
  | { readonly kind: "inPlace"; readonly statements: readonly TypedStatement[] };

/** By `__iadd__` where the object has it, else by the plain operator; this too where the old value is a copy. */
function combine(frame: Frame, node: Augmented, old: TypedExpression, isCopy = false): Combined {
  const right = frame.expression(node.value);
  const type = typeOf(old);
  const isPlain = isCopy || isSilent(type) || isSilent(typeOf(right));
  if (!isPlain && arrayRank(type) > 0 && node.operator !== "@")
    return { kind: "inPlace", statements: augmentArray(frame, node.operator, old, right, node, node.span) };
  if (!isPlain && type.kind === "union" && someMember(type, (member) => changesInPlace(node, member)))
    return { kind: "value", value: combineUnion(frame, node, old, right) };
  if (isPlain || !hasMethod(type, operatorMethod(node.operator, "i")))
    return { kind: "value", value: operate(frame, node.operator, old, right, node.span, siteOf(node, "operator"), `${node.operator}=`) };
  if (mayDecline(frame, type, operatorMethod(node.operator, "i"))) return { kind: "value", value: inPlaceOrPlain(frame, node, old, right) };
  if (isList(type) && asksTheOther(node, typeOf(right)))
    return { kind: "value", value: operate(frame, node.operator, old, right, node.span, siteOf(node, "operator"), `${node.operator}=`) };
  const call = callInPlace(frame, node, old, right, node);
  return returnsItself(call, type) ? { kind: "inPlace", statements: [evaluate(call)] } : { kind: "value", value: call };
}

/** Where `__iadd__` declines, `__add__` and `__radd__` are asked. */
function inPlaceOrPlain(frame: Frame, node: Augmented, old: TypedExpression, right: TypedExpression): TypedExpression {
  const statements: TypedStatement[] = [];
  const [held, given] = [keep(frame, old, statements), keep(frame, right, statements)];
  const call = callInPlace(frame, node, held, given, node);
  const plain = (): TypedExpression => operate(frame, node.operator, held, given, node.span, siteOf(node, "operator"), `${node.operator}=`);
  return sequence(statements, unlessDeclined(frame, true, call, plain, node.span));
}

function changesInPlace(node: Augmented, type: Type): boolean {
  return (arrayRank(type) > 0 && node.operator !== "@") || hasMethod(type, operatorMethod(node.operator, "i"));
}

function callInPlace(frame: Frame, node: Augmented, receiver: TypedExpression, right: TypedExpression, site: object): TypedExpression {
  return frame.session.passes.callMethod(frame, {
    receiver,
    name: operatorMethod(node.operator, "i"),
    nameSpan: node.operatorSpan,
    actuals: [{ kind: "positional", name: null, value: right, span: node.value.span }],
    site,
    span: node.span,
  });
}

/** A container of the library gives itself back. */
function returnsItself(call: TypedExpression, type: Type): boolean {
  const result = shallow(call.type);
  return result.kind === "instance" && type.kind === "instance" && result.class === type.class && type.class.module === "";
}

/** Of several types, some of which are changed in place: those are, and are the new value too. */
function combineUnion(frame: Frame, node: Augmented, old: TypedExpression, right: TypedExpression): TypedExpression {
  const statements: TypedStatement[] = [];
  const [held, given] = [keep(frame, old, statements), keep(frame, right, statements)];
  const each = (member: TypedExpression): TypedExpression => {
    const type = typeOf(member);
    const site = siteOf(node, pythonName(type));
    if (!changesInPlace(node, type)) {
      const pairs = pairsOf(frame, node.operator, node.span, `${node.operator}=`);
      return onEachPair(frame, member, given, pairs, site, node.span);
    }
    if (arrayRank(type) > 0) return sequence(augmentArray(frame, node.operator, member, given, site, node.span), member);
    if (mayDecline(frame, type, operatorMethod(node.operator, "i"))) return inPlaceOrPlain(frame, node, member, given);
    const plainly = membersOf(old.type).some((one) => !changesInPlace(node, shallow(one)));
    if (!plainly || type.kind !== "instance" || !declarationOf(type.class).file.info.isLibrary)
      return callInPlace(frame, node, member, given, site);
    // Others of the old value's types may take what this one does not.
    const take = (other: TypedExpression): TypedExpression => {
      const at = siteOf(site, pythonName(other.type));
      if (asksTheOther(node, typeOf(other))) return operate(frame, node.operator, member, other, node.span, at, `${node.operator}=`);
      return takesInPlace(frame, node, member, other)
        ? callInPlace(frame, node, member, other, at)
        : refused(frame, "TypeError", [member, other], refusalInPlace(node, type), node.span);
    };
    const takes = (one: Type): boolean => asksTheOther(node, one) || takesInPlace(frame, node, member, { ...given, type: one });
    return distribute(frame, given, take, node.span, true, (one) =>
      withAblerClasses(frame, one, (able, than) => takes(able) && !takes(than)),
    );
  };
  const expand = (one: Type): readonly Type[] =>
    withAblerClasses(frame, one, (able, than) => changesInPlace(node, able) && !changesInPlace(node, than));
  return sequence(statements, distribute(frame, held, each, node.span, true, expand));
}

/** `xs += k` of a list: CPython asks `__radd__` of an author's class before the list takes the items. */
function asksTheOther(node: Augmented, other: Type): boolean {
  if (other.kind !== "instance" || declarationOf(other.class).file.info.isLibrary) return false;
  return hasMethod(other, operatorMethod(node.operator, "r"));
}

function takesInPlace(frame: Frame, node: Augmented, receiver: TypedExpression, value: TypedExpression): boolean {
  const type = typeOf(receiver);
  const name = operatorMethod(node.operator, "i");
  if (type.kind !== "instance" || isSilent(typeOf(value))) return true;
  return acceptsSome(frame, {
    overloads: findMethod(declarationOf(type.class), name) ?? [],
    name,
    receiver,
    classArguments: type.arguments,
    actuals: [{ kind: "positional", name: null, value, span: node.value.span }],
    site: node,
    span: node.span,
  });
}

function refusalInPlace(node: Augmented, type: Type): (left: string, right: string) => string {
  const isExtended = node.operator === "+" && type.kind === "instance" && type.class.name !== "Counter";
  return (left, right) =>
    isExtended ? `'${right}' object is not iterable` : `unsupported operand type(s) for ${node.operator}=: '${left}' and '${right}'`;
}

function augmentAttribute(frame: Frame, node: Augmented, target: Extract<Expression, { kind: "attribute" }>): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const object = frame.expression(target.object);
  const kept = staysBehind(object, [node.value]) ? object : keep(frame, object, statements);
  const held = withAttribute(kept, target.name.name);
  if (typeOf(held).kind !== "union") return [...statements, ...augmentOn(frame, node, target, kept, true)];
  const chain = onEachMember(frame, held, (member) => augmentOn(frame, node, target, member, false));
  frame.facts = forgetAttribute(frame.facts, target.name.name);
  return [...statements, ...chain];
}

/** `isPath`: what is known of the path may be known of this very attribute. */
function augmentOn(
  frame: Frame,
  node: Augmented,
  target: Extract<Expression, { kind: "attribute" }>,
  object: TypedExpression,
  isPath: boolean,
): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const read = frame.session.passes.attribute(
    frame,
    object,
    target.name.name,
    target.name.span,
    siteOf(target, `read of ${pythonName(typeOf(object))}`),
  );
  const isSet = isGuarded(typeOf(object), target.name.name);
  const old = isSet ? keep(frame, read, statements) : isPath ? frame.session.passes.narrowedPath(frame, target, read) : read;
  const value = combine(frame, node, old);
  // What was changed in place is stored all the same: by a setter, or where storing is refused.
  if (value.kind === "inPlace") return [...statements, ...value.statements, ...(isSet ? setAttribute(frame, target, object, old) : [])];
  return [...statements, ...setAttribute(frame, target, object, value.value)];
}

/** Is this attribute no plain field, which would hold the same object as before? */
function isGuarded(type: Type, name: string): boolean {
  if (type.kind === "tuple") return true;
  return type.kind === "instance" && (type.class.isFrozen || isProperty(declarationOf(type.class), name));
}

function isProperty(declaration: ClassDeclaration, name: string): boolean {
  return findMethod(declaration, `${name}=`) !== null || findMethod(declaration, name)?.[0]?.isProperty === true;
}

function augmentItem(frame: Frame, node: Augmented, target: Item): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const object = keep(frame, frame.expression(target.object), statements);
  const type = typeOf(object);
  if (target.index.kind === "slice" && isList(type)) return [...statements, ...augmentSlice(frame, node, target, object, target.index)];
  const isOwn = takesSlices(type, "__setitem__");
  const isStored = isOwn || type.kind === "tuple" || type.kind === "variadic";
  if (!isOwn && hasSlice(target.index)) {
    const read = frame.expression(target);
    const value = combine(frame, node, read);
    return value.kind === "inPlace" ? [...value.statements] : assignTarget(frame, target, value.value);
  }
  const written = target.index.kind === "slice" ? sliceObject(frame, target.index) : frame.expression(target.index);
  const index = arrayRank(type) > 0 ? keepIndex(frame, written, statements) : keep(frame, written, statements);
  // Asked for reading and for writing.
  const place = (): TypedExpression => (isList(type) ? asPlace(frame, index) : index);
  const read =
    type.kind === "tuple"
      ? frame.expression(target)
      : readItem(frame, object, place(), target.index.span, siteOf(target, "read"), target.span);
  const old = isStored ? keep(frame, read, statements) : read;
  const value = combine(frame, node, old, arrayRank(type) > 0 && selectsItems(typeOf(index)));
  // What was changed in place is given to an author's `__setitem__` all the same; tuples refuse it.
  if (value.kind === "inPlace")
    return [...statements, ...value.statements, ...(isStored ? setItem(frame, target, object, index, old) : [])];
  return [...statements, ...setItem(frame, target, object, place(), value.value)];
}

/** `xs[i:j] += ys`: the slice is a list of its own, which takes the place of what it was taken from. */
function augmentSlice(frame: Frame, node: Augmented, target: Item, object: TypedExpression, slice: Slice): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const bounds = sliceBounds(frame, slice).map((part) => keep(frame, part, statements));
  if (bounds.some((part) => isSilent(typeOf(part)))) return statements;
  const old = keep(frame, sliceOne(frame, object, bounds, slice.span, siteOf(target, "read"), target.span), statements);
  const value = combine(frame, node, old);
  const changed = value.kind === "inPlace" ? value.statements : [];
  return [...statements, ...changed, ...storeSlice(frame, target, object, bounds, value.kind === "inPlace" ? old : value.value)];
}

type Item = Extract<Expression, { kind: "subscript" }>;

/** A mask, a list or an array of places: what it selects is a copy, not a view. */
function selectsItems(index: Type): boolean {
  if (index.kind === "tuple") return index.items.some((item) => selectsItems(shallow(item)));
  return index.kind === "instance";
}
