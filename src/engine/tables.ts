// Tables that stand for a hook: `BIOMES = [...]` instead of `def biome(...)`.
// The host says in wgen what the hook would be; it is added to the plugin's
// module, every node of it at the place of the table, so that a fault in it is
// told at a line that the author wrote.

import type { Span } from "../base/span.ts";
import type { HostTable } from "../check/host.ts";
import type { Module, Statement } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";

/** The module with the hooks that its tables stand for. */
export function withTables(module: Module, tables: readonly HostTable[]): Module {
  const added = tables.flatMap((table) => {
    const place = tablePlace(module, table.name);
    return place === null || definesFunction(module, table.hook) ? [] : hookStatements(table, place);
  });
  return added.length === 0 ? module : { ...module, body: [...module.body, ...added] };
}

function tablePlace(module: Module, name: string): Span | null {
  for (const statement of module.body) {
    const targets = statement.kind === "assignment" ? statement.targets : statement.kind === "annotated" ? [statement.target] : [];
    if (targets.some((target) => target.kind === "name" && target.name === name)) return statement.span;
  }
  return null;
}

function definesFunction(module: Module, name: string): boolean {
  return module.body.some((statement) => statement.kind === "function" && statement.name.name === name);
}

function hookStatements(table: HostTable, place: Span): Statement[] {
  const { module, diagnostics } = parse({ name: `<${table.name}>`, text: table.source });
  const [first] = diagnostics;
  if (first !== undefined) throw new TypeError(`the host's source of the table ${table.name} is wrong: ${first.message}`);
  return module.body.map((statement) => placed(statement, place));
}

/** The same tree with all spans at one place. */
function placed<Value>(value: Value, place: Span): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => placed(item, place)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, isSpan(part) ? place : placed(part as unknown, place)]),
  ) as Value;
}

function isSpan(value: unknown): value is Span {
  return typeof value === "object" && value !== null && "start" in value && "end" in value && !("kind" in value);
}
