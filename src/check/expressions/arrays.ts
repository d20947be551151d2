// What subscripts of several dimensions mean for arrays of the library
// (`_Array1` to `_Array3`). `a[i, j0:j1]` is taken apart into views, one axis
// after the other, by methods that the array classes have for it.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import { isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { impossible, intLiteral } from "../build.ts";
import { arrayRank } from "../calls/elementwise.ts";
import { notIndexable, unsupported, wrongIndex } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { siteOf } from "../iteration/sources.ts";
import { assignArray } from "./arrayOperators.ts";
import { isNewAxis } from "./dots.ts";
import { convertToInt } from "./numbers.ts";
import { isIndex, sliceBounds } from "./subscript.ts";

function actualsOf(values: readonly TypedExpression[]): Actual[] {
  return values.map((value) => ({ kind: "positional", name: null, value, span: value.span }));
}

/** `a[i, y0:y1]`, `a[:, np.newaxis]`: a view, made axis by axis. */
export function readArrayPart(
  frame: Frame,
  object: TypedExpression,
  items: readonly Expression[],
  site: object,
  span: Span,
): TypedExpression {
  const grid = readGrid(frame, object, items, site, span);
  if (grid !== null) return grid;
  let view = object;
  let axis = 0;
  let kept = 0;
  for (const [place, item] of items.entries()) {
    if (isSilent(typeOf(view))) return impossible([view], span);
    if (arrayRank(view.type) === 0) return frame.fail(object.span, notIndexable(typeOf(view)));
    const call = (name: string, values: readonly TypedExpression[]): TypedExpression =>
      frame.session.passes.callMethod(frame, {
        receiver: view,
        name,
        nameSpan: item.span,
        actuals: actualsOf(values),
        site: siteOf(site, `axis ${place}`),
        span: item.span,
      });
    if (isNewAxis(item)) {
      if (arrayRank(view.type) === 3) return frame.fail(item.span, unsupported("array of rank 4", "arrays have up to three axes"));
      view = call(`_new_axis${kept}`, []);
      kept += 1;
      continue;
    }
    if (kept >= arrayRank(view.type))
      return frame.fail(item.span, unsupported("more indexes than the array has axes", `it has ${arrayRank(object.type)}`));
    if (item.kind === "slice") {
      view = call(`_slice${kept}`, sliceBounds(frame, item));
      kept += 1;
    } else {
      const index = frame.expression(item);
      if (isPlaces(typeOf(index))) {
        if (mixes(items, object)) return frame.fail(item.span, unsupported("way to mix such indexes", "take the parts in two steps"));
        view = call(`_take${kept}`, [index, intLiteral(BigInt(axis), item.span)]);
        kept += 1;
        axis += 1;
        continue;
      }
      if (!isSilent(typeOf(index)) && !isIndex(typeOf(index))) return frame.fail(item.span, wrongIndex(typeOf(object), typeOf(index)));
      if (arrayRank(view.type) === 1)
        return frame.fail(item.span, unsupported("way to mix such indexes", "index the row in a second step"));
      view = call(`_pick${kept}`, [convertToInt(index), intLiteral(BigInt(axis), item.span)]);
    }
    axis += 1;
  }
  return view;
}

/** A list or row of indexes, or a mask: several parts of an axis, copied. */
function isPlaces(type: Type): boolean {
  if (type.kind !== "instance" || type.class.module !== "") return false;
  if (type.class.name !== "list" && type.class.name !== "_Array1") return false;
  const item = typeOf({ type: type.arguments[0] ?? type } as TypedExpression);
  return item.kind === "int" || item.kind === "bool";
}

/** numpy puts the axes of several lists, or of a list and an int, elsewhere. */
function mixes(items: readonly Expression[], object: TypedExpression): boolean {
  return arrayRank(object.type) > 2 && items.some((item) => item.kind === "int" || item.kind === "name");
}

/** Is some index a list in brackets? Then what is read is a copy. */
function hasPlaces(frame: Frame, items: readonly Expression[]): boolean {
  return items.some((item) => item.kind !== "slice" && !isNewAxis(item) && isPlaces(typeOf(frame.expression(item))));
}

/** `np.mgrid[0:3, 0:4]` */
function readGrid(frame: Frame, object: TypedExpression, items: readonly Expression[], site: object, span: Span): TypedExpression | null {
  const type = typeOf(object);
  if (type.kind !== "instance" || type.class.name !== "_MGrid" || !items.every((item) => item.kind === "slice")) return null;
  const bounds = items.flatMap((item) => (item.kind === "slice" ? sliceBounds(frame, item) : []));
  return frame.session.passes.callMethod(frame, {
    receiver: object,
    name: "_grid",
    nameSpan: span,
    actuals: actualsOf(bounds),
    site,
    span,
  });
}

/** `a[y0:y1, x] = value`. */
export function storeArrayPart(
  frame: Frame,
  object: TypedExpression,
  items: readonly Expression[],
  value: TypedExpression,
  site: object,
  span: Span,
): TypedStatement[] {
  if (hasPlaces(frame, items)) {
    frame.report(
      span,
      unsupported("assignment to several lists of parts of an axis", "assign to a slice, by a mask of the array's shape, or in a loop"),
    );
    return [];
  }
  const view = readArrayPart(frame, object, items, site, span);
  if (isSilent(typeOf(view)) || isSilent(typeOf(value))) return [];
  return assignArray(frame, view, value, siteOf(site, "assign"), span);
}
