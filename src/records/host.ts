// The host of a data service: plugins are asked about rows of one table. What
// they may do beyond that is what the service declares: functions that look
// something up, and effects that it applies when a run has succeeded.

import type { Host } from "../engine/host.ts";
import { defineHost } from "../engine/host.ts";
import type { HostDefinition, HostType } from "../engine/hostDefinition.ts";

/** A table, as a plugin sees it. */
export interface RecordsDefinition {
  /** Default "records". Part of what an artifact is bound to: another table, another name. */
  readonly name?: string;
  /** Of a row: `Row` to plugins. */
  readonly fields: HostType;
  /** Of what a row becomes: `Result` to plugins. Default: a row again. */
  readonly result?: HostType;
  /** wgen source of methods of `Row`, not indented. */
  readonly methods?: string;
  /** Further types of the service's own, by name. */
  readonly types?: HostDefinition["types"];
  /** What plugins may call: lookups and effects. */
  readonly modules?: HostDefinition["modules"];
}

/**
 * A host whose plugins have any of the hooks `keep(row) -> bool`, `transform(row) -> Result` and
 * `summary(rows) -> dict[str, float]`. Throws as `defineHost` does.
 *
 * @example
 * const orders = recordsHost({ fields: { id: "str", price: "float", count: "int" }, result: { total: "float" } });
 * const plugin = compile("def transform(row):\n    return Result(row.price * row.count)\n", { host: orders });
 */
export function recordsHost({ name = "records", fields, result, methods, types = {}, modules = {} }: RecordsDefinition): Host {
  const gives = result === undefined ? "Row" : "Result";
  return defineHost({
    name,
    types: { ...types, Row: fields, ...(result === undefined ? {} : { Result: result }) },
    ...(methods === undefined ? {} : { methods: { Row: methods } }),
    modules,
    hooks: {
      keep: { parameters: { row: { type: "Row", required: true } }, result: "bool", doc: "Whether a row goes on" },
      transform: { parameters: { row: { type: "Row", required: true } }, result: gives, doc: "What a row becomes" },
      summary: {
        parameters: { rows: { type: "list[Row]", required: true } },
        result: "dict[str, float]",
        doc: "Figures of all rows that go on",
      },
    },
  });
}
