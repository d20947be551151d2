// The order in which Python asks the bases of a class (C3): each class before
// its bases, and those as they are listed. Where no order does both, Python
// refuses the class.

import type { ClassDefinition, Expression } from "../../syntax/ast.ts";

type Classes = ReadonlyMap<string, ClassDefinition>;

/** Past so many classes above one nothing is said. */
const most = 24;

/** Do the listed bases allow an order? What the program does not define counts as a class without bases. */
export function hasOrder(node: ClassDefinition, body: readonly { readonly kind: string }[]): boolean {
  if (basesOf(node).length < 2) return true;
  const above = classesAbove(node, classesOf(body));
  return above === null || new Lines(above).of(node) !== null;
}

/** The classes of a module by name; of two of one name the last. */
function classesOf(body: readonly { readonly kind: string }[]): Classes {
  const found = body.filter((one): one is ClassDefinition => one.kind === "class");
  return new Map(found.map((one) => [one.name.name, one]));
}

/** The classes a class derives from by any way; null where they are many. */
function classesAbove(node: ClassDefinition, classes: Classes): Classes | null {
  const found = new Map([[node.name.name, node]]);
  for (const one of found.values())
    for (const base of basesOf(one)) {
      const known = classes.get(base);
      if (known !== undefined && !found.has(base)) found.set(base, known);
      if (found.size > most) return null;
    }
  return found;
}

/** The orders of some classes, each found once. */
class Lines {
  private readonly classes: Classes;
  private readonly known = new Map<string, readonly string[] | null>();

  constructor(classes: Classes) {
    this.classes = classes;
  }

  /** The names a class is asked by, itself first; null where there is no such order. */
  of(node: ClassDefinition): readonly string[] | null {
    const { name } = node.name;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    // A class that is its own base is refused elsewhere.
    this.known.set(name, [name]);
    const bases = basesOf(node);
    const lines = bases.map((base) => this.named(base));
    const merged = lines.includes(null) ? null : merge([...(lines as readonly (readonly string[])[]), bases]);
    const line = merged === null ? null : [name, ...merged.filter((one) => one !== "object"), "object"];
    this.known.set(name, line);
    return line;
  }

  private named(base: string): readonly string[] | null {
    const known = this.classes.get(base);
    if (known !== undefined) return this.of(known);
    return base === "object" ? [base] : [base, "object"];
  }
}

/** Takes the first head that stands in no tail, until nothing is left. */
function merge(given: readonly (readonly string[])[]): string[] | null {
  const merged: string[] = [];
  let lines = given.filter((line) => line.length > 0);
  while (lines.length > 0) {
    const left = lines;
    const next = left.find(([head = ""]) => left.every((line) => !line.includes(head, 1)))?.[0];
    if (next === undefined) return null;
    merged.push(next);
    lines = left.map((line) => (line[0] === next ? line.slice(1) : line)).filter((line) => line.length > 0);
  }
  return merged;
}

function basesOf(node: ClassDefinition): readonly string[] {
  return node.bases.flatMap(({ kind, value }) => (kind === "positional" ? nameOf(value) : []));
}

function nameOf(value: Expression): readonly string[] {
  const named = value.kind === "subscript" ? value.object : value;
  return named.kind === "name" ? [named.name] : [];
}
