// Types of generated programs, and how they are written as annotations that
// wgen and CPython both take. Two types are the same where their texts are.

export type Type =
  | { readonly kind: "int" | "float" | "bool" | "str" }
  | { readonly kind: "list" | "set" | "deque"; readonly item: Type }
  | { readonly kind: "dict"; readonly key: Type; readonly value: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "optional"; readonly item: Type }
  /** Of scalars; what `isinstance` tells apart. */
  | { readonly kind: "union"; readonly members: readonly Type[] }
  | { readonly kind: "class"; readonly name: string }
  | { readonly kind: "function"; readonly parameters: readonly Type[]; readonly result: Type }
  /** numpy's; has no annotation that both know. */
  | { readonly kind: "array"; readonly element: "int" | "float" | "bool"; readonly rank: 1 | 2 };

export const intType: Type = { kind: "int" };
export const floatType: Type = { kind: "float" };
export const boolType: Type = { kind: "bool" };
export const strType: Type = { kind: "str" };

export function listOf(item: Type): Type {
  return { kind: "list", item };
}

export function setOf(item: Type): Type {
  return { kind: "set", item };
}

export function dictOf(key: Type, value: Type): Type {
  return { kind: "dict", key, value };
}

export function tupleOf(...items: Type[]): Type {
  return { kind: "tuple", items };
}

export function textOf(type: Type): string {
  switch (type.kind) {
    case "int":
    case "float":
    case "bool":
    case "str":
      return type.kind;
    case "list":
    case "set":
    case "deque":
      return `${type.kind}[${textOf(type.item)}]`;
    case "dict":
      return `dict[${textOf(type.key)}, ${textOf(type.value)}]`;
    case "tuple":
      return `tuple[${type.items.map(textOf).join(", ")}]`;
    case "optional":
      return `${textOf(type.item)} | None`;
    case "union":
      return type.members.map(textOf).join(" | ");
    case "class":
      return type.name;
    case "function":
      return `Callable[[${type.parameters.map(textOf).join(", ")}], ${textOf(type.result)}]`;
    case "array":
      return `array(${type.element}, ${type.rank})`;
  }
}

export function isSame(a: Type, b: Type): boolean {
  return textOf(a) === textOf(b);
}

/** Can both languages compare two of them by `<`? Never where an item could be nan: the order would be the sort's. */
export function isOrdered(type: Type): boolean {
  switch (type.kind) {
    case "int":
    case "str":
    case "bool":
      return true;
    case "tuple":
      return type.items.every(isOrdered);
    default:
      return false;
  }
}

/** Is a value of it only ever itself, and may it be a key? */
export function isHashable(type: Type): boolean {
  return isOrdered(type);
}

/** Holds floats somewhere, so that a nan may hide in it. */
export function holdsFloat(type: Type): boolean {
  return /float|Box|Point/.test(textOf(type));
}

/** Can it be an annotation in both languages? */
export function hasAnnotation(type: Type): boolean {
  return !textOf(type).includes("array(");
}

/** Can it be printed alike? Not what prints an address, nor a set, whose order differs. */
export function isPrintable(type: Type): boolean {
  switch (type.kind) {
    case "set":
    case "function":
      return false;
    case "list":
    case "deque":
    case "optional":
      return isPrintable(type.item);
    case "dict":
      return isPrintable(type.value);
    case "tuple":
      return type.items.every(isPrintable);
    default:
      return true;
  }
}
