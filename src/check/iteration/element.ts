// What iterating over a type yields; null where it cannot be iterated.

import { isList } from "../../types/classes.ts";
import { INT, NEVER, STR } from "../../types/primitives.ts";
import { join } from "../../types/join.ts";
import { shallow, substitute } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { signatureOf } from "../signatures.ts";
import type { Session } from "../session.ts";

export function elementOf(session: Session, type: Type): Type | null {
  const found = shallow(type);
  switch (found.kind) {
    case "never":
    case "unknown":
      return found;
    case "str":
      return STR;
    case "tuple":
      return found.items.reduce<Type | null>((all, item) => (all === null ? null : join(session, all, item)), NEVER);
    case "variadic":
    case "generator":
      return found.element;
    case "instance":
      return instanceElement(session, found);
    case "none":
    case "bool":
    case "int":
    case "u64":
    case "float":
    case "union":
    case "function":
    case "storage":
    case "class":
    case "module":
    case "parameter":
    case "variable":
      return null;
  }
}

/** Of the library's classes, by their cursor protocol. An author's classes are asked by calling `__iter__`. */
function instanceElement(session: Session, type: Extract<Type, { kind: "instance" }>): Type | null {
  if (isList(type)) return type.arguments[0] ?? null;
  if (type.class.name === "range" && type.class.module === "") return INT;
  const at = session.methodOf(type.class, "_at")?.[0];
  if (at !== undefined) {
    const returns = signatureOf(session, at).returns;
    return returns === null ? null : substitute(returns, type.arguments);
  }
  return null;
}
