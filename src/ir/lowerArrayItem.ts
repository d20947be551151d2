// `a[i, j]` with an int for each axis, read and written. Indexes may count from
// the end; one outside of its axis raises by a function of the library.

import type { Span } from "../base/span.ts";
import type { FunctionId, TypedExpression, TypedStatement } from "../check/program.ts";
import { elementPrices } from "../library/prices.ts";
import { arrayLayout } from "./arrayLayout.ts";
import type { ArrayLayout } from "./arrayLayout.ts";
import { choose, element, i64, local, not, operation, slot } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Expression } from "./ir.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { guardFrozen } from "./lowerStorage.ts";
import { isNonNegative } from "./nonNegative.ts";
import { fit } from "./neverValues.ts";
import { guard, raiseTarget } from "./raising.ts";
import { derive, discard, lowerOperands, repeatable } from "./values.ts";
import type { Value } from "./values.ts";

type ItemNode = TypedExpression & { readonly kind: "arrayItem" };
type SetItemStatement = TypedStatement & { readonly kind: "setArrayItem" };

export function lowerArrayItem(f: FunctionBuilder, node: ItemNode): Value {
  const layout = layoutOf(node);
  f.charge(elementPrices.item + elementPrices.index * layout.rank);
  const [array, ...indexes] = lowerOperands(f, [node.array, ...node.indexes], null, lowerExpression).map((value) => repeatable(f, value));
  if (array === undefined) throw new RangeError("an array was expected");
  const place = placeOf(f, layout, array.expression, indexes, node);
  const read = element(slot(array.expression, layout.data, "ref"), place, layout.element);
  return derive(f, read, { representation: layout.element, from: [array, ...indexes], isVolatile: true });
}

export function lowerSetArrayItem(f: FunctionBuilder, statement: SetItemStatement): void {
  const layout = layoutOf(statement);
  f.charge(elementPrices.item + elementPrices.index * layout.rank);
  const operands = [statement.array, ...statement.indexes, statement.value];
  const values = lowerOperands(f, operands, null, lowerExpression).map((value) => repeatable(f, value));
  const [array, value] = [values[0], values.at(-1)];
  if (array === undefined || value === undefined) throw new RangeError("an array was expected");
  const stored = fit(f, value, layout.element);
  const place = placeOf(f, layout, array.expression, values.slice(1, -1), statement);
  const data = slot(array.expression, layout.data, "ref");
  guardFrozen(f, data, statement.span);
  f.emit({ kind: "setElement", storage: data, index: place, representation: layout.element, value: stored.expression });
  discard(f, ...values);
}

function layoutOf(node: ItemNode | SetItemStatement): ArrayLayout {
  const layout = arrayLayout(node.array.type);
  if (layout === null || layout.rank !== node.indexes.length) throw new RangeError("an index for each axis was expected");
  return layout;
}

/** The position in the storage, an i32 tree. */
function placeOf(
  f: FunctionBuilder,
  layout: ArrayLayout,
  array: Expression,
  indexes: readonly Value[],
  node: ItemNode | SetItemStatement,
): Expression {
  const { outside, span } = node;
  let place = operation("i32.from_i64", slot(array, layout.offset, "i64"));
  for (const [axis, { expression }] of indexes.entries()) {
    const count = slot(array, layout.counts[axis] ?? 0, "i64");
    const at = isNonNegative(f, node.indexes[axis]) ? expression : normalised(f, expression, count);
    guard(f, not(operation("i64.lt_u", at, count)), () => raiseOutside(f, outside, [expression, i64(BigInt(axis)), count], span));
    const stride = operation("i32.from_i64", slot(array, layout.strides[axis] ?? 0, "i64"));
    place = operation("i32.add", place, operation("i32.mul", operation("i32.from_i64", at), stride));
  }
  return place;
}

function normalised(f: FunctionBuilder, index: Expression, count: Expression): Expression {
  const at = f.temporary("i64");
  const isFromEnd = operation("i64.lt_s", index, i64(0n));
  f.setLocal(at, choose(isFromEnd, operation("i64.add", index, count), index, "i64"));
  return local(at);
}

function raiseOutside(f: FunctionBuilder, outside: FunctionId, passed: readonly Expression[], span: Span): void {
  const handler = f.module.mayRaise(outside) ? raiseTarget(f) : null;
  const call: Expression = { kind: "call", function: f.callee(outside), arguments: passed, handler, site: f.site(span) };
  f.emit({ kind: "evaluate", value: call });
}
