// Where values meet: the least type that holds both (`join`), and making two
// types one (`unify`) for what is shared by reference. Variables only ever
// rise, so repeating the analysis ends. The lattice:
//
//   never < t        int < float        int < u64 (checked) < float
//   t < t | None     subclass < base    other kinds meet in a union
//
// bool does not meet the other numbers in one place. Containers of one class
// that meet become one: their element variables are unified, because an alias
// may write through either. Nothing here reports errors: a refusal is `null`
// or `false`, and the caller, who knows the place, finds the words.

import { commonBase, isSubclass } from "./classes.ts";
import { FLOAT, INT, NONE, U64, isNumeric } from "./primitives.ts";
import { sameType } from "./key.ts";
import { find, hasVariables, shallow } from "./variables.ts";
import type { ClassInfo, Type, TypeVariable } from "./type.ts";

/** What a whole inference shares: what has risen, and how much work was that. */
export interface Growth {
  steps: number;
  /** The variable holds more than before. */
  grew(root: TypeVariable): void;
  /** It will hold no more than it does. */
  wasFixed(root: TypeVariable): void;
}

export const maxUnionMembers = 8;

/** The least type above both, or null where they may not meet. */
export function join(growth: Growth, first: Type, second: Type): Type | null {
  growth.steps += 1;
  const a = shallow(first);
  const b = shallow(second);
  if (a === b || b.kind === "never" || b.kind === "unknown") return a;
  if (a.kind === "never" || a.kind === "unknown") return b;
  if (a.kind === b.kind && isPlain(a)) return a;
  if (isNumeric(a) && isNumeric(b)) return joinNumbers(a, b);
  if (a.kind === "union" || b.kind === "union" || a.kind === "none" || b.kind === "none") return joinMembers(growth, a, b);
  return joinSameKind(growth, a, b) ?? (canShareUnion(a, b) ? joinMembers(growth, a, b) : null);
}

function isPlain(type: Type): boolean {
  return isNumeric(type) || type.kind === "none" || type.kind === "str";
}

function areInts(a: Type, b: Type): boolean {
  return [a, b].every(({ kind }) => kind === "int" || kind === "u64");
}

function joinNumbers(a: Type, b: Type): Type | null {
  if (a.kind === "bool" || b.kind === "bool") return a.kind === b.kind ? a : null;
  if (a.kind === "float" || b.kind === "float") return FLOAT;
  return a.kind === "u64" || b.kind === "u64" ? U64 : INT;
}

/** Neither is a union, None or a number meeting a number. Null where only a union (or nothing) holds both. */
function joinSameKind(growth: Growth, a: Type, b: Type): Type | null {
  if (a.kind === "instance" && b.kind === "instance") {
    if (a.class === b.class) return unifyAll(growth, a.arguments, b.arguments) ? a : null;
    const base = commonBase(a.class, b.class);
    if (base === null) return null;
    const joined = viewAs(a, base);
    return unifyAll(growth, joined.arguments, viewAs(b, base).arguments) ? joined : null;
  }
  if (isTuple(a) && isTuple(b)) return joinTuples(growth, a, b);
  if (a.kind === "function" && b.kind === "function") {
    const known = new Set(a.closures);
    const added = b.closures.filter((closure) => !known.has(closure));
    return added.length === 0 ? a : { kind: "function", closures: [...a.closures, ...added] };
  }
  if (a.kind === "generator" && b.kind === "generator") {
    if (!unify(growth, a.element, b.element)) return null;
    const known = new Set(a.sources);
    const added = b.sources.filter((source) => !known.has(source));
    return added.length === 0 ? a : { ...a, sources: [...a.sources, ...added] };
  }
  if (a.kind === "storage" && b.kind === "storage") return unify(growth, a.element, b.element) ? a : null;
  if (a.kind === "module" && b.kind === "module") return a.name === b.name ? a : null;
  if (a.kind === "class" && b.kind === "class") return a.class === b.class ? a : null;
  return null;
}

export type InstanceType = Extract<Type, { kind: "instance" }>;

/** An object as one of a base class, whose type parameters come first in its own. */
export function viewAs(type: InstanceType, base: ClassInfo): InstanceType {
  return type.class === base ? type : { kind: "instance", class: base, arguments: type.arguments.slice(0, base.typeParameters.length) };
}

function isTuple(type: Type): type is Extract<Type, { kind: "tuple" | "variadic" }> {
  return type.kind === "tuple" || type.kind === "variadic";
}

type TupleType = Extract<Type, { kind: "tuple" | "variadic" }>;

/** Item by item; tuples of different lengths meet in `tuple[T, ...]`. */
function joinTuples(growth: Growth, a: TupleType, b: TupleType): Type | null {
  if (nameOf(a) !== nameOf(b)) return null;
  if (a.kind === "tuple" && b.kind === "tuple" && a.items.length === b.items.length) {
    const items: Type[] = [];
    for (const [index, item] of a.items.entries()) {
      const joined = join(growth, item, b.items[index] as Type);
      if (joined === null) return null;
      items.push(joined);
    }
    return items.every((item, index) => item === a.items[index]) ? a : { ...a, items };
  }
  const parts = [...tupleParts(a), ...tupleParts(b)];
  let element: Type | null = parts[0] ?? { kind: "never" };
  for (const part of parts) element = element === null ? null : join(growth, element, part);
  return element === null ? null : { kind: "variadic", element };
}

/** A tuple by name is not just any tuple: its text tells. */
function nameOf(type: TupleType): ClassInfo | undefined {
  return type.kind === "tuple" ? type.named : undefined;
}

function tupleParts(type: TupleType): readonly Type[] {
  return type.kind === "tuple" ? type.items : [type.element];
}

function canShareUnion(a: Type, b: Type): boolean {
  return isMember(a) && isMember(b) && !(a.kind === "instance" && b.kind === "instance" && a.class === b.class);
}

function isMember(type: Type): boolean {
  return isPlain(type) || type.kind === "instance" || isTuple(type) || type.kind === "function" || type.kind === "generator";
}

/** Members of the union that `type` is; a type that is none is its own only member. */
export function membersOf(type: Type): readonly Type[] {
  const now = shallow(type);
  if (now.kind !== "union") return now.kind === "never" ? [] : [now];
  return now.members.some(isNested) ? flatten(now.members) : now.members;
}

/** A variable among the members that has become a union itself: `V | None` of a `V` that may be None. */
function isNested(member: Type): boolean {
  return member.kind === "variable" && shallow(member).kind === "union";
}

function flatten(members: readonly Type[]): readonly Type[] {
  const all = members.flatMap((member) => (isNested(member) ? membersOf(member) : [member]));
  return all.filter((member, index) => shallow(member).kind !== "none" || all.findIndex((one) => shallow(one).kind === "none") === index);
}

/** Beside a value that is no number, or where they stand apart already, int, float and bool stay what they are: such a union boxes them anyway. */
function joinMembers(growth: Growth, a: Type, b: Type): Type | null {
  let members: readonly Type[] | null = membersOf(a);
  const apart = [...members, ...membersOf(b)].some(isOther) || [a, b].some((one) => membersOf(one).filter(isNumber).length > 1);
  for (const member of membersOf(b)) {
    members = members === null ? null : addMember(growth, members, shallow(member), apart);
  }
  if (members === null) return null;
  if (a.kind === "union" && members.length === a.members.length && members.every((member, at) => member === a.members[at])) return a;
  return unionOf(members);
}

function isNumber(member: Type): boolean {
  return isNumeric(shallow(member));
}

function isOther(member: Type): boolean {
  const type = shallow(member);
  return !isNumeric(type) && type.kind !== "none" && type.kind !== "never" && type.kind !== "unknown";
}

function addMember(growth: Growth, members: readonly Type[], added: Type, apart: boolean): readonly Type[] | null {
  if (isPlain(added) && members.some((member) => shallow(member).kind === added.kind)) return members;
  for (const [index, old] of members.entries()) {
    const member = shallow(old);
    const merged = mergeMember(growth, member, added, apart);
    if (merged === undefined) continue;
    if (merged === null) return null;
    return merged === member ? members : members.with(index, merged);
  }
  return isMember(added) && members.length < maxUnionMembers ? [...members, added] : null;
}

/** Undefined where the two stand side by side in a union; null where they may not. */
function mergeMember(growth: Growth, member: Type, added: Type, apart: boolean): Type | null | undefined {
  if (member.kind === added.kind && isPlain(member)) return member;
  if (isNumeric(member) && isNumeric(added)) return apart && !areInts(member, added) ? undefined : joinNumbers(member, added);
  if (member.kind === "instance" && added.kind === "instance") {
    if (member.class === added.class) return unifyAll(growth, member.arguments, added.arguments) ? member : null;
    if (isSubclass(added.class, member.class))
      return unifyAll(growth, viewAs(added, member.class).arguments, member.arguments) ? member : null;
    if (isSubclass(member.class, added.class))
      return unifyAll(growth, viewAs(member, added.class).arguments, added.arguments) ? added : null;
    return undefined;
  }
  const bothOneKind =
    (isTuple(member) && isTuple(added)) || (member.kind === added.kind && (member.kind === "function" || member.kind === "generator"));
  return bothOneKind ? joinSameKind(growth, member, added) : undefined;
}

/** A union of members that are already merged; None first. */
export function unionOf(members: readonly Type[]): Type {
  if (members.length === 1) return members[0] as Type;
  const others = members.filter((member) => member.kind !== "none");
  if (others.length === members.length) return { kind: "union", members };
  return others.length === 0 ? NONE : { kind: "union", members: [NONE, ...others] };
}

/** Raises a variable's bound to hold `type` too. False where that may not be. */
export function grow(growth: Growth, variable: TypeVariable, type: Type): boolean {
  const root = find(variable);
  if (type.kind === "variable" && find(type.variable) === root) return true;
  if (occurs(root, type)) return false;
  const joined = join(growth, root.bound, root.fixed ? asFloats(type, root.bound) : type);
  if (joined === null) return false;
  if (joined === root.bound || sameType(joined, root.bound)) return true;
  if (root.fixed) return shallow(root.bound).kind === "int" && shallow(type).kind === "u64";
  root.bound = joined;
  growth.grew(root);
  return true;
}

/** Where an annotation says float beside other kinds, `float | str`, and not int, ints are floats. */
function asFloats(type: Type, declared: Type): Type {
  if (shallow(declared).kind !== "union") return type;
  const kinds = membersOf(declared).map((member) => shallow(member).kind);
  if (!kinds.includes("float") || kinds.includes("int")) return type;
  const members = membersOf(type).map(shallow);
  if (!members.some(({ kind }) => kind === "int" || kind === "u64")) return type;
  const rest = members.filter(({ kind }) => kind !== "int" && kind !== "u64" && kind !== "float");
  return unionOf([...rest, FLOAT]);
}

/** Makes two types one. What is a variable grows; what is fixed must fit already. */
export function unify(growth: Growth, first: Type, second: Type): boolean {
  growth.steps += 1;
  if (first === second) return true;
  if (first.kind === "variable" && second.kind === "variable") return unifyVariables(growth, find(first.variable), find(second.variable));
  if (first.kind === "variable") return fix(growth, find(first.variable), second);
  if (second.kind === "variable") return fix(growth, find(second.variable), first);
  if (isTuple(first) && isTuple(second)) return unifyTuples(growth, first, second);
  if (first.kind === "instance" && second.kind === "instance") {
    return first.class === second.class && unifyAll(growth, first.arguments, second.arguments);
  }
  if (first.kind === "unknown" || second.kind === "unknown") return true;
  return sameType(first, second);
}

function unifyTuples(growth: Growth, a: TupleType, b: TupleType): boolean {
  if (a.kind === "variadic") return b.kind === "variadic" && unify(growth, a.element, b.element);
  if (b.kind === "variadic") return false;
  return a.named === b.named && a.items.length === b.items.length && unifyAll(growth, a.items, b.items);
}

function unifyAll(growth: Growth, a: readonly Type[], b: readonly Type[]): boolean {
  return a.every((part, index) => unify(growth, part, b[index] as Type));
}

function unifyVariables(growth: Growth, a: TypeVariable, b: TypeVariable): boolean {
  if (a === b) return true;
  if (occurs(a, b.bound) || occurs(b, a.bound)) return false;
  const [root, other] = b.fixed && !a.fixed ? [b, a] : [a, b];
  const joined = join(growth, root.bound, root.fixed ? asFloats(other.bound, root.bound) : other.bound);
  if (joined === null) return false;
  if (root.fixed && !sameType(joined, root.bound)) return false;
  if (other.fixed && !sameType(joined, other.bound)) return false;
  const grows = !sameType(joined, root.bound) || !sameType(joined, other.bound);
  root.bound = joined;
  if (other.owner !== root.owner) root.owner = 0;
  other.forward = root;
  if (grows) growth.grew(root);
  return true;
}

/** The variable becomes exactly `type`, for good. */
function fix(growth: Growth, variable: TypeVariable, type: Type): boolean {
  if (type.kind === "unknown") return true;
  if (occurs(variable, type)) return false;
  const { bound } = variable;
  // `list[tuple[T, U]]`: what is known of the items says what T and U are.
  if (isTuple(type) && isTuple(bound) && hasVariables(type) && !unifyTuples(growth, bound, type)) return false;
  const joined = join(growth, type, asFloats(bound, type));
  if (joined === null || !sameType(joined, type)) return false;
  if (!sameType(joined, variable.bound)) {
    if (variable.fixed) return false;
    variable.bound = type;
    growth.grew(variable);
  }
  if (!variable.fixed) growth.wasFixed(variable);
  variable.fixed = true;
  return true;
}

/** Would `type` hold itself through `variable`? Asked at every growth: along chains, which may be a thousand parts deep, without recursion. */
export function occurs(variable: TypeVariable, type: Type): boolean {
  for (let at = type; ;) {
    switch (at.kind) {
      case "variable": {
        const root = find(at.variable);
        if (root === variable) return true;
        at = root.bound;
        break;
      }
      case "variadic":
      case "storage":
      case "generator":
        at = at.element;
        break;
      case "tuple":
      case "union":
      case "instance": {
        const parts = at.kind === "tuple" ? at.items : at.kind === "union" ? at.members : at.arguments;
        const [only] = parts;
        if (only === undefined) return false;
        if (parts.length > 1) return parts.some((part) => occurs(variable, part));
        at = only;
        break;
      }
      default:
        return false;
    }
  }
}

/** A union as annotated: `int | float` stays two, told apart by `isinstance`. Null where two members cannot be told apart. */
export function annotatedUnion(growth: Growth, types: readonly Type[]): Type | null {
  const members: Type[] = [];
  for (const type of types.flatMap(membersOf)) {
    const one = shallow(type);
    if (members.some((member) => sameType(member, one))) continue;
    if (
      members.some(
        (member) =>
          !isPlain(one) &&
          member.kind === one.kind &&
          (member.kind !== "instance" || (one.kind === "instance" && member.class === one.class)),
      )
    )
      return null;
    const below = members.findIndex(
      (member) => member.kind === "instance" && one.kind === "instance" && isSubclass(member.class, one.class),
    );
    if (below >= 0) members[below] = one;
    else if (!members.some((member) => member.kind === "instance" && one.kind === "instance" && isSubclass(one.class, member.class)))
      members.push(one);
  }
  growth.steps += members.length;
  return members.length > maxUnionMembers ? null : unionOf(members);
}
