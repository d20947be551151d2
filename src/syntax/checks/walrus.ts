// Where `:=` may not stand within a comprehension, as CPython has it: in what
// is iterated, for a name that the comprehension itself binds, and in a class
// body.

import type * as ast from "../ast.ts";
import * as errors from "../errors/expressions.ts";
import type { Finding } from "../findings.ts";
import type { Placed } from "../walk.ts";
import { walkTree } from "../walk.ts";

interface Place {
  readonly isIterated: boolean;
  readonly isClassBody: boolean;
  /** Names that the comprehensions around bind; null outside any. */
  readonly bound: ReadonlySet<string> | null;
}

type Report = (finding: Finding) => void;

export function checkWalrus(module: ast.Module, report: Report): void {
  if (module.file.text.includes(":=")) visit(module.body, { isIterated: false, isClassBody: false, bound: null }, report);
}

function visit(node: unknown, place: Place, report: Report): void {
  walkTree(node, (part) => enter(part as Placed & ast.Expression, place, report));
}

/** Answers whether the parts have the same place. */
function enter(node: ast.Expression | ast.Statement, place: Place, report: Report): boolean {
  switch (node.kind) {
    case "walrus":
      refuse(node, place, report);
      return true;
    case "comprehension":
    case "dictComprehension":
      comprehension(node, place, report);
      return false;
    case "lambda":
      visit(node.body, { ...place, isClassBody: false, bound: null }, report);
      return false;
    case "function":
      visit(node.body, { isIterated: false, isClassBody: false, bound: null }, report);
      return false;
    case "class":
      // A pattern of a class is of the same kind.
      if (!("bases" in node)) return true;
      visit(node.body, { isIterated: false, isClassBody: true, bound: null }, report);
      return false;
    default:
      return true;
  }
}

function comprehension(node: ast.Comprehension | ast.DictComprehension, place: Place, report: Report): void {
  const bound = new Set(place.bound);
  for (const clause of node.clauses)
    walkTree(clause.target, (part) => {
      if (part.kind === "name") bound.add((part as ast.Name).name);
      return true;
    });
  const inner = { ...place, bound };
  visit(node.kind === "comprehension" ? node.element : [node.key, node.value], inner, report);
  for (const clause of node.clauses) {
    visit(clause.iterable, { ...inner, isIterated: true }, report);
    visit(clause.conditions, inner, report);
  }
}

function refuse({ target }: ast.Walrus, place: Place, report: Report): void {
  if (place.isIterated) report(errors.walrusIterated(target.span));
  else if (place.bound?.has(target.name) === true) report(errors.walrusRebinds(target.span, target.name));
  else if (place.bound !== null && place.isClassBody) report(errors.walrusInClass(target.span));
}
