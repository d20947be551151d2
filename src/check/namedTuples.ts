// `Point = namedtuple("Point", ["x", "y"])` as the class that it makes:
//
//     class Point(NamedTuple):
//         x: Any
//         y: Any

import type { Span } from "../base/span.ts";
import type { ClassDefinition, Expression, Module, Statement } from "../syntax/ast.ts";
import { isFrom } from "./lifting/importedNames.ts";
import { mapTree } from "./lifting/rewriting.ts";
import type { FileInfo } from "./declarations.ts";

/** Null where the assignment is no such call, or its fields are not written out. */
export function namedTupleClass(file: FileInfo, node: Extract<Statement, { kind: "assignment" }>): ClassDefinition | null {
  const [target] = node.targets;
  const { value } = node;
  if (node.targets.length !== 1 || target?.kind !== "name" || value.kind !== "call" || !isMaker(file, value.callee)) return null;
  const body = fieldsOf(value, target.name);
  return body === null ? null : { ...derived(node.span, body), name: { name: target.name, span: target.span } };
}

/** `class Point(namedtuple("Point", "x y")):` is the class with the fields before its own body. */
export function writeOutNamedBases(module: Module): Module {
  const isNamedTuple = isFrom(module, "collections", "namedtuple");
  const body = mapTree(module.body, (node) => {
    if (node.kind !== "class" || !("bases" in node)) return null;
    const { bases, body: own } = node as ClassDefinition;
    const [base] = bases;
    if (base?.value.kind !== "call" || !isNamedTuple(base.value.callee)) return null;
    const fields = fieldsOf(base.value, null);
    return fields === null ? null : { ...node, bases: [...derived(base.span, fields).bases, ...bases.slice(1)], body: [...fields, ...own] };
  });
  const first = body.findIndex((statement, index) => statement !== module.body[index]);
  if (first < 0) return module;
  return { ...module, body: [...body.slice(0, first), importNamedTuple(module.body[first]?.span ?? module.span), ...body.slice(first)] };
}

function importNamedTuple(span: Span): Statement {
  const names = [{ path: [{ name: "NamedTuple", span }], alias: null, span }];
  return { kind: "fromImport", path: [{ name: "typing", span }], names, star: false, level: 0, span };
}

type Body = ClassDefinition["body"];

function derived(span: Span, body: Body): ClassDefinition {
  const base = { kind: "positional" as const, value: { kind: "name" as const, name: "NamedTuple", span }, span };
  return { kind: "class", name: { name: "", span }, bases: [base], body, decorators: [], docstring: null, span };
}

/** The fields of `namedtuple(name, fields, defaults=...)`; `called`: what the name has to be. */
function fieldsOf(value: Extract<Expression, { kind: "call" }>, called: string | null): Body | null {
  const [name, fields] = value.arguments;
  if (name?.value.kind !== "string" || (called !== null && name.value.value !== called) || fields === undefined) return null;
  const names = fieldNames(fields.value);
  const defaults = value.arguments.slice(2).find((argument) => argument.kind === "keyword" && argument.name.name === "defaults")?.value;
  if (names === null || value.arguments.length > (defaults === undefined ? 2 : 3)) return null;
  const given = defaults === undefined ? [] : defaults.kind === "list" || defaults.kind === "tuple" ? defaults.items : null;
  if (given === null || given.length > names.length) return null;
  const { span } = value;
  return names.map((field, index): Statement => ({
    kind: "annotated",
    target: { kind: "name", name: field, span },
    annotation: { kind: "name", name: "Any", span },
    value: given[index - (names.length - given.length)] ?? null,
    span,
  }));
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
