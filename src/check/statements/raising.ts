// Raising exceptions: the author's `raise`, and those the checker adds.

import type { Span } from "../../base/span.ts";
import type { Statement } from "../../syntax/ast.ts";
import { isSubclass } from "../../types/classes.ts";
import { instanceOf } from "../../types/primitives.ts";
import { membersOf } from "../../types/join.ts";
import type { Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import { evaluate, readVariable, setVariable, stringLiteral } from "../build.ts";
import { convert, flowInto } from "../convert.ts";
import { ensureFields } from "../classes/fields.ts";
import { declarationOf } from "../declarations.ts";
import { notAnException, unsupported } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { isThrown } from "../lifting/contextManagers.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

/** `raise Name("text")` of a builtin exception. */
export function raiseNamed(frame: Frame, name: string, text: string | TypedExpression | null, span: Span): TypedStatement[] {
  const declaration = frame.session.coreClass(name);
  const value = frame.session.passes.construct(
    frame,
    declaration,
    text === null ? [] : [{ kind: "positional", name: null, value: typeof text === "string" ? stringLiteral(text, span) : text, span }],
    siteOf(frame.instance, `raise ${name}`),
    span,
  );
  return [{ kind: "raise", value, span }];
}

/** `raise Name("text") from cause`. */
export function raiseFrom(frame: Frame, name: string, text: string, cause: TypedExpression, span: Span): TypedStatement[] {
  const raised = raiseNamed(frame, name, text, span).flatMap((one) => (one.kind === "raise" ? [one.value] : []));
  return raised.flatMap((one) => withCause(frame, one, cause, span));
}

function withCause(frame: Frame, raised: TypedExpression, cause: TypedExpression, span: Span): TypedStatement[] {
  const variable = frame.temporary(raised.type, "exception");
  const kept = readVariable(variable, span);
  return [setVariable(variable, raised), ...setCause(frame, kept, cause), { kind: "raise", value: kept, span }];
}

export function checkRaise(frame: Frame, node: Extract<Statement, { kind: "raise" }>): TypedStatement[] {
  frame.reachable = false;
  if (node.exception === null && frame.handlersAround === 0) {
    const rewrite = 'name the exception: `raise ValueError("...")`; to raise again what was caught, write `raise` within its `except`';
    frame.report(node.span, unsupported("`raise` alone outside `except`", rewrite));
    return [];
  }
  if (node.exception === null) return [{ kind: "reraise", span: node.span }];
  const given = frame.expression(node.exception);
  if (typeOf(given).kind === "never") return [evaluate(given)];
  const raised = exceptionOf(frame, given, node.exception);
  if (node.cause === null || (node.cause.kind === "none" && node.exception.kind === "call"))
    return raised === null ? [] : [{ kind: "raise", value: raised, on: isThrown(node.exception), span: node.span }];
  const because = frame.expression(node.cause);
  const cause = exceptionOrNone(frame, because, node.cause);
  if (raised === null || cause === null) return [];
  return withCause(frame, raised, cause, node.span);
}

/** `raise ... from cause`: the exception knows it as its `__cause__`. */
function setCause(frame: Frame, raised: TypedExpression, cause: TypedExpression): TypedStatement[] {
  const root = frame.session.coreClass("BaseException");
  ensureFields(frame.session, root);
  const index = root.info.fields.findIndex(({ name }) => name === "__cause__");
  const field = root.info.fields[index];
  const value = field === undefined ? null : flowInto(frame.session, cause, field.type);
  return value === null ? [] : [{ kind: "setField", object: raised, field: index, value, span: cause.span }];
}

/** `last = None`, and an exception where there was one. */
function exceptionOrNone(frame: Frame, value: TypedExpression, site: object): TypedExpression | null {
  const type = typeOf(value);
  if (type.kind === "none") return value;
  const root = frame.session.coreClass("BaseException").info;
  const members = type.kind === "union" ? membersOf(type).map(shallow) : [];
  const isCause = (one: Type): boolean => one.kind === "none" || (one.kind === "instance" && isSubclass(one.class, root));
  return members.length > 0 && members.every(isCause) ? value : exceptionOf(frame, value, site);
}

/** A class alone is made into an object, as in Python. */
export function exceptionOf(frame: Frame, value: TypedExpression, site: object): TypedExpression | null {
  const type = typeOf(value);
  const root = frame.session.coreClass("BaseException").info;
  if (type.kind === "class" && isSubclass(type.class, root))
    return frame.session.passes.construct(frame, declarationOf(type.class), [], site, value.span);
  if (type.kind === "instance" && isSubclass(type.class, root)) return value;
  const members = type.kind === "union" ? membersOf(type).map(shallow) : [];
  if (members.length > 0 && members.every((one) => one.kind === "instance" && isSubclass(one.class, root)))
    return convert(value, instanceOf(root));
  if (type.kind !== "unknown" && type.kind !== "never") frame.report(value.span, notAnException(type));
  return null;
}
