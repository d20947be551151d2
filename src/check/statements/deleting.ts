// `del` of names, items and slices.

import type { Expression, Statement } from "../../syntax/ast.ts";
import { isList } from "../../types/classes.ts";
import { isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { evaluate, keepInOrder, onlyOperands } from "../build.ts";
import { cannotAssign, notIndexable } from "../errors/types.ts";
import { deletedShared, unbound } from "../errors/names.ts";
import { asPlace } from "../expressions/numbers.ts";
import { hasMethod } from "../expressions/objectOperators.ts";
import { boundsOf, isSliceValue, sliceBounds, sliceObject, takesSlices } from "../expressions/subscript.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { asType } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

export function checkDelete(frame: Frame, node: Extract<Statement, { kind: "delete" }>): TypedStatement[] {
  return node.targets.flatMap((target) => deleteTarget(frame, target));
}

function deleteTarget(frame: Frame, target: Expression): TypedStatement[] {
  if (target.kind === "tuple" || target.kind === "list") return target.items.flatMap((item) => deleteTarget(frame, item));
  if (target.kind === "name") {
    const web = frame.webs.at.get(target);
    if (frame.webs.unbound.has(target)) {
      frame.report(target.span, unbound(target.name));
      return [];
    }
    const binding = frame.scope.resolved.get(target);
    if (binding?.isGlobal !== true && (binding?.captured !== true || binding.scope === frame.scope))
      return web === undefined ? [] : [{ kind: "clearVariable", variable: frame.local(web), span: target.span }];
    // Of the module, or of a function around: a function that reads it would still find it. What is imported was looked at by itself, where fewer names are shared.
    if (frame.file.info === frame.session.main) frame.report(target.span, deletedShared(target.name));
    return [];
  }
  if (target.kind !== "subscript") {
    frame.report(target.span, cannotAssign("this", "only names and items can be deleted; set a field to None instead"));
    return [];
  }
  const object = asType(frame.expression(target.object), "'NoneType' object does not support item deletion");
  const type = typeOf(object);
  const isSlice = target.index.kind === "slice" && !takesSlices(type, "__delitem__");
  const values = indexes(frame, type, target.index, isSlice);
  if (isSilent(type) || values.some((value) => isSilent(typeOf(value)))) return onlyOperands(object, ...values);
  const [only] = values;
  if (only !== undefined && isSliceValue(typeOf(only)) && hasMethod(type, "_del_slice")) return deleteSlice(frame, target, object, only);
  const method = isSlice ? "_del_slice" : "__delitem__";
  if (!hasMethod(type, method)) {
    frame.report(target.object.span, notIndexable(type));
    return [];
  }
  const actuals = values.map((value) => ({ kind: "positional" as const, name: null, value, span: value.span }));
  return [
    evaluate(
      frame.session.passes.callMethod(frame, {
        receiver: object,
        name: method,
        nameSpan: target.span,
        actuals,
        site: target,
        span: target.span,
      }),
    ),
  ];
}

function indexes(frame: Frame, type: Type, index: Expression, isSlice: boolean): readonly TypedExpression[] {
  if (index.kind !== "slice") return [isList(type) ? asPlace(frame, frame.expression(index)) : frame.expression(index)];
  return isSlice ? sliceBounds(frame, index) : [sliceObject(frame, index)];
}

/** `del xs[s]` of a slice that is a value. */
function deleteSlice(frame: Frame, target: Expression, object: TypedExpression, given: TypedExpression): TypedStatement[] {
  const { span } = target;
  const statements: TypedStatement[] = [];
  const [receiver, slice] = keepInOrder(frame, [object, given], statements) as [TypedExpression, TypedExpression];
  const bounds = boundsOf(frame, slice, statements, target, span);
  const actuals = bounds.map((value) => ({ kind: "positional" as const, name: null, value, span }));
  const call = { receiver, name: "_del_slice", nameSpan: span, actuals, site: siteOf(target, "slice"), span };
  return [...statements, evaluate(frame.session.passes.callMethod(frame, call))];
}
