// May something that the module body made change while a hook runs? The
// checker says where a module name is assigned; what a name holds can be
// changed too where its type allows that (a list, a dict, an object that is
// not frozen). Then each call gets a body of its own.

import type { Program } from "../check/program.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import { shallow, substitute } from "../types/variables.ts";

/** Does every call have to begin with the module body? */
export function runsAnewForEachCall(program: Program): boolean {
  if (program.frozenState) return false;
  return program.writesModuleState || program.globals.some((global) => isMutable(global.type, new Set()));
}

function isMutable(given: Type, seen: Set<ClassInfo>): boolean {
  const type = shallow(given);
  switch (type.kind) {
    case "tuple":
      return type.items.some((item) => isMutable(item, seen));
    case "union":
      return type.members.some((member) => isMutable(member, seen));
    case "variadic":
      return isMutable(type.element, seen);
    case "instance":
      return isMutableObject(type, seen);
    case "function":
      return type.closures.some((closure) => closure.captures.some((capture) => capture.boxed || isMutable(capture.type, seen)));
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

/** Classes of the library whose objects never change once they are made. */
const unchanging = new Set(["range", "ellipsis"]);

function isMutableObject(type: Extract<Type, { kind: "instance" }>, seen: Set<ClassInfo>): boolean {
  const { class: info } = type;
  if (info.isEnum || seen.has(info) || (info.module === "" && unchanging.has(info.name))) return false;
  if (!info.isFrozen) return true;
  seen.add(info);
  return info.fields.some((field) => isMutable(substitute(field.type, type.arguments), seen));
}
