// `a[i]` and `a[i, j]` with an int for each axis: one item, read or written
// without a view between.

import type { Expression } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { keep, sequence } from "../build.ts";
import { callCore } from "../calls/core.ts";
import { arrayElement, arrayRank, raisingFunction } from "../calls/elementwise.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { FunctionId, TypedExpression, TypedStatement } from "../program.ts";
import { siteOf } from "../iteration/sources.ts";
import { convertToInt } from "./numbers.ts";

/** Null where it is no array, or not indexed by an int for each axis. */
export function readArrayItem(
  frame: Frame,
  object: TypedExpression,
  index: TypedExpression,
  site: object,
  span: Span,
): TypedExpression | null {
  const statements: TypedStatement[] = [];
  const indexes = indexesOf(frame, object, index, statements);
  if (indexes === null) return null;
  const type = arrayElement(object.type);
  return sequence(statements, { kind: "arrayItem", array: object, indexes, outside: outsideFunction(frame, site, span), type, span });
}

export function storeArrayItem(
  frame: Frame,
  object: TypedExpression,
  index: TypedExpression,
  value: TypedExpression,
  site: object,
  span: Span,
): TypedStatement[] | null {
  const statements: TypedStatement[] = [];
  const indexes = indexesOf(frame, object, index, statements);
  if (indexes === null || !isScalar(typeOf(value))) return null;
  const wanted = arrayElement(object.type);
  const cast = typeOf(value).kind === wanted.kind ? value : callCore(frame, `_as_${wanted.kind}`, [value], siteOf(site, "cast"), span);
  const outside = outsideFunction(frame, site, span);
  return [...statements, { kind: "setArrayItem", array: object, indexes, value: cast, outside, span }];
}

function isScalar(type: Type): boolean {
  return type.kind === "int" || type.kind === "float" || type.kind === "bool";
}

function isIndex(type: Type): boolean {
  return type.kind === "int" || type.kind === "u64";
}

function outsideFunction(frame: Frame, site: object, span: Span): FunctionId {
  return raisingFunction(frame, "_array_outside", 3, siteOf(site, "outside"), span);
}

function indexesOf(
  frame: Frame,
  object: TypedExpression,
  index: TypedExpression,
  statements: TypedStatement[],
): readonly TypedExpression[] | null {
  const rank = arrayRank(object.type);
  if (rank === 0 || isSilent(arrayElement(object.type)) || !isScalar(arrayElement(object.type))) return null;
  const by = typeOf(index);
  const types = by.kind === "tuple" ? by.items.map((item) => typeOf({ ...index, type: item })) : [by];
  if (types.length !== rank || !types.every(isIndex)) return null;
  if (by.kind !== "tuple") return [convertToInt(index)];
  if (index.kind === "tuple") return index.items.map(convertToInt);
  const tuple = keep(frame, index, statements);
  return types.map((type, at) => convertToInt({ kind: "tupleItem", tuple, index: at, type, span: index.span }));
}

/** Each item of a written index under a name, so that it can be used twice. */
export function keepIndex(frame: Frame, index: TypedExpression, statements: TypedStatement[]): TypedExpression {
  if (index.kind !== "tuple") return keep(frame, index, statements);
  return { ...index, items: index.items.map((item) => keep(frame, item, statements)) };
}

/** A slice, or `...` for whole axes. */
export function hasSlice(index: Expression): boolean {
  const items = index.kind === "tuple" ? index.items : [index];
  return items.some((item) => item.kind === "slice" || item.kind === "ellipsis");
}
