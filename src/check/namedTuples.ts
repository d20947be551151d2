// `Point = namedtuple("Point", ["x", "y"])` as the class that it makes:
//
//     class Point(NamedTuple):
//         x: Any
//         y: Any

import type { ClassDefinition, Expression, Statement } from "../syntax/ast.ts";
import type { FileInfo } from "./declarations.ts";

/** Null where the assignment is no such call, or its fields are not written out. */
export function namedTupleClass(file: FileInfo, node: Extract<Statement, { kind: "assignment" }>): ClassDefinition | null {
  const [target] = node.targets;
  const { value } = node;
  if (node.targets.length !== 1 || target?.kind !== "name" || value.kind !== "call" || !isMaker(file, value.callee)) return null;
  const [name, fields] = value.arguments;
  if (name?.value.kind !== "string" || name.value.value !== target.name || fields === undefined) return null;
  const names = fieldNames(fields.value);
  const defaults = value.arguments.slice(2).find((argument) => argument.kind === "keyword" && argument.name.name === "defaults")?.value;
  if (names === null || value.arguments.length > (defaults === undefined ? 2 : 3)) return null;
  const given = defaults === undefined ? [] : defaults.kind === "list" || defaults.kind === "tuple" ? defaults.items : null;
  if (given === null || given.length > names.length) return null;
  const { span } = node;
  const body = names.map((field, index): Statement => ({
    kind: "annotated",
    target: { kind: "name", name: field, span },
    annotation: { kind: "name", name: "Any", span },
    value: given[index - (names.length - given.length)] ?? null,
    span,
  }));
  const base = { kind: "positional" as const, value: { kind: "name" as const, name: "NamedTuple", span }, span };
  return { kind: "class", name: { name: target.name, span: target.span }, bases: [base], body, decorators: [], docstring: null, span };
}

function isMaker(file: FileInfo, node: Expression): boolean {
  const { entities } = file.info;
  if (node.kind === "name") {
    const entity = entities.get(node.name);
    return entity?.kind === "imported" && entity.module === "collections" && entity.name === "namedtuple";
  }
  if (node.kind !== "attribute" || node.object.kind !== "name" || node.name.name !== "namedtuple") return false;
  const module = entities.get(node.object.name);
  return module?.kind === "module" && module.name === "collections";
}

/** `["x", "y"]`, `("x", "y")`, `"x y"` or `"x, y"`. */
function fieldNames(node: Expression): readonly string[] | null {
  if (node.kind === "string") return node.value.split(/[\s,]+/u).filter((name) => name !== "");
  if (node.kind !== "list" && node.kind !== "tuple") return null;
  const names = node.items.map((item) => (item.kind === "string" ? item.value : null));
  return names.every((name) => name !== null) ? names : null;
}
