// `value` of a StopIteration: what the generator that ended gave by `return`,
// or what the exception was made with. The field is the library's, one for all
// programs; what it holds is a type of the program under analysis. It always
// includes None, so that it stands in the field as a reference.

import type { Span } from "../../base/span.ts";
import { BOOL, NONE, isSilent } from "../../types/primitives.ts";
import { annotatedUnion, membersOf } from "../../types/join.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { find, shallow } from "../../types/variables.ts";
import { noneLiteral, readVariable, setVariable } from "../build.ts";
import { convert } from "../convert.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { doNotGoTogether, unsupported } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { isOptional } from "../present.ts";
import { withoutNone } from "../narrowing.ts";
import { returnedValue } from "../iteration/returned.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import type { Session } from "../session.ts";
import { ensureFields, findField } from "./fields.ts";

type InstanceType = Extract<Type, { kind: "instance" }>;

export function isStop(session: Session, info: ClassInfo): boolean {
  return info === session.coreClass("StopIteration").info;
}

/** `stop.value`. */
export function readStopValue(frame: Frame, stop: TypedExpression, type: InstanceType, span: Span): TypedExpression {
  frame.session.touch();
  if (!frame.isLibrary) frame.session.keepStopValue();
  if (!frame.isLibrary && frame.session.hasSubclasses(type))
    return frame.fail(span, unsupported("`value` where classes derive from StopIteration", "give the class a field of another name"));
  return { kind: "field", object: stop, field: fieldOf(frame), type: frame.session.stopValue, span };
}

function fieldOf(frame: Frame): number {
  const declaration = frame.session.coreClass("StopIteration");
  ensureFields(frame.session, declaration);
  return findField(frame.session, { kind: "instance", class: declaration.info, arguments: [] }, "_returned")?.index ?? -1;
}

function setValue(frame: Frame, stop: TypedExpression, value: TypedExpression): TypedStatement[] {
  const { session } = frame;
  session.touch();
  if (!session.keepsStopValue) return [];
  const fits = membersOf(typeOf(value)).every((member) => holdAlso(session, shallow(member)));
  if (fits) return [{ kind: "setField", object: stop, field: fieldOf(frame), value: convert(value, session.stopValue), span: value.span }];
  frame.report(value.span, doNotGoTogether([typeOf(value), session.stopValue]));
  return [];
}

/** Numbers of several kinds stay apart, because what meets here has nothing else in common. */
function holdAlso(session: Session, type: Type): boolean {
  const { stopValue } = session;
  if (!["int", "float", "bool"].includes(type.kind)) return session.grow(stopValue.variable, type);
  const held = find(stopValue.variable);
  if (membersOf(stopValue).some((member) => shallow(member).kind === type.kind)) return true;
  const both = annotatedUnion(session, [held.bound, type]);
  if (both === null) return false;
  held.bound = both;
  session.grew(held);
  return true;
}

/** `StopIteration(value, ...)` keeps the value; null of other classes and in the library, which gives it none. */
export function keepValue(
  frame: Frame,
  declaration: ClassDeclaration,
  stop: TypedExpression,
  actuals: readonly Actual[],
  span: Span,
): TypedStatement[] {
  const [first] = actuals;
  if (first === undefined || frame.isLibrary || declaration !== frame.session.coreClass("StopIteration")) return [];
  if (first.kind === "positional") return setValue(frame, stop, first.value);
  frame.report(span, unsupported("`StopIteration(*values)`", "name the values one by one"));
  return [];
}

/** `next` at the end of a generator whose `return` gives a value. */
export function raiseStop(frame: Frame, generator: TypedExpression, isFresh: boolean, site: object, span: Span): TypedStatement[] {
  const raise = (actuals: readonly Actual[], part: string): TypedStatement[] => {
    const declaration = frame.session.coreClass("StopIteration");
    return [{ kind: "raise", value: frame.session.passes.construct(frame, declaration, actuals, siteOf(site, part), span), span }];
  };
  const given = frame.isLibrary ? noneLiteral(span) : returnedValue(frame, generator, isFresh, span);
  const type = shallow(given.type);
  if (type.kind === "none" || isSilent(type)) return raise([], "stop");
  const kept = frame.temporary(given.type, "value");
  const value = readVariable(kept, span);
  const whole: TypedExpression = isOptional(type) ? convert(value, withoutNone(type)) : value;
  const withValue = raise([{ kind: "positional", name: null, value: whole, span }], "stop with a value");
  if (!isOptional(type)) return [setVariable(kept, given), ...withValue];
  const test: TypedExpression = { kind: "typeTest", value, types: [NONE], type: BOOL, span };
  return [setVariable(kept, given), { kind: "if", test, then: raise([], "stop"), else: withValue, span }];
}
