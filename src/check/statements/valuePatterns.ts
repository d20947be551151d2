// `case 3`, `case Color.RED`, `case None`, `case True`: patterns that are
// values. None, True and False are asked for by identity, all else by `==`.

import type { Expression } from "../../syntax/ast.ts";
import { BOOL } from "../../types/primitives.ts";
import { boolLiteral, intrinsic } from "../build.ts";
import { convert } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { splitByKind } from "../narrowing.ts";
import type { TypedExpression } from "../program.ts";
import { equal } from "../synthesis/equality.ts";
import type { Matched } from "./patterns.ts";

export function matchValue(frame: Frame, node: Expression, subject: TypedExpression): Matched {
  const value = frame.expression(node);
  const type = typeOf(subject);
  if (node.kind === "none") {
    const split = splitByKind(type, [{ kind: "none" }]);
    const test =
      type.kind === "union" && split.yes.kind !== "never"
        ? intrinsic("is_none", [subject], BOOL, node.span)
        : boolLiteral(type.kind === "none", node.span);
    return { test, bind: [], yes: split.yes, no: split.no };
  }
  if (node.kind === "bool") return matchBool(frame, node, value, subject);
  return { test: equal(frame, subject, value, node, node.span), bind: [], yes: type, no: type };
}

/** `case True` asks by identity: 1 is none. */
function matchBool(frame: Frame, node: Expression, value: TypedExpression, subject: TypedExpression): Matched {
  const type = typeOf(subject);
  const { span } = node;
  const { yes } = splitByKind(type, [BOOL]);
  if (yes.kind === "never") return { test: boolLiteral(false, span), bind: [], yes: type, no: type };
  const right = equal(frame, convert(subject, BOOL), value, node, span);
  if (type.kind !== "union") return { test: right, bind: [], yes: type, no: type };
  const left: TypedExpression = { kind: "typeTest", value: subject, types: [BOOL], type: BOOL, span };
  return { test: { kind: "and", left, right, type: BOOL, span }, bind: [], yes: BOOL, no: type };
}
