// The imports of a module: which modules it names, and the same tree with
// other names for them.

import type { Span } from "../base/span.ts";
import type { Expression, FromImport, Identifier, Import, ImportAlias, Module, Statement } from "./ast.ts";

export interface ImportedName {
  /** With its dots. */
  readonly name: string;
  readonly span: Span;
}

/** In order of appearance; a name that is imported twice stands twice. */
export function importsOf(module: Module): ImportedName[] {
  const found: ImportedName[] = [];
  visit(module.body, (node) => {
    if (node.kind === "fromImport") found.push({ name: dotted(node.path), span: spanOf(node.path, node.span) });
    else for (const alias of node.modules) found.push({ name: dotted(alias.path), span: alias.span });
    return node;
  });
  return found;
}

/** The tree with modules named otherwise. */
export function withImports(module: Module, names: ReadonlyMap<string, string>): Module {
  const renamed = (path: readonly Identifier[]): readonly Identifier[] => {
    const name = names.get(dotted(path));
    return name === undefined || path[0] === undefined ? path : [{ ...path[0], name, span: spanOf(path, path[0].span) }];
  };
  const body = visit(module.body, (node) => {
    if (node.kind === "fromImport") return { ...node, path: renamed(node.path) };
    return { ...node, modules: node.modules.map((alias): ImportAlias => ({ ...alias, path: renamed(alias.path) })) };
  });
  return { ...module, body };
}

/** The tree with its settings as plain values: `low: float = param(2.0, min=0.0)` is `low: float = 2.0`. */
export function withoutSettings(module: Module, isSetting: (statement: Statement) => boolean): Module {
  return { ...module, body: module.body.map((statement) => (isSetting(statement) ? plain(statement) : statement)) };
}

function plain(statement: Statement): Statement {
  if ((statement.kind !== "annotated" && statement.kind !== "assignment") || statement.value?.kind !== "call") return statement;
  const [first] = statement.value.arguments;
  const named = statement.value.arguments.find((each) => each.kind === "keyword" && each.name.name === "default");
  const value = first?.kind === "positional" ? first.value : named?.kind === "keyword" ? named.value : null;
  return value === null ? statement : { ...statement, value: asAnnotated(statement, value) };
}

/** A colour is written as a text. */
function asAnnotated(statement: Statement, value: Expression): Expression {
  if (statement.kind !== "annotated" || statement.annotation.kind !== "name" || statement.annotation.name !== "Color") return value;
  return { kind: "call", callee: statement.annotation, arguments: [{ kind: "positional", value, span: value.span }], span: value.span };
}

function dotted(path: readonly Identifier[]): string {
  return path.map((part) => part.name).join(".");
}

function spanOf(path: readonly Identifier[], otherwise: Span): Span {
  const [first, last] = [path[0], path.at(-1)];
  return first === undefined || last === undefined ? otherwise : { start: first.span.start, end: last.span.end };
}

/** The statements with each import among them, however deep, replaced. */
function visit(statements: readonly Statement[], change: (node: Import | FromImport) => Import | FromImport): readonly Statement[] {
  return statements.map((statement) => within(statement, change) as Statement);
}

function within(node: unknown, change: (node: Import | FromImport) => Import | FromImport): unknown {
  if (Array.isArray(node)) {
    const items = node.map((item) => within(item, change));
    return items.every((item, index) => item === node[index]) ? node : items;
  }
  if (typeof node !== "object" || node === null || "start" in node) return node;
  if ("kind" in node && (node.kind === "import" || node.kind === "fromImport")) return change(node as Import | FromImport);
  const entries = Object.entries(node).map(([key, value]) => [key, within(value, change)] as const);
  return entries.every(([key, value]) => (node as Readonly<Record<string, unknown>>)[key] === value) ? node : Object.fromEntries(entries);
}
