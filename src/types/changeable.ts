// Can what a value of a type refers to change after it was made? A list can, a
// dict, an object that is not frozen, a closure over a variable that is
// assigned; a number or a frozen object of numbers cannot. The engine asks
// whether module values may pass something from one call to the next, lowering
// whether writes to frozen state need a test.

import type { ClassInfo, ClosureInfo, Type } from "./type.ts";
import { partsOf, shallow, substitute } from "./variables.ts";

/** Classes of the library whose objects never change once they are made. */
const unchanging = new Set(["range", "ellipsis"]);

/** What is being looked at already: types may hold themselves. */
type Seen = Set<ClassInfo | ClosureInfo>;

export function isChangeable(given: Type, seen: Seen = new Set()): boolean {
  const type = shallow(given);
  switch (type.kind) {
    case "tuple":
    case "union":
    case "variadic":
      return partsOf(type).some((part) => isChangeable(part, seen));
    case "instance":
      return isChangeableObject(type, seen);
    case "function":
      return type.closures.some((closure) => isChangeableClosure(closure, seen));
    case "generator":
    case "storage":
      return true;
    case "never":
    case "unknown":
    case "none":
    case "bool":
    case "int":
    case "u64":
    case "float":
    case "str":
    case "class":
    case "module":
    case "parameter":
    case "variable":
      return false;
  }
}

function isChangeableObject(type: Extract<Type, { kind: "instance" }>, seen: Seen): boolean {
  const { class: info } = type;
  if (info.isEnum || seen.has(info) || (info.module === "" && unchanging.has(info.name))) return false;
  if (!info.isFrozen) return true;
  seen.add(info);
  return info.fields.some((field) => isChangeable(substitute(field.type, type.arguments), seen));
}

function isChangeableClosure(closure: ClosureInfo, seen: Seen): boolean {
  if (seen.has(closure)) return false;
  seen.add(closure);
  return closure.captures.some((capture) => capture.boxed || isChangeable(capture.type, seen));
}
