// A text that two types share exactly when they are the same type: the memo
// key of instances, and the order of union members.

import { shallow } from "./variables.ts";
import type { Type } from "./type.ts";

/** How many parts a type may have: pairs of pairs of pairs double with each step. */
export const maxTypeNodes = 1000;

export class TypeTooLarge extends Error {}

/** How many parts have been looked at in this process: what a check takes is limited by it. */
export const keyWork = { parts: 0 };

interface Count {
  nodes: number;
  /** Leave out which closures and generators are meant. */
  readonly shape: boolean;
}

/** Throws `TypeTooLarge` beyond `maxTypeNodes` parts. */
export function typeKey(type: Type): string {
  return key(type, { nodes: 0, shape: false });
}

/** As `typeKey`, but all function values are alike. */
export function shapeKey(type: Type): string {
  return key(type, { nodes: 0, shape: true });
}

export function typeKeys(types: readonly Type[]): string {
  return types.map(typeKey).join(",");
}

function key(type: Type, count: Count): string {
  count.nodes += 1;
  keyWork.parts += 1;
  if (count.nodes > maxTypeNodes) throw new TypeTooLarge("type too large");
  switch (type.kind) {
    case "variable":
      return key(shallow(type), count);
    case "tuple":
      return `${type.named === undefined ? "" : `n${type.named.id}`}(${joined(type.items, count)})`;
    case "variadic":
      return `(${key(type.element, count)}*)`;
    case "storage":
      return `storage[${key(type.element, count)}]`;
    case "generator":
      return `generator[${key(type.element, count)};${count.shape ? "" : type.sources.map((source) => source.id).join()}]`;
    case "instance":
      return type.arguments.length === 0 ? `c${type.class.id}` : `c${type.class.id}[${joined(type.arguments, count)}]`;
    case "union":
      return `<${[...new Set(memberKeys(type.members, count))].sort().join("|")}>`;
    case "function":
      return count.shape ? "f" : `f{${type.closures.map((closure) => closure.id).join()}}`;
    case "class":
      return `class${type.class.id}`;
    case "module":
      return `module ${type.name}`;
    case "parameter":
      return `$${type.index}`;
    case "never":
    case "unknown":
    case "none":
    case "bool":
    case "int":
    case "u64":
    case "float":
    case "str":
      return type.kind;
  }
}

/** A variable among the members may be a union itself. */
function memberKeys(members: readonly Type[], count: Count): string[] {
  return members.flatMap((member) => {
    const now = shallow(member);
    return now.kind === "union" ? memberKeys(now.members, count) : [key(now, count)];
  });
}

function joined(types: readonly Type[], count: Count): string {
  let text = "";
  for (const type of types) text += (text === "" ? "" : ",") + key(type, count);
  return text;
}

export function sameType(a: Type, b: Type): boolean {
  return a === b || typeKey(a) === typeKey(b);
}
