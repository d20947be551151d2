// Type variables: union-find with a bound. `shallow` gives what a type is now,
// leaving variables inside it; `zonk` gives it without any variable.

import { NEVER, NONE } from "./primitives.ts";
import type { Type, TypeVariable } from "./type.ts";

let counter = 0;
/** The analysis under way: whatever looks at a variable does so through `find`. */
let reader = 0;

/** What follows is looked at by that analysis; 0 stands for all others. */
export function readAs(analysis: number): void {
  reader = analysis;
}

export function freshVariable(bound: Type = NEVER, fixed = false): TypeVariable {
  counter += 1;
  return { id: counter, forward: null, bound, fixed, owner: reader };
}

/** The variable that stands for all it was unified with. */
export function find(variable: TypeVariable): TypeVariable {
  const root = rootOf(variable);
  if (root.owner !== reader) root.owner = 0;
  return root;
}

function rootOf(variable: TypeVariable): TypeVariable {
  let root = variable;
  while (root.forward !== null) root = root.forward;
  while (variable.forward !== null) {
    const next = variable.forward;
    variable.forward = root;
    variable = next;
  }
  return root;
}

/** What the type is now: never a variable itself. */
export function shallow(type: Type): Type {
  while (type.kind === "variable") type = find(type.variable).bound;
  return type;
}

/** The type with every variable replaced by its bound. Shares what has none. */
export function zonk(type: Type): Type {
  return mapType(type, (leaf) => (leaf.kind === "variable" ? zonk(shallow(leaf)) : leaf));
}

/** The types that stand directly inside a type; of functions and classes none. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "tuple":
      return type.items;
    case "variadic":
    case "storage":
    case "generator":
      return [type.element];
    case "instance":
      return type.arguments;
    case "union":
      return type.members;
    case "variable":
    case "never":
    case "unknown":
    case "none":
    case "bool":
    case "int":
    case "u64":
    case "float":
    case "str":
    case "function":
    case "class":
    case "module":
    case "parameter":
      return [];
  }
}

/** Does a variable (that may still grow) stand anywhere inside? */
export function hasVariables(type: Type): boolean {
  return type.kind === "variable" || partsOf(type).some(hasVariables);
}

/** The type with `replace` of each variable and parameter inside. Shares what stays the same. */
export function mapType(type: Type, replace: (leaf: Type) => Type): Type {
  switch (type.kind) {
    case "variable":
    case "parameter":
      return replace(type);
    case "tuple": {
      const items = mapAll(type.items, replace);
      return items === type.items ? type : { ...type, items };
    }
    case "variadic":
    case "storage":
    case "generator": {
      const element = mapType(type.element, replace);
      return element === type.element ? type : { ...type, element };
    }
    case "instance": {
      const typeArguments = mapAll(type.arguments, replace);
      return typeArguments === type.arguments ? type : { ...type, arguments: typeArguments };
    }
    case "union": {
      const members = mapAll(type.members, replace);
      return members === type.members ? type : { kind: "union", members: withoutNesting(members) };
    }
    case "never":
    case "unknown":
    case "none":
    case "bool":
    case "int":
    case "u64":
    case "float":
    case "str":
    case "function":
    case "class":
    case "module":
      return type;
  }
}

/** `V | None` of a V that is a union itself is one union, None first and once: values are read by the places of its members. */
function withoutNesting(members: readonly Type[]): readonly Type[] {
  if (!members.some((member) => member.kind === "union")) return members;
  const all = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const others = all.filter((member) => member.kind !== "none");
  return others.length === all.length ? all : [NONE, ...others];
}

function mapAll(types: readonly Type[], replace: (leaf: Type) => Type): readonly Type[] {
  let changed: Type[] | null = null;
  for (const [index, type] of types.entries()) {
    const next = mapType(type, replace);
    if (next !== type && changed === null) changed = types.slice(0, index);
    changed?.push(next);
  }
  return changed ?? types;
}

/** Puts type arguments in the place of parameters. */
export function substitute(type: Type, typeArguments: readonly Type[]): Type {
  return mapType(type, (leaf) => (leaf.kind === "parameter" ? (typeArguments[leaf.index] ?? leaf) : leaf));
}

/** A copy with variables of its own; `copies` keeps what is shared shared. */
export function copyVariables(type: Type, copies: Map<TypeVariable, Type>): Type {
  return mapType(type, (leaf) => {
    if (leaf.kind !== "variable") return leaf;
    const root = find(leaf.variable);
    let copy = copies.get(root);
    if (copy === undefined) {
      const variable = freshVariable(NEVER, root.fixed);
      copy = { kind: "variable", variable };
      copies.set(root, copy);
      variable.bound = copyVariables(root.bound, copies);
    }
    return copy;
  });
}
