// Trees as one line of text: a statement of the AST as `kind(field, field)`,
// and the type of what stands on a line of the typed program.

import { locate } from "../../src/base/lines.ts";
import type { SourceFile, Span } from "../../src/base/span.ts";
import type { Program, TypedStatement } from "../../src/check/program.ts";
import type { Module } from "../../src/syntax/ast.ts";
import { showType } from "../../src/types/print.ts";

/** The innermost statement that begins on a line. */
export function showStatement(module: Module, line: number): string | null {
  const found = firstNode(module.body, (node) => lineOf(module.file, node) === line);
  return found === null ? null : showNode(found);
}

interface Node {
  readonly kind: string;
  readonly span: Span;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

function lineOf(file: SourceFile, node: Node): number {
  return locate(file, node.span.start).line;
}

/** Depth first, outer before inner. */
function firstNode(value: unknown, fits: (node: Node) => boolean): Node | null {
  if (isNode(value) && fits(value)) return value;
  if (typeof value !== "object" || value === null) return null;
  for (const part of Object.values(value)) {
    const found = firstNode(part, fits);
    if (found !== null) return found;
  }
  return null;
}

/** Spans and absent fields are left out; lists stand in brackets. */
function showNode(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showNode).join(", ")}]`;
  if (typeof value === "bigint") return `${value}`;
  if (typeof value !== "object" || value === null) return typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
  const fields = Object.entries(value).filter(([name, part]) => name !== "kind" && !isSpan(name, part) && part !== null);
  const parts = fields.map(([, part]) => showNode(part));
  return "kind" in value ? `${String(value.kind)}(${parts.join(", ")})` : `(${parts.join(", ")})`;
}

function isSpan(name: string, value: unknown): boolean {
  return (
    /span$/i.test(name) ||
    (typeof value === "object" && value !== null && "start" in value && "end" in value && Object.keys(value).length === 2)
  );
}

/** The type of the name that a line assigns, or of the expression that stands there. */
export function showTypeAt(program: Program, line: number): string | null {
  for (const each of program.functions) {
    if (each.isLibrary) continue;
    const found = firstNode(each.body, (node) => isTyped(node) && lineOf(each.file, node) === line);
    if (found !== null) return showType(typeOf(found as TypedStatement & { kind: "evaluate" }));
  }
  return null;
}

type TypedNode = Extract<TypedStatement, { kind: "evaluate" | "setVariable" | "setGlobal" }>;

function isTyped(node: Node): node is TypedNode {
  if (node.kind === "setVariable") return (node as TypedNode & { kind: "setVariable" }).variable.named;
  return node.kind === "evaluate" || node.kind === "setGlobal";
}

function typeOf(node: TypedNode) {
  switch (node.kind) {
    case "evaluate":
      return node.value.type;
    case "setVariable":
      return node.variable.type;
    case "setGlobal":
      return node.global.type;
  }
}
