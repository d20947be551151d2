// `x[i] = v` of an x of several types: what each of them makes of it; those
// without items that can be assigned raise.

import { isList } from "../../types/classes.ts";
import { membersOf } from "../../types/join.ts";
import { isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import type { Expression } from "../../syntax/ast.ts";
import { distribute, withAblerClasses } from "../calls/distribute.ts";
import { evaluate, keepInOrder } from "../build.ts";
import { hasMethod } from "../expressions/objectOperators.ts";
import { refused } from "../expressions/refusing.ts";
import { isIndex } from "../expressions/subscript.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { pythonName } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { onEachMember } from "./eachMember.ts";

type Item = Extract<Expression, { kind: "subscript" }>;
type Store = (
  frame: Frame,
  target: Item,
  member: TypedExpression,
  index: TypedExpression,
  value: TypedExpression,
  site: object,
) => TypedStatement[];

/** Null where it is of one type, or where none of them has such items. */
export function setItemOnEach(
  frame: Frame,
  target: Item,
  object: TypedExpression,
  index: TypedExpression,
  value: TypedExpression,
  store: Store,
): TypedStatement[] | null {
  const type = typeOf(object);
  const by = typeOf(index);
  const expand = (member: Type): readonly Type[] =>
    withAblerClasses(frame, member, (one, than) => storesItem(one, by) && !storesItem(than, by));
  if (type.kind !== "union" || !membersOf(type).some((member) => expand(shallow(member)).some((one) => storesItem(one, by)))) return null;
  const statements: TypedStatement[] = [];
  const [held, at, given] = keepInOrder(frame, [object, index, value], statements) as [TypedExpression, TypedExpression, TypedExpression];
  const storeIn = (member: TypedExpression): TypedStatement[] => {
    const one = typeOf(member);
    const refusedAs = (of: TypedExpression, words: (name: string) => string): TypedStatement[] => [
      evaluate(distribute(frame, of, (each) => refused(frame, "TypeError", [each], words, target.span), target.span)),
    ];
    const storeAt = (place: TypedExpression): TypedStatement[] =>
      store(frame, target, member, place, given, siteOf(target, `store of ${pythonName(one)} at ${pythonName(place.type)}`));
    if (isList(one) && by.kind === "union" && storesItem(one, by))
      return onEachMember(frame, at, (place) => (isIndex(typeOf(place)) ? storeAt(place) : refusedAs(place, placeWords)));
    if (storesItem(one, by)) return storeAt(at);
    return isList(one) ? refusedAs(at, placeWords) : refusedAs(member, (name) => `'${name}' object does not support item assignment`);
  };
  return [...statements, ...onEachMember(frame, held, storeIn, expand)];
}

function placeWords(type: string): string {
  return `list indices must be integers or slices, not ${type}`;
}

function storesItem(type: Type, by: Type): boolean {
  if (isSilent(type)) return true;
  return isList(type) ? membersOf(by).some((one) => isIndex(shallow(one))) : hasMethod(type, "__setitem__");
}
