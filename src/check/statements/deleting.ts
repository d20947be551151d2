// `del` of names, items and slices.

import type { Expression, Statement } from "../../syntax/ast.ts";
import { isSilent } from "../../types/primitives.ts";
import { evaluate, onlyOperands } from "../build.ts";
import { cannotAssign, notIndexable } from "../errors/types.ts";
import { unbound } from "../errors/names.ts";
import { hasMethod } from "../expressions/objectOperators.ts";
import { sliceBounds } from "../expressions/subscript.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { asType } from "../present.ts";
import type { TypedStatement } from "../program.ts";

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
    return web === undefined || frame.scope.resolved.get(target)?.isGlobal === true
      ? []
      : [{ kind: "clearVariable", variable: frame.local(web), span: target.span }];
  }
  if (target.kind !== "subscript") {
    frame.report(target.span, cannotAssign("this", "only names and items can be deleted; set a field to None instead"));
    return [];
  }
  const object = asType(frame.expression(target.object), "'NoneType' object does not support item deletion");
  const type = typeOf(object);
  const isSlice = target.index.kind === "slice";
  const values = target.index.kind === "slice" ? sliceBounds(frame, target.index) : [frame.expression(target.index)];
  if (isSilent(type) || values.some((value) => isSilent(typeOf(value)))) return onlyOperands(object, ...values);
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
