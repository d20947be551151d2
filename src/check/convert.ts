// Letting a value flow into a place of a given type: does it fit (what is
// still growing grows), and the conversion node it needs, if any.

import { FLOAT } from "../types/primitives.ts";
import { isSilent } from "../types/primitives.ts";
import { sameType } from "../types/key.ts";
import { isSubclass } from "../types/classes.ts";
import { membersOf, viewAs } from "../types/join.ts";
import { shallow } from "../types/variables.ts";
import type { Type } from "../types/type.ts";
import type { TypedExpression } from "./program.ts";
import type { Session } from "./session.ts";

/** May a value of type `from` stand where `to` is wanted? Grows the variables in `to` (and in shared parts of `from`). */
export function flowType(session: Session, from: Type, to: Type): boolean {
  if (to.kind === "variable") return session.grow(to.variable, from);
  const source = shallow(from);
  if (isSilent(source) || to.kind === "unknown") return true;
  if (to.kind === "tuple" && source.kind === "tuple") {
    return to.items.length === source.items.length && to.items.every((item, index) => flowType(session, source.items[index] as Type, item));
  }
  if (to.kind === "variadic") {
    if (source.kind === "tuple") return source.items.every((item) => flowType(session, item, to.element));
    return source.kind === "variadic" && flowType(session, source.element, to.element);
  }
  if (to.kind === "union") return membersOf(source).every((member) => flowIntoUnion(session, shallow(member), to.members));
  if (source.kind === "union") return false;
  if (source.kind === "instance" && to.kind === "instance" && isSubclass(source.class, to.class))
    return session.unify(viewAs(source, to.class), to);
  if (to.kind === "int" && source.kind === "u64") return true;
  const joined = session.join(to, source);
  return joined !== null && sameType(joined, to);
}

function flowIntoUnion(session: Session, member: Type, wanted: readonly Type[]): boolean {
  const same = wanted.find(
    (one) => one.kind === member.kind && (one.kind !== "instance" || (member.kind === "instance" && one.class === member.class)),
  );
  if (same !== undefined) return flowType(session, member, same);
  const open = wanted.find((one) => one.kind === "variable");
  if (open !== undefined) return flowType(session, member, open);
  return wanted.some((one) => one.kind !== "none" && flowType(session, member, one));
}

/** The value in the place of `target`, or null where it does not fit. */
export function flowInto(session: Session, value: TypedExpression, target: Type): TypedExpression | null {
  return flowType(session, value.type, target) ? convert(value, target) : null;
}

/** The same value as `target`, which is known to hold it. A conversion that turns out to change nothing is dropped at the end. */
export function convert(value: TypedExpression, target: Type): TypedExpression {
  const from = shallow(value.type);
  const to = shallow(target);
  if (from === to || isSilent(from) || isSilent(to)) return value;
  if (from.kind === to.kind && from.kind !== "tuple" && from.kind !== "union" && from.kind !== "variadic" && from.kind !== "instance") {
    return from.kind === "function" || from.kind === "generator"
      ? { kind: "convert", value, type: target, orRaise: null, span: value.span }
      : value;
  }
  if (from.kind === "instance" && to.kind === "instance" && from.class === to.class) return value;
  if (to.kind === "float" && value.kind === "literal" && typeof value.value === "bigint" && isExact(value.value)) {
    return { kind: "literal", value: Number(value.value), type: FLOAT, span: value.span };
  }
  if (value.kind === "tuple" && to.kind === "tuple" && to.items.length === value.items.length) {
    return { ...value, items: value.items.map((item, index) => convert(item, to.items[index] as Type)), type: target };
  }
  return { kind: "convert", value, type: target, orRaise: null, span: value.span };
}

function isExact(value: bigint): boolean {
  return BigInt(Number(value)) === value;
}
