// `Tree.Node`, and `self.Node` in the methods of `Tree` and of what derives
// from it, are the class itself: attributes that lead to a lifted class are
// written as its name.

import type { ClassDefinition, Expression, FunctionDefinition, Statement } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import { boundNames } from "./freeNames.ts";
import { mapTree } from "./rewriting.ts";

type Inner = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function writeOutPaths(body: readonly Statement[], inner: Inner): readonly Statement[] {
  if (inner.size === 0) return body;
  const classes = new Map(body.flatMap((one) => (one.kind === "class" ? [[one.name.name, one] as const] : [])));
  const hidden = localNames(body);
  const unique = onlyThere(classes, inner);
  return body.map((statement) => {
    const written = mapTree(statement, (node) => named(node, (object) => (hidden.has(object) ? null : object), classes, inner));
    return written.kind === "class" ? withinMethods(written, classes, inner, unique) : written;
  });
}

/** The class that `object.name` leads to; null where it is none of these. */
function named(
  node: { readonly kind?: string },
  classOf: (object: string) => string | null,
  classes: ReadonlyMap<string, ClassDefinition>,
  inner: Inner,
): unknown {
  if (node.kind !== "attribute") return null;
  const { object, name, span } = node as Extract<Expression, { kind: "attribute" }>;
  const path =
    object.kind === "attribute" ? (named(object, classOf, classes, inner) as Extract<Expression, { kind: "name" }> | null) : object;
  const owner = path?.kind === "name" ? classOf(path.name) : null;
  const full = owner === null ? null : find(owner, name.name, classes, inner);
  return full === null ? null : { kind: "name", name: full, span };
}

/** Along the bases. */
function find(owner: string, name: string, classes: ReadonlyMap<string, ClassDefinition>, inner: Inner): string | null {
  for (let at: string | undefined = owner, hops = 0; at !== undefined && hops < 32; hops += 1) {
    const full = inner.get(at)?.get(name);
    if (full !== undefined) return full;
    const base: Expression | undefined = classes.get(at)?.bases[0]?.value;
    at = base?.kind === "name" ? base.name : undefined;
  }
  return null;
}

/** `self.Node`, `cls.Node`: where no subclass could have another of the name. */
function withinMethods(
  node: ClassDefinition,
  classes: ReadonlyMap<string, ClassDefinition>,
  inner: Inner,
  unique: ReadonlySet<string>,
): ClassDefinition {
  const body = node.body.map((statement): Statement => {
    const first = statement.kind === "function" ? statement.parameters[0]?.name.name : undefined;
    if (first === undefined) return statement;
    return mapTree(statement, (one) => {
      const found = named(one, (object) => (object === first ? node.name.name : null), classes, inner);
      return found !== null && unique.has((one as Extract<Expression, { kind: "attribute" }>).name.name) ? found : null;
    });
  });
  return { ...node, body };
}

/** Names that one class has as an inner class, and none in any other way. */
function onlyThere(classes: ReadonlyMap<string, ClassDefinition>, inner: Inner): Set<string> {
  const counts = new Map<string, number>();
  const add = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const names of inner.values()) [...names.keys()].forEach(add);
  for (const { body } of classes.values())
    walkTree(body, (node) => {
      const statement = node as Statement;
      if (statement.kind === "function") add(statement.name.name);
      if (statement.kind === "assignment")
        for (const target of statement.targets) {
          if (target.kind === "attribute") add(target.name.name);
          if (target.kind === "name") add(target.name);
        }
      return true;
    });
  return new Set([...counts].flatMap(([name, count]) => (count === 1 ? [name] : [])));
}

/** All that some function binds: there a class's name may be something else. */
function localNames(body: readonly Statement[]): Set<string> {
  const found = new Set<string>();
  walkTree(body, (node) => {
    if (node.kind === "function" && "parameters" in node)
      for (const name of boundNames(node as unknown as FunctionDefinition)) found.add(name);
    if (node.kind === "lambda") for (const { name } of (node as Extract<Expression, { kind: "lambda" }>).parameters) found.add(name.name);
    return true;
  });
  return found;
}
