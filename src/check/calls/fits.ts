// Would this argument do? A question without consequences, for choosing among
// overloads: nothing grows, nothing is unified.

import { isSubclass } from "../../types/classes.ts";
import { membersOf } from "../../types/join.ts";
import { sameType } from "../../types/key.ts";
import { find, hasVariables, mapType, shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import type { Accepts, SignatureParameter } from "../declarations.ts";
import type { Actual, Frame } from "../frame.ts";
import { elementOf } from "../iteration/element.ts";
import { withoutNone } from "../narrowing.ts";
import { isOptional } from "../present.ts";
import type { Bound } from "./arguments.ts";

export function boundFits(
  frame: Frame,
  parameters: readonly SignatureParameter[],
  bound: readonly Bound[],
  typeArguments: readonly Type[],
): boolean {
  return parameters.every((parameter, index) => {
    const one = bound[index];
    if (one === undefined || one.kind === "default") return true;
    const actuals: readonly Actual[] = one.kind === "value" ? [one.actual] : one.items;
    return actuals.every((actual) => accepts(frame, parameter.accepts, actual.value.type, typeArguments));
  });
}

function accepts(frame: Frame, wanted: Accepts, type: Type, typeArguments: readonly Type[]): boolean {
  switch (wanted.kind) {
    case "inferred":
      return true;
    case "type":
      return typeFits(wanted.type, type, typeArguments);
    case "iterable": {
      if (isOptional(type)) return accepts(frame, wanted, withoutNone(shallow(type)), typeArguments);
      const element = elementOf(frame.session, type);
      if (element === null && iteratesItself(type)) return true;
      return element !== null && typeFits(wanted.element, element, typeArguments);
    }
    case "callable":
      return shallow(type).kind === "function";
  }
}

/** An author's object with `__iter__`. */
export function iteratesItself(type: Type): boolean {
  const found = shallow(type);
  if (found.kind !== "instance") return false;
  const declaration = declarationOf(found.class);
  return (
    findMethod(declaration, "__iter__") !== null || (!declaration.file.info.isLibrary && findMethod(declaration, "__getitem__") !== null)
  );
}

/** Type parameters of the library that are int or float. */
const numberNames = new Set(["N", "M", "L"]);

/** By structure; a type parameter takes what its name admits. */
export function typeFits(pattern: Type, type: Type, typeArguments: readonly Type[]): boolean {
  const found = shallow(type);
  if (found.kind === "never" || found.kind === "unknown") return true;
  switch (pattern.kind) {
    case "parameter": {
      const given = typeArguments[pattern.index];
      if (given !== undefined && given.kind !== "variable") return typeFits(given, found, []);
      return !numberNames.has(pattern.name) || found.kind === "int" || found.kind === "float" || found.kind === "u64";
    }
    case "variable":
      return typeFits(shallow(pattern), found, typeArguments);
    case "never":
    case "unknown":
      return true;
    case "float":
      return found.kind === "float" || found.kind === "int" || found.kind === "u64";
    case "int":
      return found.kind === "int" || found.kind === "u64";
    case "tuple":
      return (
        found.kind === "tuple" &&
        found.items.length === pattern.items.length &&
        pattern.items.every((item, index) => typeFits(item, found.items[index] as Type, typeArguments))
      );
    case "variadic":
      if (found.kind === "tuple") return found.items.every((item) => typeFits(pattern.element, item, typeArguments));
      return found.kind === "variadic" && typeFits(pattern.element, found.element, typeArguments);
    case "instance":
      if (found.kind !== "instance" || !isSubclass(found.class, pattern.class)) return false;
      return pattern.arguments.every(
        (part, index) => found.arguments[index] === undefined || sharedFits(part, found.arguments[index], typeArguments),
      );
    case "storage":
      return found.kind === "storage" && typeFits(pattern.element, found.element, typeArguments);
    case "union":
      return membersOf(found).every((member) => pattern.members.some((one) => typeFits(one, member, typeArguments)));
    case "none":
    case "bool":
    case "u64":
    case "str":
    case "function":
    case "generator":
    case "class":
    case "module":
      return found.kind === pattern.kind;
  }
}

/** Parts shared by reference must be the same type, where both are settled already. */
function sharedFits(pattern: Type, type: Type, typeArguments: readonly Type[]): boolean {
  const given = pattern.kind === "parameter" ? typeArguments[pattern.index] : hasParameters(pattern) ? undefined : pattern;
  if (given !== undefined && isSettled(given) && isSettled(type)) return sameType(given, type);
  return typeFits(pattern, type, typeArguments);
}

function isSettled(type: Type): boolean {
  if (type.kind === "variable") return find(type.variable).fixed;
  return type.kind !== "parameter" && type.kind !== "never" && type.kind !== "unknown" && !hasVariables(type);
}

/** `list[_Array1[T]]`: to be compared part by part. */
function hasParameters(pattern: Type): boolean {
  let found = false;
  mapType(pattern, (leaf) => {
    if (leaf.kind === "parameter") found = true;
    return leaf;
  });
  return found;
}
