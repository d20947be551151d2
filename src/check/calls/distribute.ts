// Doing something to a value of a union type: once for each member, chosen at
// run time; the results are joined.

import type { Span } from "../../base/span.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { impossible, keep, sequence } from "../build.ts";
import { convert } from "../convert.ts";
import { doNotGoTogether } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { isIntEnum, plainNumber } from "../classes/enums.ts";
import { declarationOf } from "../declarations.ts";
import { BOOL, FLOAT, NEVER, isNumeric, isSilent } from "../../types/primitives.ts";
import { annotatedUnion, membersOf } from "../../types/join.ts";

/** `min(card.rank, 10)`: members of an IntEnum among numbers count as their numbers. */
export function plainNumbers(frame: Frame, value: TypedExpression): TypedExpression {
  const type = typeOf(value);
  if (type.kind !== "union") return plainNumber(value);
  const members = membersOf(type).map(shallow);
  const isEnum = (member: Type): boolean => member.kind === "instance" && isIntEnum(declarationOf(member.class));
  const areNumbers = members.some(isEnum) && members.every((member) => isEnum(member) || isNumeric(member));
  return areNumbers ? distribute(frame, value, plainNumber, value.span) : value;
}

function joinAll(frame: Frame, types: readonly Type[]): Type | null {
  return types.reduce<Type | null>((all, type) => (all === null ? null : frame.session.join(all, type)), NEVER);
}

/** int stays apart from float. */
function meetKeepingNumbers(frame: Frame, types: readonly Type[]): Type | null {
  const all = types.flatMap(membersOf).map(shallow);
  const rest = joinAll(
    frame,
    all.filter((type) => type.kind !== "float"),
  );
  if (rest === null || rest.kind === "never" || !all.some((type) => type.kind === "float")) return joinAll(frame, types);
  return annotatedUnion(frame.session, [rest, FLOAT]);
}

/** Classes below that can do what the class cannot, then the class itself. */
export function withAblerClasses(frame: Frame, type: Type, isAbler: (one: Type, than: Type) => boolean): readonly Type[] {
  const below = frame.session.subclassesOf(type).filter((one) => isAbler(one, type));
  return [...below.reverse(), type];
}

/**
 * `keepsNumbers`: where some results are ints and others floats, they stay so instead of meeting in float.
 * `expand`: a member as the classes of objects in it that are told apart.
 */
export function distribute(
  frame: Frame,
  value: TypedExpression,
  apply: (member: TypedExpression) => TypedExpression,
  span: Span,
  keepsNumbers = false,
  expand: (member: Type) => readonly Type[] = (member) => [member],
): TypedExpression {
  const type = typeOf(value);
  if (type.kind !== "union" && expand(type).length === 1) return apply(value);
  const statements: TypedStatement[] = [];
  const kept = keep(frame, value, statements);
  // What nothing has filled so far, `T` of `T | None`, has no values to ask.
  const members = membersOf(type)
    .map(shallow)
    .filter((member) => !isSilent(member))
    .flatMap(expand);
  const arms = members.map((member) => ({ member, value: apply(convert(kept, member)) }));
  if (arms.length === 0) return impossible([value], span);
  return sequence(statements, chooseByType(frame, kept, arms, span, keepsNumbers));
}

export interface Arm {
  readonly member: Type;
  readonly value: TypedExpression;
}

/** The value of the arm whose member `kept` is. There is one at least; `keepsNumbers` as in `distribute`. */
export function chooseByType(frame: Frame, kept: TypedExpression, arms: readonly Arm[], span: Span, keepsNumbers = false): TypedExpression {
  if (arms.some((arm) => arm.value.type.kind === "unknown")) return unknownAt(span);
  const alive = arms.filter((arm) => typeOf(arm.value).kind !== "never");
  const types = alive.map((arm) => arm.value.type);
  const result = keepsNumbers ? meetKeepingNumbers(frame, types) : joinAll(frame, types);
  if (result === null) return frame.fail(span, doNotGoTogether(alive.map((arm) => arm.value.type)));
  const last = arms.at(-1);
  if (last === undefined) return unknownAt(span);
  let chain = convert(last.value, result);
  for (const arm of arms.slice(0, -1).reverse()) {
    const test: TypedExpression = { kind: "typeTest", value: kept, types: [arm.member], type: BOOL, span };
    chain = { kind: "conditional", test, then: convert(arm.value, result), else: chain, type: result, span };
  }
  return chain;
}
