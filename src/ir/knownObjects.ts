// What the static type of a reference says about the object behind it: if it
// is not null, it surely has that many slots (0 for a storage). Passes may then
// read such a slot earlier than the program does. Nothing is said of unions
// and texts, nor of closures and generators, whose layouts differ.

import type { Type } from "../types/type.ts";
import type { FunctionBuilder, Home } from "./functionBuilder.ts";

export function knownSlotsOf(type: Type): number | undefined {
  if (type.kind === "storage" || type.kind === "variadic") return 0;
  if (type.kind === "tuple") return type.items.length;
  return type.kind === "instance" && !type.class.isEnum ? type.class.fields.length : undefined;
}

/** Notes it of the local that a variable lives in. */
export function noteType(f: FunctionBuilder, home: Home, type: Type): void {
  const knownSlots = knownSlotsOf(type);
  if (knownSlots === undefined || home.kind !== "local") return;
  const found = f.locals[home.local];
  if (found !== undefined) f.locals[home.local] = { ...found, knownSlots };
}
