// Which names and attributes a piece of a program may assign, whichever way:
// by statements, loops, `:=`, `with`, `except`, patterns, `del`.

import type { Expression, Identifier } from "../syntax/ast.ts";
import { walkTree } from "../syntax/walk.ts";
import { isTrivial } from "./build.ts";
import type { TypedExpression } from "./program.ts";

export interface Assigned {
  readonly names: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
}

const known = new WeakMap<object, Assigned>();

/** Anywhere in a tree, also in functions that it defines. */
export function assignedWithin(tree: object): Assigned {
  let found = known.get(tree);
  if (found === undefined) {
    const names = new Set<string>();
    const attributes = new Set<string>();
    walkTree(tree, (node) => {
      for (const target of targetsOf(node)) addTarget(target, names, attributes);
      return true;
    });
    known.set(tree, (found = { names, attributes }));
  }
  return found;
}

function addTarget(target: Expression, names: Set<string>, attributes: Set<string>): void {
  if (target.kind === "name") names.add(target.name);
  else if (target.kind === "attribute") attributes.add(target.name.name);
  else if (target.kind === "tuple" || target.kind === "list") target.items.forEach((item) => addTarget(item, names, attributes));
  else if (target.kind === "starred") addTarget(target.value, names, attributes);
}

/** A node of any kind, by what of it can be assigned. */
interface Assigning {
  readonly kind?: string;
  readonly target?: Expression | Identifier | null;
  readonly targets?: readonly Expression[];
  readonly items?: readonly { readonly target?: Expression | null }[];
  readonly name?: Identifier | string | null;
  readonly rest?: Identifier | null;
}

/** What a node itself, not its parts, assigns or deletes. */
export function targetsOf(given: object): readonly Expression[] {
  const node: Assigning = given;
  const targets = [node.target, ...(node.targets ?? [])];
  if (node.kind === "with") targets.push(...(node.items ?? []).map((item) => item.target));
  // Of patterns, handlers, functions, classes; of an attribute it is the attribute's.
  if (typeof node.name === "object" && node.kind !== "attribute" && node.kind !== "keyword") targets.push(node.name);
  targets.push(node.rest);
  return targets.flatMap((target) => (target === null || target === undefined ? [] : ["kind" in target ? target : named(target)]));
}

function named({ name, span }: Identifier): Expression {
  return { kind: "name", name, span };
}

/** Is a value that has been evaluated still the same when it is read behind these? */
export function staysBehind(value: TypedExpression, nodes: readonly Expression[]): boolean {
  if (value.kind === "literal") return true;
  if (!isTrivial(value)) return false;
  const read = value.kind === "convert" ? value.value : value;
  const isOwn = read.kind === "variable" && !read.variable.boxed;
  return nodes.every((node) => (isOwn ? assignedWithin(node).names.size === 0 : quiet.has(node.kind)));
}

/** Nodes that run no function. */
const quiet: ReadonlySet<Expression["kind"]> = new Set(["name", "int", "float", "string", "bool", "none"]);
