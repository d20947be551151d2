// Types as an author would write them, for messages and for hovering.

import { shallow } from "./variables.ts";
import type { Type } from "./type.ts";

export function showType(type: Type, depth = 0): string {
  if (depth > 5) return "...";
  const inner = (part: Type): string => showType(part, depth + 1);
  switch (type.kind) {
    case "variable":
      return showType(shallow(type), depth);
    case "none":
      return "None";
    case "u64":
      return "int";
    case "tuple":
      if (type.named !== undefined) return type.named.name;
      return type.items.length === 0 ? "tuple[()]" : `tuple[${type.items.map(inner).join(", ")}]`;
    case "variadic":
      return `tuple[${inner(type.element)}, ...]`;
    case "storage":
      return `storage[${inner(type.element)}]`;
    case "generator":
      return `Iterator[${inner(type.element)}]`;
    case "instance":
      if (/^_Array[123]$/.test(type.class.name)) return `Array[${type.arguments.map(inner).join(", ")}, ${type.class.name.slice(-1)}]`;
      return type.arguments.length === 0 ? type.class.name : `${type.class.name}[${type.arguments.map(inner).join(", ")}]`;
    case "union":
      return showUnion(type.members, inner);
    case "function":
      return "function";
    case "class":
      return `class ${type.class.name}`;
    case "module":
      return `module ${type.name}`;
    case "parameter":
      return type.name;
    case "never":
      return depth === 0 ? "nothing" : "?";
    case "unknown":
      return "?";
    case "bool":
    case "int":
    case "float":
    case "str":
      return type.kind;
  }
}

function showUnion(members: readonly Type[], inner: (part: Type) => string): string {
  const others = members.filter((member) => shallow(member).kind !== "none").map(inner);
  return others.length === members.length ? others.join(" | ") : [...others, "None"].join(" | ");
}
