// `a[i]`, `a[i:j:k]`, `t[0]`, and what `Array[i, j]` adds.

import { isList } from "../../types/classes.ts";
import type { Span } from "../../base/span.ts";
import type { Expression, Slice } from "../../syntax/ast.ts";
import { typeKey } from "../../types/key.ts";
import { shallow, zonk } from "../../types/variables.ts";
import { BOOL, INT, STR, isSilent, tupleOf } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import {
  callInstance,
  impossible,
  intLiteral,
  intrinsic,
  keep,
  keepInOrder,
  noneLiteral,
  readVariable,
  sequence,
  setVariable,
} from "../build.ts";
import { callCore } from "../calls/core.ts";
import { convert } from "../convert.ts";
import { notIndexable, tupleIndex, wrongBound, wrongIndex } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement, Variable } from "../program.ts";
import { raiseNamed } from "../statements/raising.ts";
import { siteOf } from "../iteration/sources.ts";
import { synthesise } from "../synthesis/function.ts";
import { enumByName } from "../classes/enums.ts";
import { declarationOf } from "../declarations.ts";
import { hasMethod } from "./objectOperators.ts";
import { arrayRank } from "../calls/elementwise.ts";
import type { MemberUse } from "./unions.ts";
import { onMembers, someMember } from "./unions.ts";
import { withoutDots } from "./dots.ts";
import { readArrayItem } from "./arrayItems.ts";
import { constantInt, maxInt, minInt } from "./integers.ts";
import { asPlace, convertToInt } from "./numbers.ts";
import { withoutNone } from "../narrowing.ts";
import { afterBoth, asType, isOptional, notSubscriptable, pythonName } from "../present.ts";

export function checkSubscript(frame: Frame, node: Extract<Expression, { kind: "subscript" }>): TypedExpression {
  const given = frame.expression(node.object);
  const object = isOptional(given.type) && shallow(withoutNone(typeOf(given))).kind === "tuple" ? asType(given, notSubscriptable) : given;
  if (node.index.kind === "slice") return readSlice(frame, object, node.index, node);
  const dotted = withoutDots(node.index, object);
  if (dotted !== null) return frame.session.passes.arraySubscript(frame, object, dotted, node, node.span);
  if (node.index.kind === "tuple" && node.index.items.some((item) => item.kind === "slice"))
    return frame.session.passes.arraySubscript(frame, object, node.index.items, node, node.span);
  const type = typeOf(object);
  if (type.kind === "class" && type.class.isEnum)
    return enumByName(frame, declarationOf(type.class), frame.expression(node.index), node, node.span);
  if (type.kind === "tuple") return readTupleItem(frame, object, type, node);
  const index = frame.expression(node.index);
  const isPlaced = isList(type) || type.kind === "str" || type.kind === "variadic";
  return readItem(frame, object, isPlaced ? asPlace(frame, index) : index, node.index.span, node, node.span);
}

/** `object[index]` for evaluated operands. */
export function readItem(
  frame: Frame,
  object: TypedExpression,
  index: TypedExpression,
  indexSpan: Span,
  site: object,
  span: Span,
): TypedExpression {
  const type = typeOf(object);
  const by = typeOf(index);
  if (isSilent(type) || isSilent(by)) return impossible([object, index], span);
  const isSliced = type.kind === "str" || type.kind === "tuple" || type.kind === "variadic" || hasMethod(type, "_get_slice");
  if (isSliceValue(by) && isSliced) return sliceByValue(frame, object, index, site, span);
  const words = isOptional(by) && !isOptional(type) ? indexWords(type) : null;
  if (words !== null) return readItem(frame, object, asType(index, words), indexSpan, site, span);
  if (type.kind === "str")
    return isIndex(by) ? intrinsic("str_at", [object, convertToInt(index)], STR, span) : frame.fail(indexSpan, wrongIndex(type, by));
  if (type.kind === "variadic")
    return isIndex(by) ? variadicItem(frame, object, type.element, convertToInt(index), span) : frame.fail(indexSpan, wrongIndex(type, by));
  if (type.kind === "tuple" && isIndex(by)) return placeOf(frame, object, type, index, indexSpan, span);
  if (isList(type)) {
    return isIndex(by)
      ? intrinsic("list_get", [object, convertToInt(index)], listElement(type), span)
      : frame.fail(indexSpan, wrongIndex(type, by));
  }
  if (type.kind === "union") {
    if (isOptional(type))
      return afterBoth(frame, object, index, notSubscriptable, (held, at) => readItem(frame, held, at, indexSpan, site, span));
    return onMembers(
      frame,
      object,
      itemUse(frame, index, (member) => readItem(frame, member, index, indexSpan, site, span)),
      span,
    );
  }
  const item = readArrayItem(frame, object, index, site, span);
  if (item !== null) return item;
  if (!hasMethod(type, "__getitem__")) return frame.fail(object.span, notIndexable(type));
  const actuals: Actual[] = [{ kind: "positional", name: null, value: index, span: indexSpan }];
  return frame.session.passes.callMethod(frame, { receiver: object, name: "__getitem__", nameSpan: span, actuals, site, span });
}

/** `x[i]` of an x of several types: those without such items raise. */
function itemUse(frame: Frame, index: TypedExpression, apply: (member: TypedExpression) => TypedExpression): MemberUse {
  const by = typeOf(index);
  const byPlace = (type: Type): boolean => type.kind === "str" || type.kind === "tuple" || type.kind === "variadic" || isList(type);
  return {
    exists: ({ type: given }) => {
      const type = shallow(given);
      return isSilent(type) || (byPlace(type) ? isIndex(by) || by.kind === "union" : hasMethod(type, "__getitem__") || arrayRank(type) > 0);
    },
    apply,
    exception: "TypeError",
    refusal: (type) => {
      if (type === "str") return `string indices must be integers, not '${pythonName(by)}'`;
      const isPlaced = type === "list" || type === "tuple";
      return isPlaced ? `${type} indices must be integers or slices, not ${pythonName(by)}` : `'${type}' object is not subscriptable`;
    },
  };
}

/** What CPython says of None as an index. */
function indexWords(type: Type): string | null {
  if (type.kind === "str") return "string indices must be integers, not 'NoneType'";
  if (type.kind === "variadic") return "tuple indices must be integers or slices, not NoneType";
  return isList(type) ? "list indices must be integers or slices, not NoneType" : null;
}

export function listElement(type: Type): Type {
  return type.kind === "instance" ? (type.arguments[0] ?? { kind: "never" }) : { kind: "never" };
}

export function isIndex(type: Type): boolean {
  return type.kind === "int" || type.kind === "bool" || type.kind === "u64";
}

/** An item by a written index has its own type; by a computed one the join of all, where there is one. */
function readTupleItem(
  frame: Frame,
  object: TypedExpression,
  type: Extract<Type, { kind: "tuple" }>,
  node: Extract<Expression, { kind: "subscript" }>,
): TypedExpression {
  const constant = constantInt(frame, node.index);
  const count = BigInt(type.items.length);
  if (constant !== null) {
    const at = constant < 0n ? constant + count : constant;
    const item = type.items[Number(at)];
    if (at < 0n || at >= count || item === undefined) return frame.fail(node.index.span, tupleIndex(type.items.length, String(constant)));
    return { kind: "tupleItem", tuple: object, index: Number(at), type: item, span: node.span };
  }
  const index = asPlace(frame, frame.expression(node.index));
  if (isSliceValue(typeOf(index))) return sliceByValue(frame, object, index, node, node.span);
  if (!isIndex(typeOf(index))) return isSilent(typeOf(index)) ? index : frame.fail(node.index.span, wrongIndex(type, typeOf(index)));
  return placeOf(frame, object, type, index, node.index.span, node.span);
}

/** An item by a computed index. */
function placeOf(
  frame: Frame,
  object: TypedExpression,
  type: Extract<Type, { kind: "tuple" }>,
  index: TypedExpression,
  indexSpan: Span,
  span: Span,
): TypedExpression {
  const element = type.items.reduce<Type | null>((all, item) => (all === null ? null : frame.session.join(all, item)), { kind: "never" });
  if (element === null) return frame.fail(indexSpan, wrongIndex(type, typeOf(index)));
  return variadicItem(frame, convert(object, { kind: "variadic", element }), element, convertToInt(index), span);
}

/** An item of a tuple of unknown length: a small function with the bounds test. */
function variadicItem(frame: Frame, tuple: TypedExpression, element: Type, index: TypedExpression, span: Span): TypedExpression {
  const instance = synthesise(frame, {
    key: `item of ${typeKey(tuple.type)}`,
    name: "__getitem__",
    closure: null,
    span,
    parameters: [tuple.type, INT],
    result: zonk(element),
    build: (inner, [whole, at]) => ({
      body: whole === undefined || at === undefined ? [] : itemBody(inner, readVariable(whole, span), at, element, span),
      result: element,
    }),
  });
  return callInstance(frame, instance, [tuple, index], element, span);
}

function itemBody(frame: Frame, tuple: TypedExpression, at: Variable, element: Type, span: Span): TypedStatement[] {
  const index = readVariable(at, span);
  const length = intrinsic("storage_len", [tuple], INT, span);
  const test = (name: "int_lt" | "int_ge", right: TypedExpression): TypedExpression => intrinsic(name, [index, right], BOOL, span);
  const fromEnd: TypedStatement = {
    kind: "if",
    test: test("int_lt", intLiteral(0, span)),
    then: [setVariable(at, intrinsic("int_add", [index, length], INT, span))],
    else: [],
    span,
  };
  const outside: TypedExpression = {
    kind: "or",
    left: test("int_lt", intLiteral(0, span)),
    right: test("int_ge", length),
    type: BOOL,
    span,
  };
  return [
    fromEnd,
    { kind: "if", test: outside, then: raiseNamed(frame, "IndexError", "tuple index out of range", span), else: [], span },
    { kind: "return", value: intrinsic("storage_get", [tuple, index], element, span), span },
  ];
}

// --------------------------------------------------------------------- slices

/** Bounds as the library takes them: what is missing is a sentinel beyond every length. */
export function sliceBounds(frame: Frame, slice: Slice): [TypedExpression, TypedExpression, TypedExpression] {
  const { span } = slice;
  const stepConstant = slice.step === null || slice.step.kind === "none" ? 1n : constantInt(frame, slice.step);
  if (stepConstant === null || stepConstant > maxInt || stepConstant < minInt) return unknownDirection(frame, slice);
  const [first, last] = (stepConstant < 0n ? [maxInt, minInt] : [0n, maxInt]).map((sentinel) => intLiteral(sentinel, span));
  return [
    boundOr(frame, slice.lower, first as TypedExpression),
    boundOr(frame, slice.upper, last as TypedExpression),
    intLiteral(stepConstant, span),
  ];
}

/** None is as good as a missing bound. */
function boundOr(frame: Frame, node: Expression | null, missing: TypedExpression): TypedExpression {
  if (node === null || node.kind === "none") return missing;
  const statements: TypedStatement[] = [];
  const value = asPlace(frame, frame.expression(node));
  const kept = isOptional(value.type) ? keep(frame, value, statements) : value;
  return sequence(statements, presentOr(frame, kept, missing, node.span));
}

/** An int, or `missing` where the value, which can be read more than once, is None. */
function presentOr(frame: Frame, value: TypedExpression, missing: TypedExpression, span: Span): TypedExpression {
  const type = typeOf(value);
  if (isSilent(type)) return value;
  if (isIndex(type)) return convertToInt(value);
  if (type.kind === "none") return sequence([{ kind: "evaluate", value, span }], missing);
  const rest = isOptional(type) ? withoutNone(type) : type;
  if (!isIndex(shallow(rest))) return frame.fail(span, wrongBound(type));
  const test = intrinsic("is_none", [value], BOOL, span);
  return { kind: "conditional", test, then: missing, else: convertToInt(convert(value, rest)), type: INT, span };
}

/** A step known only at run time says which sentinel a missing bound is. All three are evaluated first, as written. */
function unknownDirection(frame: Frame, slice: Slice): [TypedExpression, TypedExpression, TypedExpression] {
  const { span } = slice;
  const statements: TypedStatement[] = [];
  const kept = [slice.lower, slice.upper, slice.step].map((part) =>
    part === null || part.kind === "none" ? null : keep(frame, frame.expression(part), statements),
  );
  const [lower, upper, given] = kept as [TypedExpression | null, TypedExpression | null, TypedExpression];
  const step = keep(frame, presentOr(frame, given, intLiteral(1n, span), given.span), statements, "step");
  const isDown = intrinsic("int_lt", [step, intLiteral(0, span)], BOOL, span);
  const missing = (down: bigint, up: bigint): TypedExpression => ({
    kind: "conditional",
    test: isDown,
    then: intLiteral(down, span),
    else: intLiteral(up, span),
    type: INT,
    span,
  });
  const bound = (value: TypedExpression | null, sentinel: TypedExpression): TypedExpression =>
    value === null ? sentinel : presentOr(frame, value, sentinel, value.span);
  return [sequence(statements, bound(lower, missing(maxInt, 0n))), bound(upper, missing(minInt, maxInt)), step];
}

function readSlice(frame: Frame, given: TypedExpression, slice: Slice, node: Extract<Expression, { kind: "subscript" }>): TypedExpression {
  const object = asType(given, notSubscriptable);
  const type = typeOf(object);
  if (type.kind === "tuple") {
    const constant = constantSlice(frame, object, type, slice, node.span);
    if (constant !== null) return constant;
  }
  if (type.kind === "union") return sliceUnion(frame, object, slice, node);
  if (type.kind === "instance" && !hasMethod(type, "_get_slice") && hasMethod(type, "__getitem__"))
    return readItem(frame, object, sliceObject(frame, slice), slice.span, node, node.span);
  const bounds = sliceBounds(frame, slice);
  if (isSilent(type) || bounds.some((part) => isSilent(typeOf(part)))) return impossible([object, ...bounds], node.span);
  return sliceOne(frame, object, bounds, slice.span, node, node.span);
}

/** Is it a class of the author's, whose method for items is given slices as they are? */
export function takesSlices(given: Type, method: "__getitem__" | "__setitem__" | "__delitem__"): boolean {
  const type = shallow(given);
  return type.kind === "instance" && !declarationOf(type.class).file.info.isLibrary && hasMethod(type, method);
}

/** `slice(1, None, None)` for `x[1:]`, to be handed to an author's `__getitem__`. */
export function sliceObject(frame: Frame, slice: Slice): TypedExpression {
  const actuals = [slice.lower, slice.upper, slice.step].map((part): Actual => {
    const value = part === null ? noneLiteral(slice.span) : frame.expression(part);
    return { kind: "positional", name: null, value, span: value.span };
  });
  return frame.session.passes.construct(frame, frame.session.coreClass("slice"), actuals, siteOf(slice, "object"), slice.span);
}

/** `xs[s]` of a slice that is a value. */
function sliceByValue(frame: Frame, object: TypedExpression, given: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const [held, slice] = keepInOrder(frame, [object, given], statements) as [TypedExpression, TypedExpression];
  const bounds = boundsOf(frame, slice, statements, site, span);
  return sequence(statements, sliceOne(frame, held, bounds, given.span, siteOf(site, "slice"), span));
}

/** Of a slice that is a value, as `sliceBounds` gives them. */
export function boundsOf(frame: Frame, slice: TypedExpression, statements: TypedStatement[], site: object, span: Span): TypedExpression[] {
  const call = { receiver: slice, name: "_bounds", nameSpan: span, actuals: [], site: siteOf(site, "bounds"), span };
  const tuple = keep(frame, frame.session.passes.callMethod(frame, call), statements);
  return [0, 1, 2].map((index): TypedExpression => ({ kind: "tupleItem", tuple, index, type: INT, span }));
}

export function isSliceValue(type: Type): boolean {
  return type.kind === "instance" && type.class.name === "slice" && type.class.module === "";
}

/** Each type by itself, by bounds that are evaluated once. */
function sliceUnion(frame: Frame, given: TypedExpression, slice: Slice, node: Extract<Expression, { kind: "subscript" }>): TypedExpression {
  const statements: TypedStatement[] = [];
  const object = keep(frame, given, statements);
  const site = (member: TypedExpression): object => siteOf(node, pythonName(member.type));
  const isSliced = (type: Type): boolean => ["str", "tuple", "variadic"].includes(type.kind) || hasMethod(type, "_get_slice");
  const hasOwn = someMember(object.type, (type) =>
    [type, ...(type.kind === "instance" ? frame.session.concreteTypes(type) : [])].some((one) => takesSlices(one, "__getitem__")),
  );
  const parts = hasOwn ? [sliceObject(frame, slice)] : sliceBounds(frame, slice);
  if (parts.some((part) => isSilent(typeOf(part)))) return impossible([object, ...parts], node.span);
  const kept = parts.map((part) => keep(frame, part, statements));
  const [only] = kept as [TypedExpression];
  const use: MemberUse = {
    exists: ({ type }) => isSliced(shallow(type)) || takesSlices(type, "__getitem__"),
    apply: (member) => {
      if (!hasOwn) return sliceOne(frame, member, kept, slice.span, site(member), node.span);
      return readItem(frame, member, only, slice.span, site(member), node.span);
    },
    exception: "TypeError",
    refusal: (type) => (type === "dict" ? "unhashable type: 'slice'" : `'${type}' object is not subscriptable`),
  };
  return sequence(statements, onMembers(frame, object, use, node.span));
}

export function sliceOne(
  frame: Frame,
  object: TypedExpression,
  bounds: readonly TypedExpression[],
  sliceSpan: Span,
  site: object,
  span: Span,
): TypedExpression {
  const type = typeOf(object);
  if (type.kind === "str") return callCore(frame, "_str_slice", [object, ...bounds], site, span);
  if (type.kind === "tuple" || type.kind === "variadic") return callCore(frame, "_tuple_slice", [object, ...bounds], site, span);
  if (!hasMethod(type, "_get_slice")) return frame.fail(object.span, notIndexable(type));
  const actuals = bounds.map((value): Actual => ({ kind: "positional", name: null, value, span: sliceSpan }));
  return frame.session.passes.callMethod(frame, { receiver: object, name: "_get_slice", nameSpan: sliceSpan, actuals, site, span });
}

/** A slice of a tuple with written bounds is a tuple whose items keep their types. */
function constantSlice(
  frame: Frame,
  object: TypedExpression,
  type: Extract<Type, { kind: "tuple" }>,
  slice: Slice,
  span: Span,
): TypedExpression | null {
  const parts = [slice.lower, slice.upper, slice.step].map((part) => (part === null ? undefined : constantInt(frame, part)));
  if (parts.includes(null)) return null;
  const [lower, upper, step] = parts.map((part) => (part === undefined || part === null ? undefined : Number(part)));
  if (step === 0) return null;
  const indices = indicesOf(type.items.length, lower, upper, step ?? 1);
  const variable = frame.temporary(type, "tuple");
  const tuple: TypedExpression = { kind: "variable", variable, type, span };
  const items = indices.map((index): TypedExpression => ({ kind: "tupleItem", tuple, index, type: type.items[index] as Type, span }));
  const value: TypedExpression = { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span };
  return { kind: "sequence", statements: [{ kind: "setVariable", variable, value: object, span }], value, type: value.type, span };
}

/** Python's `slice.indices`, spelled out. */
function indicesOf(length: number, lower: number | undefined, upper: number | undefined, step: number): number[] {
  const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const indices: number[] = [];
  if (step > 0) {
    const stop = upper === undefined ? length : clip(upper, 0, length);
    for (let at = lower === undefined ? 0 : clip(lower, 0, length); at < stop; at += step) indices.push(at);
  } else {
    const stop = upper === undefined ? -1 : clip(upper, -1, length - 1);
    for (let at = lower === undefined ? length - 1 : clip(lower, -1, length - 1); at > stop; at += step) indices.push(at);
  }
  return indices;
}
