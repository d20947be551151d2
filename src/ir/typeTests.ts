// Run-time tests of a value's type, by the type id of its object. None has no
// object, so it is asked about first where it can occur.

import type { Type } from "../types/type.ts";
import { choose, i32, not, operation, typeIdIn } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Expression } from "./ir.ts";

function members(type: Type): readonly Type[] {
  return type.kind === "union" ? type.members : [type];
}

function mayBeNone(type: Type): boolean {
  return members(type).some((member) => member.kind === "none");
}

/** i32: whether the reference `object` (a local or constant), of type `from`, is one of `types`. */
export function testTypes(f: FunctionBuilder, object: Expression, from: Type, types: readonly Type[]): Expression {
  const { heapTypes } = f.module;
  const wanted = new Set(types.flatMap((type) => heapTypes.idsMatching(type)));
  const possible = heapTypes.idsMatching(from);
  const isNull = operation("ref.isnull", object);
  const wantsNone = types.some(mayBeNone);
  const ids = possible.filter((id) => wanted.has(id));
  const coversAll = ids.length === possible.length;
  if (!mayBeNone(from)) return coversAll && ids.length > 0 ? i32(1) : typeIdIn(object, ids);
  if (ids.length === 0) return wantsNone ? isNull : i32(0);
  if (coversAll) return wantsNone ? i32(1) : not(isNull);
  return choose(isNull, i32(wantsNone ? 1 : 0), typeIdIn(object, ids), "i32");
}
