// Types at the border as data: what a runner in another language needs to write
// arguments and read results by the layouts of grammar/abi.md.

import type { HeapTypes } from "../types/heapTypes.ts";
import type { HeapType, Representation, TypeId } from "../types/layouts.ts";
import { showType } from "../types/print.ts";
import type { Type } from "../types/type.ts";
import { shallow, substitute } from "../types/variables.ts";

export type BorderType =
  | "None"
  | "bool"
  | "int"
  | "u64"
  | "float"
  | "str"
  | { readonly tuple: readonly BorderType[]; readonly id: TypeId }
  | { readonly variadic: BorderType; readonly id: TypeId }
  | { readonly storage: BorderType; readonly id: TypeId }
  | { readonly union: readonly BorderType[] }
  /** An instance of a class: fields in the table of types. */
  | { readonly object: TypeId }
  /** What no host can make or read. */
  | { readonly closed: string };

export interface TypeDescription {
  readonly kind: HeapType["kind"];
  readonly name: string;
  /** Slots of a record, the element of a storage. */
  readonly slots: readonly Representation[];
  readonly bases: readonly TypeId[];
  /** Of a class: slot k holds field k. */
  readonly fields: readonly { readonly name: string; readonly type: BorderType }[] | null;
}

export function describeType(given: Type, types: HeapTypes): BorderType {
  const type = shallow(given);
  switch (type.kind) {
    case "none":
      return "None";
    case "bool":
    case "int":
    case "u64":
    case "float":
    case "str":
      return type.kind;
    case "tuple":
      return { tuple: type.items.map((item) => describeType(item, types)), id: types.idOf(type) };
    case "variadic":
      return { variadic: describeType(type.element, types), id: types.idOf(type) };
    case "storage":
      return { storage: describeType(type.element, types), id: types.idOf(type) };
    case "union":
      return { union: type.members.map((member) => describeType(member, types)) };
    case "instance":
      return { object: types.idOf(type) };
    case "never":
    case "unknown":
    case "function":
    case "generator":
    case "class":
    case "module":
    case "parameter":
    case "variable":
      return { closed: showType(type) };
  }
}

/** `count`: as many as the compiled module knows. Describing fields may name types that it does not: those have no objects. */
export function describeTypes(types: HeapTypes, count: number): TypeDescription[] {
  return types
    .all()
    .slice(0, count)
    .map((type, id) => ({
      kind: type.kind,
      name: type.name,
      slots: type.kind === "record" ? type.slots : type.kind === "storage" ? [type.element] : [],
      bases: type.kind === "record" ? type.bases : [],
      fields: describeFields(types, id),
    }));
}

function describeFields(types: HeapTypes, id: TypeId): TypeDescription["fields"] {
  const instance = types.typeOf(id);
  if (instance === null) return null;
  return instance.class.fields.map((field) => ({
    name: field.name,
    type: describeType(substitute(field.type, instance.arguments), types),
  }));
}
