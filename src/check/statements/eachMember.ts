// Stores into an object that is one of several classes: for each class what
// it makes of the store, chosen by the object's type when it runs.

import { membersOf } from "../../types/join.ts";
import { BOOL, isSilent } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import { keep } from "../build.ts";
import { convert } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { forgetAttribute } from "../narrowing.ts";
import type { Type } from "../../types/type.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

/** `object.name = value`: what was known of such an attribute is forgotten. */
export function setOnEach(
  frame: Frame,
  name: string,
  object: TypedExpression,
  value: TypedExpression,
  store: (member: TypedExpression, value: TypedExpression) => TypedStatement[],
): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const [one, given] = [keep(frame, object, statements), keep(frame, value, statements)];
  const chain = onEachMember(frame, one, (member) => store(member, given));
  frame.facts = forgetAttribute(frame.facts, name);
  return [...statements, ...chain];
}

/** For each type the statements that `store` makes. `expand`: as in `distribute`. */
export function onEachMember(
  frame: Frame,
  object: TypedExpression,
  store: (member: TypedExpression) => TypedStatement[],
  expand: (member: Type) => readonly Type[] = (member) => [member],
): TypedStatement[] {
  const { span } = object;
  const statements: TypedStatement[] = [];
  const kept = keep(frame, object, statements);
  const members = membersOf(object.type)
    .map(shallow)
    .filter((member) => !isSilent(member))
    .flatMap(expand);
  const before = frame.facts;
  const arms = members.map((member) => {
    frame.facts = before;
    return { member, body: store(convert(kept, member)) };
  });
  const chain = arms.reduceRight<TypedStatement[]>((otherwise, { member, body }, index) => {
    if (index === arms.length - 1) return body;
    return [{ kind: "if", test: { kind: "typeTest", value: kept, types: [member], type: BOOL, span }, then: body, else: otherwise, span }];
  }, []);
  return [...statements, ...chain];
}
