// Which names a piece of a program uses without binding them itself, and which
// names a function binds: what a class inside a function would carry along.

import type { Comprehension, DictComprehension, FunctionDefinition, Lambda, Nonlocal, Statement } from "../../syntax/ast.ts";
import { declareAll, declareTarget } from "../scopes/declare.ts";

/** Parameters and all that the body binds, once for each binding. */
export function boundNames(node: FunctionDefinition): string[] {
  return [...node.parameters.map((parameter) => parameter.name.name), ...boundIn(node.body)];
}

/** All that the statements bind in their own scope. */
export function boundIn(body: readonly Statement[]): string[] {
  const names: string[] = [];
  declareAll(body, {
    name: (name) => names.push(name),
    global: () => {},
    nonlocal: ({ name }) => names.push(name),
  });
  return names;
}

/** Names in a class, its methods and their functions that they do not bind themselves. A class's own names are not seen in its methods. */
export function freeNames(node: unknown): Set<string> {
  const found = new Set<string>();
  collect(node, new Set(), found);
  return found;
}

function collect(node: unknown, bound: ReadonlySet<string>, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, bound, found);
    return;
  }
  if (typeof node !== "object" || node === null || "start" in node) return;
  const { kind } = node as { readonly kind?: string };
  if (kind === "name") {
    const { name } = node as { readonly name: string };
    if (!bound.has(name)) found.add(name);
  } else if (kind === "function") collectFunction(node as FunctionDefinition, bound, found);
  else if (kind === "lambda") {
    const { parameters, body } = node as Lambda;
    collect(
      parameters.map((parameter) => parameter.defaultValue),
      bound,
      found,
    );
    collect(body, new Set([...bound, ...parameters.map((parameter) => parameter.name.name)]), found);
  } else if (kind === "comprehension" || kind === "dictComprehension") collectClauses(node as Comprehension, bound, found);
  else if (kind === "nonlocal") for (const { name } of (node as Nonlocal).names) found.add(name);
  else collect(Object.values(node), bound, found);
}

function collectFunction(node: FunctionDefinition, bound: ReadonlySet<string>, found: Set<string>): void {
  collect(node.decorators, bound, found);
  collect(node.returns, bound, found);
  for (const { annotation, defaultValue } of node.parameters) collect([annotation, defaultValue], bound, found);
  const free = new Set<string>();
  collect(node.body, new Set([...bound, ...boundNames(node)]), free);
  const outer = new Set<string>();
  collectNonlocal(node.body, outer);
  for (const name of [...free, ...outer]) if (!bound.has(name)) found.add(name);
}

/** `nonlocal n` names what a function around binds. */
function collectNonlocal(body: readonly Statement[], outer: Set<string>): void {
  declareAll(body, { name: () => {}, global: () => {}, nonlocal: ({ name }) => outer.add(name) });
}

function collectClauses(node: Comprehension | DictComprehension, bound: ReadonlySet<string>, found: Set<string>): void {
  const targets: string[] = [];
  for (const clause of node.clauses)
    declareTarget(clause.target, { name: (name) => targets.push(name), global: () => {}, nonlocal: () => {} });
  collect(Object.values(node), new Set([...bound, ...targets]), found);
  // The first iterable is evaluated outside.
  collect(node.clauses[0]?.iterable, bound, found);
}
