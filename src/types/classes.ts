// Questions about classes: inheritance is single, so a chain of bases.

import type { ClassInfo, Type } from "./type.ts";

export function isSubclass(info: ClassInfo, base: ClassInfo): boolean {
  for (let at: ClassInfo | null = info; at !== null; at = at.base) if (at === base) return true;
  return false;
}

/** A list of the language itself, whatever an author names list. */
export function isList(type: Type): boolean {
  return type.kind === "instance" && type.class.name === "list" && type.class.module === "";
}

/** The nearest class both derive from, but for `BaseException` and `Exception`, which say nothing. */
export function commonBase(a: ClassInfo, b: ClassInfo): ClassInfo | null {
  for (let at: ClassInfo | null = a; at !== null; at = at.base) {
    if (isSubclass(b, at)) return isUninformative(at) && at !== a && at !== b ? null : at;
  }
  return null;
}

function isUninformative(info: ClassInfo): boolean {
  return info.module === "" && (info.name === "BaseException" || info.name === "Exception");
}
