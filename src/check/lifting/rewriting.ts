// Rewriting a tree by replacing nodes: names by other names, quoted annotations
// by what they say.

import type { SourceFile } from "../../base/span.ts";
import type { Expression, Statement } from "../../syntax/ast.ts";
import { parseQuoted } from "../../syntax/parse.ts";

/** The same tree where `replace` gives null everywhere; places keep their identity. */
export function mapTree<T>(node: T, replace: (node: { readonly kind?: string }) => unknown): T {
  return mapped(node, replace) as T;
}

function mapped(node: unknown, replace: (node: { readonly kind?: string }) => unknown): unknown {
  if (Array.isArray(node)) {
    const items: unknown[] = node;
    const next = items.map((item) => mapped(item, replace));
    return next.every((item, index) => item === items[index]) ? node : next;
  }
  if (typeof node !== "object" || node === null || "start" in node) return node;
  const other = replace(node);
  if (other !== null) return other;
  const entries = Object.entries(node);
  const next = entries.map(([key, value]): [string, unknown] => [key, mapped(value, replace)]);
  return next.every(([, value], index) => value === entries[index]?.[1]) ? node : Object.fromEntries(next);
}

/** Statements by others, in blocks within blocks too; null goes on within the statement. */
export function mapStatements(body: readonly Statement[], replace: (statement: Statement) => Statement[] | null): Statement[] {
  const within = <T>(node: T): T =>
    mapTree(node, (one) => {
      const blocks = Object.entries(one).filter(([key, value]) => blockNames.has(key) && Array.isArray(value) && value.length > 0);
      if (blocks.length === 0) return null;
      const mappedBlocks = blocks.map(([key, value]) => [key, mapStatements(value as unknown as Statement[], replace)]);
      const written = Object.fromEntries(mappedBlocks) as object;
      const others = Object.fromEntries(Object.entries(one).filter(([key]) => !(key in written))) as object;
      return { ...one, ...within(others), ...written };
    });
  return body.flatMap((statement) => replace(statement) ?? [within(statement)]);
}

const blockNames: ReadonlySet<string> = new Set(["body", "otherwise", "finalizer"]);

/** Names by other names. */
export function rename<T>(node: T, names: ReadonlyMap<string, string>): T {
  if (names.size === 0) return node;
  return mapTree(node, (one) => {
    const renamed = one.kind === "name" ? names.get((one as { readonly name?: string }).name ?? "") : undefined;
    return renamed === undefined ? null : { ...one, name: renamed };
  });
}

interface Annotated {
  readonly annotation?: Expression | null;
  readonly returns?: Expression | null;
}

/** Quoted annotations that speak of one of these names, without the quotes. */
export function unquote<T>(node: T, names: ReadonlySet<string>, file: SourceFile): T {
  const speaks = new RegExp(`\\b(?:${[...names].join("|")})\\b`, "u");
  const written = (annotation: Expression): Expression =>
    mapTree(annotation, (one) => {
      if (one.kind !== "string" || !speaks.test((one as Extract<Expression, { kind: "string" }>).value)) return null;
      const { expression, diagnostics } = parseQuoted(file, (one as Extract<Expression, { kind: "string" }>).span);
      return diagnostics.length > 0 || expression.kind === "string" ? null : expression;
    });
  const inside = (one: { readonly kind?: string }): unknown => {
    const { annotation, returns } = one as Annotated;
    const next = { ...(annotation ? { annotation: written(annotation) } : {}), ...(returns ? { returns: written(returns) } : {}) };
    if ((next.annotation ?? null) === (annotation ?? null) && (next.returns ?? null) === (returns ?? null)) return null;
    return mapTree({ ...one, ...next }, inside);
  };
  return mapTree(node, inside);
}
