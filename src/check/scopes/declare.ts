// First sweep over a function or module body: every name that it binds.
// Names in functions inside it are theirs and not looked at.

import type { Expression, FunctionDefinition, Identifier, ImportAlias, Pattern, Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { childrenOf } from "./children.ts";

export interface Declared {
  /** Called once for every binding occurrence, in source order. */
  readonly name: (name: string, span: Span) => void;
  readonly global: (name: Identifier) => void;
  readonly nonlocal: (name: Identifier) => void;
}

export function declareAll(statements: readonly Statement[], to: Declared): void {
  for (const statement of statements) declareStatement(statement, to);
}

function declareStatement(node: Statement, to: Declared): void {
  switch (node.kind) {
    case "expression":
      return declareWalrus(node.value, to);
    case "assignment":
      node.targets.forEach((target) => declareTarget(target, to));
      return declareWalrus(node.value, to);
    case "annotated":
    case "augmented":
      declareTarget(node.target, to);
      return declareOptional(node.value, to);
    case "if":
      declareWalrus(node.test, to);
      declareAll(node.body, to);
      for (const branch of node.branches) {
        declareWalrus(branch.test, to);
        declareAll(branch.body, to);
      }
      return declareAll(node.otherwise, to);
    case "while":
      declareWalrus(node.test, to);
      declareAll(node.body, to);
      return declareAll(node.otherwise, to);
    case "for":
      declareTarget(node.target, to);
      declareWalrus(node.iterable, to);
      declareAll(node.body, to);
      return declareAll(node.otherwise, to);
    case "return":
      return declareOptional(node.value, to);
    case "assert":
      declareWalrus(node.test, to);
      return declareOptional(node.message, to);
    case "raise":
      declareOptional(node.exception, to);
      return declareOptional(node.cause, to);
    case "try":
      declareAll(node.body, to);
      for (const handler of node.handlers) {
        if (handler.name !== null) to.name(handler.name.name, handler.name.span);
        declareAll(handler.body, to);
      }
      declareAll(node.otherwise, to);
      return declareAll(node.finalizer, to);
    case "with":
      for (const item of node.items) {
        declareWalrus(item.context, to);
        if (item.target !== null) declareTarget(item.target, to);
      }
      return declareAll(node.body, to);
    case "delete":
      return node.targets.forEach((target) => declareTarget(target, to));
    case "global":
      return node.names.forEach(to.global);
    case "nonlocal":
      return node.names.forEach(to.nonlocal);
    case "import":
      return declareAliases(node.modules, to);
    case "fromImport":
      return declareAliases(node.names, to);
    case "function":
      return declareFunction(node, to);
    case "class":
      return to.name(node.name.name, node.name.span);
    case "match":
      return declareMatch(node, to);
    case "pass":
    case "break":
    case "continue":
    case "error":
      return;
  }
}

function declareFunction(node: FunctionDefinition, to: Declared): void {
  node.decorators.forEach((decorator) => declareWalrus(decorator, to));
  node.parameters.forEach((parameter) => declareOptional(parameter.defaultValue, to));
  to.name(node.name.name, node.name.span);
}

function declareMatch(node: Extract<Statement, { kind: "match" }>, to: Declared): void {
  declareWalrus(node.subject, to);
  for (const arm of node.cases) {
    declarePattern(arm.pattern, to);
    declareOptional(arm.guard, to);
    declareAll(arm.body, to);
  }
}

function declareAliases(imported: readonly ImportAlias[], to: Declared): void {
  for (const alias of imported) {
    const name = alias.alias ?? alias.path[0];
    if (name !== undefined) to.name(name.name, name.span);
  }
}

/** Names in an assignment target; subscripts and attributes bind none. */
export function declareTarget(target: Expression, to: Declared): void {
  if (target.kind === "name") to.name(target.name, target.span);
  else if (target.kind === "tuple" || target.kind === "list") target.items.forEach((item) => declareTarget(item, to));
  else if (target.kind === "starred") declareTarget(target.value, to);
  else declareWalrus(target, to);
}

function declareOptional(node: Expression | null, to: Declared): void {
  if (node !== null) declareWalrus(node, to);
}

/** `:=` binds in the function around, even out of a comprehension. */
function declareWalrus(node: Expression, to: Declared): void {
  if (node.kind === "walrus") to.name(node.target.name, node.target.span);
  if (node.kind === "comprehension" || node.kind === "dictComprehension") {
    if (node.kind === "comprehension") declareWalrus(node.element, to);
    else {
      declareWalrus(node.key, to);
      declareWalrus(node.value, to);
    }
    for (const clause of node.clauses) {
      declareWalrus(clause.iterable, to);
      clause.conditions.forEach((condition) => declareWalrus(condition, to));
    }
    return;
  }
  if (node.kind === "lambda") node.parameters.forEach((parameter) => declareOptional(parameter.defaultValue, to));
  for (const child of childrenOf(node)) declareWalrus(child, to);
}

export function declarePattern(pattern: Pattern, to: Declared): void {
  switch (pattern.kind) {
    case "capture":
      return to.name(pattern.name.name, pattern.name.span);
    case "star":
      if (pattern.name !== null) to.name(pattern.name.name, pattern.name.span);
      return;
    case "sequence":
      return pattern.items.forEach((item) => declarePattern(item, to));
    case "mapping":
      pattern.values.forEach((value) => declarePattern(value, to));
      if (pattern.rest !== null) to.name(pattern.rest.name, pattern.rest.span);
      return;
    case "class":
      pattern.positional.forEach((item) => declarePattern(item, to));
      return pattern.keywords.forEach((keyword) => declarePattern(keyword.pattern, to));
    case "or":
      return pattern.alternatives.forEach((item) => declarePattern(item, to));
    case "as":
      declarePattern(pattern.pattern, to);
      return to.name(pattern.name.name, pattern.name.span);
    case "wildcard":
    case "value":
      return;
  }
}
