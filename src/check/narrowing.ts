// What is known about types at one point of the flow: a variable, or a path of
// attributes from one, has a narrower type than declared. Facts are persistent
// maps, replaced and never changed, so a branch costs nothing to take.

import { declarationOf } from "./declarations.ts";
import { sameType } from "../types/key.ts";
import type { Growth } from "../types/join.ts";
import { join } from "../types/join.ts";
import { NEVER } from "../types/primitives.ts";
import { isSubclass } from "../types/classes.ts";
import { shallow } from "../types/variables.ts";
import { membersOf, unionOf } from "../types/join.ts";
import type { Type } from "../types/type.ts";
import type { Web } from "./scopes/scope.ts";

/** A variable by its web (or binding), a path as text: `12.left.right`. */
export type FactKey = Web | string;

export type Facts = ReadonlyMap<FactKey, Type>;

export const noFacts: Facts = new Map();

export function withFact(facts: Facts, key: FactKey, type: Type): Facts {
  return new Map(facts).set(key, type);
}

/** After an assignment to a variable: nothing is known of it or of paths from it. */
export function forget(facts: Facts, key: FactKey, pathPrefix: string): Facts {
  let next: Map<FactKey, Type> | null = null;
  for (const known of facts.keys()) {
    if (known !== key && !(typeof known === "string" && known.startsWith(pathPrefix))) continue;
    next ??= new Map(facts);
    next.delete(known);
  }
  return next ?? facts;
}

/** After an assignment to some object's attribute: any path through that attribute may be stale. */
export function forgetAttribute(facts: Facts, name: string): Facts {
  let next: Map<FactKey, Type> | null = null;
  for (const known of facts.keys()) {
    if (typeof known !== "string" || !`${known}.`.includes(`.${name}.`)) continue;
    next ??= new Map(facts);
    next.delete(known);
  }
  return next ?? facts;
}

/** After code that may assign these names: variables of a module, by whichever name it goes, and paths from them. */
export function forgetGlobals(facts: Facts, names: ReadonlySet<string>): Facts {
  let next: Map<FactKey, Type> | null = null;
  for (const known of facts.keys()) {
    const name = typeof known === "string" ? /^g[^:]*:([^.]+)/u.exec(known)?.[1] : undefined;
    if (name === undefined || !names.has(name)) continue;
    next ??= new Map(facts);
    next.delete(known);
  }
  return next ?? facts;
}

/** Where other code has run: what it can set (globals, shared variables, paths that are not settled) may have changed. */
export function forgetShared(facts: Facts, isSettled: (path: string) => boolean): Facts {
  let next: Map<FactKey, Type> | null = null;
  for (const known of facts.keys()) {
    if (typeof known === "string" ? isSettled(known) : !known.binding.boxed) continue;
    next ??= new Map(facts);
    next.delete(known);
  }
  return next ?? facts;
}

/** What holds whichever way one came. */
export function meetFacts(growth: Growth, ways: readonly Facts[]): Facts {
  const [first, ...others] = ways;
  if (first === undefined) return noFacts;
  if (others.every((other) => other === first)) return first;
  const met = new Map<FactKey, Type>();
  for (const [key, type] of first) {
    let joined: Type | null = type;
    for (const other of others) {
      const also = other.get(key);
      joined = also === undefined || joined === null ? null : sameType(joined, also) ? joined : join(growth, joined, also);
    }
    if (joined !== null) met.set(key, joined);
  }
  return met;
}

/** Without None. */
export function withoutNone(type: Type): Type {
  const rest = membersOf(type).filter((member) => shallow(member).kind !== "none");
  return rest.length === 0 ? NEVER : unionOf(rest);
}

export function canBeNone(type: Type): boolean {
  return membersOf(type).some((member) => shallow(member).kind === "none");
}

/** Is every value of `type` of `wanted`, or a subclass of it, by what `isinstance` asks? */
export function isKindOf(type: Type, wanted: Type): boolean {
  const a = shallow(type);
  const b = shallow(wanted);
  if (a.kind === "instance" && b.kind === "instance") return isSubclass(a.class, b.class);
  if (a.kind === "instance" && b.kind === "int") return declarationOf(a.class).intEnum;
  if (b.kind === "tuple" && b.named !== undefined) return a.kind === "tuple" && a.named !== undefined && isSubclass(a.named, b.named);
  if (a.kind === "tuple" || a.kind === "variadic") return b.kind === "tuple" || b.kind === "variadic";
  if (a.kind === "bool" && b.kind === "int") return true;
  if (a.kind === "u64" && b.kind === "int") return true;
  return a.kind === b.kind;
}

/** Splits a type by an isinstance test: what passes (narrowed down to a wanted subclass), what fails. */
export function splitByKind(type: Type, wanted: readonly Type[]): { readonly yes: Type; readonly no: Type } {
  const yes: Type[] = [];
  const no: Type[] = [];
  for (const old of membersOf(type)) {
    const member = shallow(old);
    if (wanted.some((one) => isKindOf(member, one))) {
      yes.push(member);
      continue;
    }
    const below = wanted.filter((one) => one.kind === "instance" && member.kind === "instance" && isSubclass(one.class, member.class));
    yes.push(...below);
    no.push(member);
  }
  return { yes: yes.length === 0 ? NEVER : unionOf(yes), no: no.length === 0 ? NEVER : unionOf(no) };
}
