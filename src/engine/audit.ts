// What a reviewer wants to know of a plugin before it is let in: what it
// imports and asks of the host, where it may run long, what large texts and
// lists it carries. Read from the source alone; nothing runs.

import { locate } from "../base/lines.ts";
import type { SourceFile } from "../base/span.ts";
import type { Call, FunctionDefinition, Module, Node, Statement } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import type { Plugin } from "./plugin.ts";
import { partsOf } from "./plugin.ts";

export interface Audit {
  /** The module's docstring, "" where there is none. */
  readonly documentation: string;
  /** Modules that it imports, sorted. */
  readonly imports: readonly string[];
  /** Host functions that it really uses, as `module.function`. */
  readonly hostFunctions: readonly string[];
  readonly lines: number;
  /** Of UTF-8. */
  readonly sourceBytes: number;
  /** Its own functions and methods. */
  readonly functions: number;
  /** Lines of `while` loops: nothing in them says how often they run. */
  readonly unboundedLoops: readonly number[];
  /** Lines of functions that call themselves, directly or through others; methods count by their name. */
  readonly recursions: readonly number[];
  /** Characters of the longest text written out. */
  readonly longestText: number;
  /** Items of the largest list, dict, set or tuple written out. */
  readonly largestLiteral: number;
}

type Kinded = Node & { readonly kind: string };

/** The plugin and the text that it was compiled from. */
export function auditPlugin(plugin: Plugin, source: string): Audit {
  const file: SourceFile = { name: plugin.name, text: source };
  const { module } = parse(file);
  const nodes = nodesOf(module.body);
  const functions = nodes.filter((node): node is FunctionDefinition => node.kind === "function" && "body" in node);
  const lineOf = (node: Node): number => locate(file, node.span.start).line;
  return {
    documentation: module.docstring ?? "",
    imports: importsOf(module),
    hostFunctions: partsOf(plugin).unit.program.hostFunctions.map(({ name }) => name),
    lines: source.split("\n").length,
    sourceBytes: new TextEncoder().encode(source).length,
    functions: functions.length,
    unboundedLoops: nodes.filter((node) => node.kind === "while").map(lineOf),
    recursions: recursive(functions).map(lineOf),
    longestText: most(nodes, (node) => ("value" in node && node.kind === "string" ? String(node.value).length : 0)),
    largestLiteral: most(nodes, literalSize),
  };
}

/** Every node below, in no order that matters. The tree's depth is bounded by the language. */
function nodesOf(root: unknown): Kinded[] {
  const found: Kinded[] = [];
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    if ("kind" in next && "span" in next) found.push(next as Kinded);
    for (const part of Object.values(next)) if (typeof part === "object") waiting.push(part);
  }
  return found.toSorted((a, b) => a.span.start - b.span.start);
}

function importsOf(module: Module): string[] {
  const names = nodesOf(module.body).flatMap((node) => {
    const statement = node as Statement;
    if (statement.kind === "fromImport") return [statement.path.map((part) => part.name).join(".")];
    if (statement.kind === "import") return statement.modules.map(({ path }) => path.map((part) => part.name).join("."));
    return [];
  });
  return [...new Set(names)].toSorted();
}

function literalSize(node: Kinded): number {
  if ("items" in node && Array.isArray(node.items)) return node.items.length;
  return "entries" in node && Array.isArray(node.entries) ? node.entries.length : 0;
}

function most(nodes: readonly Kinded[], size: (node: Kinded) => number): number {
  return nodes.reduce((largest, node) => Math.max(largest, size(node)), 0);
}

/** Functions on a cycle of calls by name. */
function recursive(functions: readonly FunctionDefinition[]): FunctionDefinition[] {
  const names = new Set(functions.map(({ name }) => name.name));
  const calls = new Map<string, Set<string>>();
  for (const definition of functions) {
    const called = nodesOf(definition.body)
      .filter((node): node is Call => node.kind === "call")
      .flatMap(({ callee }) => (callee.kind === "name" ? [callee.name] : callee.kind === "attribute" ? [callee.name.name] : []));
    const known = calls.get(definition.name.name) ?? new Set<string>();
    for (const name of called) if (names.has(name)) known.add(name);
    calls.set(definition.name.name, known);
  }
  return functions.filter(({ name }) => reaches(calls, name.name));
}

function reaches(calls: ReadonlyMap<string, ReadonlySet<string>>, start: string): boolean {
  const seen = new Set<string>();
  const waiting = [...(calls.get(start) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === start) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(calls.get(next) ?? []));
  }
  return false;
}
