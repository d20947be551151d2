// The types without parts, made once, and short constructors for the others.
// Because primitives are singletons, `a === b` decides most comparisons.

import type { ClassInfo, Type } from "./type.ts";

export const NEVER: Type = { kind: "never" };
export const UNKNOWN: Type = { kind: "unknown" };
export const NONE: Type = { kind: "none" };
export const BOOL: Type = { kind: "bool" };
export const INT: Type = { kind: "int" };
export const U64: Type = { kind: "u64" };
export const FLOAT: Type = { kind: "float" };
export const STR: Type = { kind: "str" };

export const EMPTY_TUPLE: Type = { kind: "tuple", items: [] };

export function tupleOf(items: readonly Type[]): Type {
  return items.length === 0 ? EMPTY_TUPLE : { kind: "tuple", items };
}

export function instanceOf(info: ClassInfo, typeArguments: readonly Type[] = []): Type {
  return { kind: "instance", class: info, arguments: typeArguments };
}

/** Int, u64, float or bool: what counts as a number in arithmetic. */
export function isNumeric(type: Type): boolean {
  return type.kind === "int" || type.kind === "float" || type.kind === "bool" || type.kind === "u64";
}

/** After an error, or where nothing can arrive: asks nothing further. */
export function isSilent(type: Type): boolean {
  return type.kind === "unknown" || type.kind === "never";
}
