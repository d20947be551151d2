// The rules of patterns that the grammar does not say: each name is bound
// once, alternatives bind the same names, and nothing stands behind a pattern
// that fits everything.

import type * as ast from "../ast.ts";
import * as errors from "../errors/patterns.ts";
import type { Finding } from "../findings.ts";

type Report = (finding: Finding) => void;

export function isDottedName(value: ast.Expression): boolean {
  return value.kind === "attribute";
}

/** Checks one pattern of a `case`; returns the names that it binds. */
export function checkPattern(pattern: ast.Pattern, report: Report): ReadonlySet<string> {
  const names = new Set<string>();
  collect(pattern, names, report);
  return names;
}

function collect(pattern: ast.Pattern, names: Set<string>, report: Report): void {
  switch (pattern.kind) {
    case "wildcard":
    case "value":
      return;
    case "capture":
      return bind(pattern.name, names, report);
    case "star":
      return pattern.name === null ? undefined : bind(pattern.name, names, report);
    case "sequence": {
      const stars = pattern.items.filter((item) => item.kind === "star");
      if (stars.length > 1) report(errors.twoStarPatterns(stars[1]!.span));
      for (const item of pattern.items) collect(item, names, report);
      return;
    }
    case "mapping":
      for (const value of pattern.values) collect(value, names, report);
      if (pattern.rest !== null) bind(pattern.rest, names, report);
      return;
    case "class":
      for (const item of pattern.positional) collect(item, names, report);
      for (const keyword of pattern.keywords) collect(keyword.pattern, names, report);
      return;
    case "or":
      return collectAlternatives(pattern, names, report);
    case "as":
      collect(pattern.pattern, names, report);
      return bind(pattern.name, names, report);
  }
}

function bind(name: ast.Identifier, names: Set<string>, report: Report): void {
  if (names.has(name.name)) report(errors.repeatedCapture(name.span, name.name));
  names.add(name.name);
}

function collectAlternatives(pattern: ast.Pattern & { kind: "or" }, names: Set<string>, report: Report): void {
  let first: ReadonlySet<string> | null = null;
  const early = pattern.alternatives.slice(0, -1).find(fitsEverything);
  if (early !== undefined) report(errors.unreachableAlternative(early.span));
  pattern.alternatives.forEach((alternative) => {
    const bound = checkPattern(alternative, report);
    if (first !== null && !sameNames(first, bound) && early === undefined) report(errors.unequalAlternatives(alternative.span));
    first ??= bound;
    for (const name of bound) names.add(name);
  });
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}

function fitsEverything(pattern: ast.Pattern): boolean {
  switch (pattern.kind) {
    case "wildcard":
    case "capture":
      return true;
    case "as":
      return fitsEverything(pattern.pattern);
    case "or":
      return fitsEverything(pattern.alternatives[pattern.alternatives.length - 1]!);
    case "value":
    case "sequence":
    case "star":
    case "mapping":
    case "class":
      return false;
  }
}

/** Only the last case may fit everything. */
export function checkCases(cases: readonly ast.MatchCase[], report: Report): void {
  for (const { pattern, guard } of cases.slice(0, -1)) {
    if (guard !== null || !fitsEverything(pattern) || pattern.kind === "or") continue;
    return report(errors.unreachableCase(pattern.span, pattern.kind === "wildcard" ? "_" : nameOf(pattern)));
  }
}

function nameOf(pattern: ast.Pattern): string {
  if (pattern.kind === "capture" || pattern.kind === "as") return pattern.name.name;
  return "_";
}
