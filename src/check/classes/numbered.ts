// Objects of a plain class as keys: Python hashes them by identity. Here each
// such object gets a number when it is first hashed, in a field that no author
// can name. Nothing shows the numbers: sets and dicts go by insertion.

import type { Span } from "../../base/span.ts";
import { isSubclass } from "../../types/classes.ts";
import { BOOL, INT } from "../../types/primitives.ts";
import { partsOf, shallow } from "../../types/variables.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { intLiteral, intrinsic } from "../build.ts";
import { callCore } from "../calls/core.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import type { Session } from "../session.ts";
import { recordOf } from "../synthesis/equality.ts";
import { findField } from "./fields.ts";

export const numberField = "#";

export function isNumbered(info: ClassInfo): boolean {
  return info.fields.some((field) => field.name === numberField);
}

/** Notes the classes of a type that cannot be a key: with a number their objects could. */
export function noteUnhashable(session: Session, type: Type): void {
  const found = shallow(type);
  if (found.kind !== "instance" || declarationOf(found.class).file.info.isLibrary)
    return partsOf(found).forEach((part) => noteUnhashable(session, part));
  if (session.host?.frozenState !== true && isPlainClass(session, found.class)) session.again.unnumbered.add(found.class.name);
}

/** Neither it nor a class below says what is equal to what. */
function isPlainClass(session: Session, info: ClassInfo): boolean {
  return [...session.main.entities.values()].every((entity) => {
    if (entity.kind !== "class" || !isSubclass(entity.class.info, info)) return true;
    const hasOwn = ["__eq__", "__hash__"].some((name) => findMethod(entity.class, name) !== null);
    return !hasOwn && recordOf(entity.class) === null;
  });
}

/** Statements that give the object a number where it has none, and the hash of it. */
export function hashByNumber(frame: Frame, object: TypedExpression, span: Span): { statements: TypedStatement[]; value: TypedExpression } {
  const type = typeOf(object);
  const field = type.kind === "instance" ? findField(frame.session, type, numberField) : null;
  if (field === null) return { statements: [], value: intLiteral(0, span) };
  frame.session.writesModuleState = true;
  const state = frame.session.namedGlobal("main", numberField);
  frame.session.grow(state.type, INT);
  const read: TypedExpression = { kind: "field", object, field: field.index, type: INT, span };
  const last: TypedExpression = { kind: "global", global: state.global, type: INT, span };
  const isNew = intrinsic("int_eq", [read, intLiteral(0, span)], BOOL, span);
  const give: TypedStatement[] = [
    { kind: "setGlobal", global: state.global, value: intrinsic("int_add", [last, intLiteral(1, span)], INT, span), span },
    { kind: "setField", object, field: field.index, value: last, span },
  ];
  return {
    statements: [{ kind: "if", test: isNew, then: give, else: [], span }],
    value: callCore(frame, "_int_hash", [read], frame.instance, span),
  };
}
