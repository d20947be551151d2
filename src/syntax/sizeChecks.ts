// The caps on what a file holds: tokens, functions, classes, and the size of
// the syntax tree of each function, so that later passes have a bound.

import type * as ast from "./ast.ts";
import { functionTooLarge, tooMany } from "./errors/text.ts";
import type { Findings } from "./findings.ts";
import * as t from "./tokens.ts";

export interface SizeLimits {
  readonly tokens: number;
  readonly functions: number;
  readonly classes: number;
  readonly nodesPerFunction: number;
  readonly nodesPerPlugin: number;
}

/** Counts tokens, functions and classes. False when there are too many to go on. */
export function checkTokens(tokens: readonly t.IToken[], limits: SizeLimits, findings: Findings): boolean {
  // Two tokens mark the end of the file.
  const count = tokens.length - 2;
  if (count > limits.tokens) {
    findings.add(tooMany(spanAt(tokens[limits.tokens]!), "tokens", "tokens", count, limits.tokens));
    return false;
  }
  // A class takes at least four tokens.
  if (count < limits.classes * 4) return true;
  const functions = tokens.filter((token) => token.tokenTypeIdx === t.Def.tokenTypeIdx || token.tokenTypeIdx === t.Lambda.tokenTypeIdx);
  const classes = tokens.filter((token) => token.tokenTypeIdx === t.Class.tokenTypeIdx);
  if (functions.length > limits.functions) {
    findings.add(tooMany(spanAt(functions[limits.functions]!), "functions", "functions", functions.length, limits.functions));
  }
  if (classes.length > limits.classes) {
    findings.add(tooMany(spanAt(classes[limits.classes]!), "classes", "classes", classes.length, limits.classes));
  }
  return true;
}

function spanAt(token: t.IToken): ast.Expression["span"] {
  return { start: token.startOffset, end: t.endOf(token) };
}

/** Counts the nodes of each function and of the module's own statements. */
export function checkNodes(module: ast.Module, limits: SizeLimits, findings: Findings): void {
  // Every node has a character of its own.
  if (module.file.text.length <= limits.nodesPerFunction) return;
  const counter = new NodeCounter(limits, findings);
  const own = counter.count(module.body);
  if (own > limits.nodesPerFunction) {
    findings.add(functionTooLarge({ start: 0, end: 0 }, "what stands outside of functions", own, limits.nodesPerFunction));
  }
  if (counter.total > limits.nodesPerPlugin) {
    findings.add(tooMany({ start: 0, end: 0 }, "parts", "nodesPerPlugin", counter.total, limits.nodesPerPlugin));
  }
}

class NodeCounter {
  total = 0;
  private readonly limits: SizeLimits;
  private readonly findings: Findings;

  constructor(limits: SizeLimits, findings: Findings) {
    this.limits = limits;
    this.findings = findings;
  }

  /** Nodes outside of the functions in `tree`. A node is an object with a kind. */
  count(tree: unknown): number {
    if (typeof tree !== "object" || tree === null) return 0;
    if (Array.isArray(tree)) return tree.reduce((sum: number, item) => sum + this.count(item), 0);
    const isNode = "kind" in tree;
    if (isNode) this.total++;
    let own = isNode ? 1 : 0;
    for (const part of Object.values(tree)) own += this.count(part);
    if (!isNode || tree.kind !== "function") return own;
    this.checkFunction(tree as ast.FunctionDefinition, own);
    return 0;
  }

  private checkFunction(definition: ast.FunctionDefinition, own: number): void {
    if (own <= this.limits.nodesPerFunction) return;
    this.findings.add(
      functionTooLarge(definition.name.span, `the function \`${definition.name.name}\``, own, this.limits.nodesPerFunction),
    );
  }
}
