// Runs one of the project's tools under Node 24, whatever Node is on the path:
//   node tools/run.js vitest run      a package's command, from node_modules
//   node tools/run.js bench/run.ts    a file of ours
// Plain JavaScript, because the Node that starts it may be too old for more.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runUnderNode24 } from "../bin/node24.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The file behind a command: a path as it stands, else the package's `bin` entry. */
function findTool(name) {
  if (/\.(js|ts)$/.test(name)) return resolve(root, name);
  const packages = { tsc: "typescript", tsgolint: "oxlint-tsgolint" };
  const folder = join(root, "node_modules", packages[name] ?? name);
  if (!existsSync(folder)) return null;
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[name]);
}

const [name = "", ...args] = process.argv.slice(2);
const file = findTool(name);
if (file === null) {
  console.error(`The tool ${JSON.stringify(name)} is not installed. Run: npm ci`);
  process.exitCode = 2;
} else {
  runUnderNode24(file, args);
}
