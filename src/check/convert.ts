// Letting a value flow into a place of a given type: does it fit (what is
// still growing grows), and the conversion node it needs, if any.

import { FLOAT } from "../types/primitives.ts";
import { isSilent } from "../types/primitives.ts";
import { sameType } from "../types/key.ts";
import { isSubclass } from "../types/classes.ts";
import { membersOf, viewAs } from "../types/join.ts";
import { shallow } from "../types/variables.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import { find } from "../types/variables.ts";
import type { Span } from "../base/span.ts";
import { plainNumber } from "./classes/enums.ts";
import { declarationOf } from "./declarations.ts";
import type { TypedExpression } from "./program.ts";
import type { Session } from "./session.ts";

/** May a value of type `from` stand where `to` is wanted? Grows the variables in `to` (and in shared parts of `from`). */
export function flowType(session: Session, from: Type, to: Type): boolean {
  if (to.kind === "variable") return session.grow(to.variable, from);
  const source = shallow(from);
  if (isSilent(source) || to.kind === "unknown") return true;
  if (to.kind === "tuple" && source.kind === "tuple") {
    return (
      to.named === source.named &&
      to.items.length === source.items.length &&
      to.items.every((item, index) => flowType(session, source.items[index] as Type, item))
    );
  }
  if (to.kind === "variadic") {
    if (source.kind === "tuple") return source.items.every((item) => flowType(session, item, to.element));
    return source.kind === "variadic" && flowType(session, source.element, to.element);
  }
  if (to.kind === "union") return membersOf(source).every((member) => flowIntoUnion(session, shallow(member), to.members));
  if (source.kind === "union") return to.kind === "float" && source.members.every((member) => becomesFloat(shallow(member)));
  if (source.kind === "instance" && to.kind === "instance" && isSubclass(source.class, to.class))
    return session.unify(viewAs(source, to.class), to);
  if (to.kind === "int" && source.kind === "u64") return true;
  const joined = session.join(to, source);
  return joined !== null && sameType(joined, to);
}

/** `int | float` where a float is wanted. */
function becomesFloat(type: Type): boolean {
  return type.kind === "int" || type.kind === "u64" || type.kind === "float";
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
  const type = shallow(value.type);
  if (type.kind === "class") return flowClass(session, type.class, value, target);
  const wanted = shallow(target).kind;
  if (type.kind === "instance" && type.class.isEnum && (wanted === "int" || wanted === "float")) return flowNumber(session, value, target);
  return flowType(session, value.type, target) ? convert(value, target) : null;
}

/** A member of an IntEnum where a number is held. */
function flowNumber(session: Session, value: TypedExpression, target: Type): TypedExpression | null {
  const number = plainNumber(value);
  return number === value ? null : flowType(session, number.type, target) ? convert(number, target) : null;
}

/** Where another class, or a function, is held already, a class is the function that makes its objects. */
function flowClass(session: Session, info: ClassInfo, value: TypedExpression, target: Type): TypedExpression | null {
  const held = shallow(target);
  const isOther = held.kind === "class" && held.class !== info;
  if (held.kind !== "function" && !isOther) return flowType(session, value.type, target) ? value : null;
  if (isOther) {
    if (target.kind !== "variable" || find(target.variable).fixed) return null;
    const root = find(target.variable);
    root.bound = classAsFunction(session, held.class, value.span).type;
    session.grew(root);
  }
  const made = classAsFunction(session, info, value.span);
  return flowType(session, made.type, target) ? convert(made, target) : null;
}

/** A class as a value: a function that makes objects. */
export function classAsFunction(session: Session, info: ClassInfo, span: Span): TypedExpression {
  const declaration = declarationOf(info);
  const entity = { kind: "class", name: info.name, class: declaration } as const;
  const closure = session.closureOf(declaration, info.name, { kind: "entity", entity });
  return { kind: "closure", closure, captures: [], type: { kind: "function", closures: [closure] }, span };
}

/** Classes within a tuple that is one of many, `[("a", Circle), ("b", Square)]`, as functions. */
export function withoutClasses(session: Session, value: TypedExpression): TypedExpression {
  if (value.kind !== "tuple") return value;
  const items = value.items.map((item): TypedExpression => {
    const type = shallow(item.type);
    return type.kind === "class" && !type.class.isEnum ? classAsFunction(session, type.class, item.span) : withoutClasses(session, item);
  });
  return items.every((item, index) => item === value.items[index])
    ? value
    : { ...value, items, type: { kind: "tuple", items: items.map((item) => item.type) } };
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
