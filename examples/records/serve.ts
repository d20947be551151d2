// A data service in a pipe: rows come as JSON on stdin, go through a program,
// and leave as JSON on stdout. What a row is stands here, once.
//
//   echo '[{"id": "a", "price": 2.5, "count": 12}]' | npx node examples/records/serve.ts
//
// A program of your own and its settings may follow: `mine.wgen '{"many": 5}'`.
// Rows at which it faults are passed over and told with their line. From Python:
// `orders.py`. In a project of your own import from "wgen".

import { readFileSync } from "node:fs";
import { compile, recordsHost, runRecords } from "../../src/index.ts";

const host = recordsHost({
  name: "orders",
  fields: { id: "str", price: "float", count: "int" },
  result: { id: "str", total: "float", size: "str" },
});

const [file = new URL("orders.wgen", import.meta.url), settings = "{}"] = process.argv.slice(2);
const plugin = compile(readFileSync(file, "utf8"), { host });
if (plugin.ok) {
  const { rows, dropped, passedOver, summary, fuelUsed } = runRecords(plugin, JSON.parse(readFileSync(0, "utf8")), {
    params: JSON.parse(settings),
  });
  const faults = passedOver.map(({ index, fault }) => ({ index, line: fault.line, message: fault.message }));
  const values = rows.map(({ value }) => value);
  console.log(JSON.stringify({ rows: values, dropped, faults, summary: Object.fromEntries(summary ?? []), fuelUsed }));
} else {
  for (const { message, hint } of plugin.diagnostics) console.error(`${message}${hint === undefined ? "" : ` (${hint})`}`);
  process.exitCode = 1;
}
