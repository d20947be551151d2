// Second sweep: whose is each name? Walks a module once, functions inside
// functions included, and finds what closures capture. Comprehensions and
// class bodies have names of their own but no variables of their own: their
// bindings belong to the function around them. Methods do not see the names
// of their class, as in Python.

import type { ComprehensionClause, Expression, FunctionDefinition, ImportAlias, Lambda, Pattern, Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { childrenOf } from "./children.ts";
import { declareAll, declareTarget } from "./declare.ts";
import { namesVisibleFrom, newBinding, newScope } from "./region.ts";
import type { Region } from "./region.ts";
import type { AnyComprehension, AnyFunction, Binding, DefinitionNode, FunctionScope } from "./scope.ts";
import { comprehensionInPlace } from "./scope.ts";
import { bodyYields } from "./yielding.ts";

export interface ScopeTable {
  readonly module: FunctionScope;
  readonly functions: Map<AnyFunction, FunctionScope>;
  /** Names that no scope of the module has: builtins and mistakes. */
  readonly free: { readonly name: string; readonly span: Span; readonly visible: () => string[] }[];
  /** `global x` or `nonlocal x` where no such x exists. */
  readonly misplaced: { readonly kind: "global" | "nonlocal"; readonly name: string; readonly span: Span }[];
}

/** Resolves a whole module. Time: linear in its size. */
export function resolveModule(body: readonly Statement[]): ScopeTable {
  const module = newScope("module", "<module>", null, false);
  const table: ScopeTable = { module, functions: new Map(), free: [], misplaced: [] };
  const region: Region = { names: module.bindings, scope: module, parent: null, isClass: false, prefix: "" };
  const resolver = new Resolver(table, region);
  resolver.declare(body);
  resolver.statements(body);
  return table;
}

class Resolver {
  private readonly table: ScopeTable;
  private region: Region;
  private loopDepth = 0;

  constructor(table: ScopeTable, region: Region) {
    this.table = table;
    this.region = region;
  }

  private get scope(): FunctionScope {
    return this.region.scope;
  }

  /** Enters every name that the statements bind into the current region. */
  declare(body: readonly Statement[]): void {
    const foreign = new Set<string>();
    declareAll(body, {
      name: () => {},
      global: (name) => {
        foreign.add(name.name);
        this.declareForeign("global", name.name, name.span);
      },
      nonlocal: (name) => {
        foreign.add(name.name);
        this.declareForeign("nonlocal", name.name, name.span);
      },
    });
    const add = (name: string, span: Span): void => {
      if (!foreign.has(name)) this.bind(name, span);
    };
    declareAll(body, { name: add, global: () => {}, nonlocal: () => {} });
  }

  private bind(name: string, span: Span): void {
    if (!this.region.names.has(name)) this.region.names.set(name, newBinding(name, this.scope, span, this.region.prefix));
  }

  private declareForeign(kind: "global" | "nonlocal", name: string, span: Span): void {
    const binding = kind === "global" ? this.table.module.bindings.get(name) : this.lookupOuterFunction(name);
    if (binding === undefined || this.scope.kind === "module") {
      this.table.misplaced.push({ kind, name, span });
      return;
    }
    binding.assignedInside = true;
    this.region.names.set(name, binding);
  }

  private lookupOuterFunction(name: string): Binding | undefined {
    for (let region = this.region.parent; region !== null; region = region.parent) {
      const found = region.isClass || region.scope.kind === "module" ? undefined : region.names.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `isRead`: in a class body, `x = x` reads the name around until the class has one. */
  private lookup(name: string, isRead = false): Binding | null {
    const home = this.scope;
    for (let region: Region | null = this.region; region !== null; region = region.parent) {
      if (region.isClass && region.scope !== home && region !== this.region) continue;
      const found = region.names.get(name);
      if (found !== undefined && !(isRead && region.isClass && found.assignments === 0)) return found;
    }
    return null;
  }

  private use(node: DefinitionNode, name: string, span: Span): void {
    const binding = this.lookup(name, true);
    this.scope.resolved.set(node, binding);
    if (binding !== null) return this.noteCapture(binding);
    const here = this.region;
    this.table.free.push({ name, span, visible: () => namesVisibleFrom(here) });
  }

  private noteCapture(binding: Binding): void {
    if (binding.scope === this.scope) return;
    if (binding.scope.kind === "module") {
      binding.isGlobal = true;
      return;
    }
    binding.captured = true;
    for (let at: FunctionScope | null = this.scope; at !== null && at !== binding.scope; at = at.parent) {
      if (!at.captures.includes(binding)) at.captures.push(binding);
    }
  }

  private define(node: DefinitionNode, name: string, span: Span): void {
    const binding = this.lookup(name) ?? newBinding(name, this.scope, span, this.region.prefix);
    this.scope.resolved.set(node, binding);
    this.noteCapture(binding);
    binding.assignments += 1;
    if (this.loopDepth > 0) binding.assignedInLoop = true;
  }

  statements(body: readonly Statement[]): void {
    for (const statement of body) this.statement(statement);
  }

  private loop(body: () => void): void {
    this.loopDepth += 1;
    body();
    this.loopDepth -= 1;
  }

  private statement(node: Statement): void {
    switch (node.kind) {
      case "expression":
        return this.expression(node.value);
      case "assignment":
        this.expression(node.value);
        return node.targets.forEach((target) => this.target(target));
      case "annotated":
        this.annotation(node.annotation);
        this.optional(node.value);
        return this.target(node.target);
      case "augmented":
        this.expression(node.value);
        return this.target(node.target);
      case "if":
        return this.conditional(node);
      case "while":
        this.loop(() => {
          this.expression(node.test);
          this.statements(node.body);
        });
        return this.statements(node.otherwise);
      case "for":
        this.expression(node.iterable);
        this.loop(() => {
          this.target(node.target);
          this.statements(node.body);
        });
        return this.statements(node.otherwise);
      case "return":
        return this.optional(node.value);
      case "assert":
        this.expression(node.test);
        return this.optional(node.message);
      case "raise":
        this.optional(node.exception);
        return this.optional(node.cause);
      case "try":
        return this.attempt(node);
      case "with":
        for (const item of node.items) {
          this.expression(item.context);
          if (item.target !== null) this.target(item.target);
        }
        return this.statements(node.body);
      case "delete":
        return node.targets.forEach((target) =>
          target.kind === "name" ? this.use(target, target.name, target.span) : this.expression(target),
        );
      case "import":
        return this.aliases(node.modules);
      case "fromImport":
        return this.aliases(node.names);
      case "function":
        node.decorators.forEach((decorator) => this.expression(decorator));
        this.defineFunction(node);
        return this.define(node, node.name.name, node.name.span);
      case "class":
        return this.classBody(node);
      case "match":
        this.expression(node.subject);
        for (const arm of node.cases) {
          this.pattern(arm.pattern);
          this.optional(arm.guard);
          this.statements(arm.body);
        }
        return;
      case "global":
      case "nonlocal":
      case "pass":
      case "break":
      case "continue":
      case "error":
        return;
    }
  }

  private conditional(node: Extract<Statement, { kind: "if" }>): void {
    this.expression(node.test);
    this.statements(node.body);
    for (const branch of node.branches) {
      this.expression(branch.test);
      this.statements(branch.body);
    }
    this.statements(node.otherwise);
  }

  private attempt(node: Extract<Statement, { kind: "try" }>): void {
    this.statements(node.body);
    for (const handler of node.handlers) {
      this.optional(handler.exceptions);
      if (handler.name !== null) this.define(handler.name, handler.name.name, handler.name.span);
      this.statements(handler.body);
    }
    this.statements(node.otherwise);
    this.statements(node.finalizer);
  }

  private aliases(imported: readonly ImportAlias[]): void {
    for (const alias of imported) {
      const name = alias.alias ?? alias.path[0];
      if (name !== undefined) this.define(name, name.name, name.span);
    }
  }

  private classBody(node: Extract<Statement, { kind: "class" }>): void {
    node.decorators.forEach((decorator) => this.expression(decorator));
    node.bases.forEach((base) => this.expression(base.value));
    const outer = this.region;
    this.region = { names: new Map(), scope: outer.scope, parent: outer, isClass: true, prefix: `${node.name.name}.` };
    this.declare(node.body);
    for (const binding of this.region.names.values()) binding.isGlobal = true;
    this.statements(node.body);
    this.region = outer;
    this.define(node, node.name.name, node.name.span);
  }

  /** Defaults and annotations are evaluated outside, the body in a scope of its own. */
  private defineFunction(node: FunctionDefinition | Lambda): void {
    for (const parameter of node.parameters) {
      if (parameter.annotation !== null) this.annotation(parameter.annotation);
      this.optional(parameter.defaultValue);
    }
    if (node.kind === "function" && node.returns !== null) this.annotation(node.returns);
    const name = node.kind === "function" ? node.name.name : "<lambda>";
    const yields = node.kind === "function" ? bodyYields(node.body) : false;
    this.inner(node, newScope("function", name, this.scope, yields), () => {
      for (const parameter of node.parameters) this.bind(parameter.name.name, parameter.name.span);
      // What `:=` gives in a lambda is the lambda's own.
      this.declare(node.kind === "function" ? node.body : [{ kind: "expression", value: node.body, span: node.body.span }]);
      for (const parameter of node.parameters) this.define(parameter, parameter.name.name, parameter.name.span);
      if (node.kind === "function") this.statements(node.body);
      else this.expression(node.body);
    });
  }

  private inner(node: AnyFunction, scope: FunctionScope, body: () => void): void {
    this.table.functions.set(node, scope);
    const [outer, depth] = [this.region, this.loopDepth];
    this.region = { names: scope.bindings, scope, parent: outer, isClass: false, prefix: "" };
    this.loopDepth = 0;
    body();
    this.region = outer;
    this.loopDepth = depth;
  }

  /** Names in annotations are classes, not variables: they are resolved where they are read. */
  private annotation(_node: Expression): void {}

  private optional(node: Expression | null): void {
    if (node !== null) this.expression(node);
  }

  private target(node: Expression): void {
    if (node.kind === "name") this.define(node, node.name, node.span);
    else if (node.kind === "tuple" || node.kind === "list") node.items.forEach((item) => this.target(item));
    else if (node.kind === "starred") this.target(node.value);
    else this.expression(node);
  }

  private expression(node: Expression): void {
    switch (node.kind) {
      case "name":
        return this.use(node, node.name, node.span);
      case "walrus":
        this.expression(node.value);
        return this.define(node.target, node.target.name, node.target.span);
      case "lambda":
        return this.defineFunction(node);
      case "comprehension":
        return node.result === "generator" ? this.generatorExpression(node) : this.comprehension(node);
      case "dictComprehension":
        return this.comprehension(node);
      case "call":
        return this.call(node);
      default:
        for (const child of childrenOf(node)) this.expression(child);
    }
  }

  private call(node: Extract<Expression, { kind: "call" }>): void {
    this.expression(node.callee);
    const inPlace = comprehensionInPlace(node, this.scope);
    for (const { value } of node.arguments)
      if (value === inPlace) this.comprehension(inPlace);
      else this.expression(value);
  }

  private comprehension(node: AnyComprehension): void {
    const outer = this.region;
    const first = node.clauses[0];
    if (first !== undefined) this.expression(first.iterable);
    this.region = { names: new Map(), scope: outer.scope, parent: outer, isClass: false, prefix: `${node.span.start} ` };
    this.loop(() => this.clauses(node, node.clauses));
    this.region = outer;
  }

  /** Only its first iterable is evaluated outside; the rest is a generator function of its own. */
  private generatorExpression(node: Extract<Expression, { kind: "comprehension" }>): void {
    const first = node.clauses[0];
    if (first !== undefined) this.expression(first.iterable);
    this.inner(node, newScope("function", "<genexpr>", this.scope, true), () => {
      this.loop(() => this.clauses(node, node.clauses));
    });
  }

  private clauses(node: AnyComprehension, clauses: readonly ComprehensionClause[]): void {
    for (const clause of clauses) {
      declareTarget(clause.target, { name: (name, span) => this.bind(name, span), global: () => {}, nonlocal: () => {} });
    }
    for (const [index, clause] of clauses.entries()) {
      if (index > 0) this.expression(clause.iterable);
      this.target(clause.target);
      clause.conditions.forEach((condition) => this.expression(condition));
    }
    if (node.kind === "comprehension") return this.expression(node.element);
    this.expression(node.key);
    this.expression(node.value);
  }

  private pattern(pattern: Pattern): void {
    switch (pattern.kind) {
      case "value":
        return this.expression(pattern.value);
      case "class":
        this.expression(pattern.class);
        pattern.positional.forEach((item) => this.pattern(item));
        return pattern.keywords.forEach((keyword) => this.pattern(keyword.pattern));
      case "sequence":
        return pattern.items.forEach((item) => this.pattern(item));
      case "or":
        return pattern.alternatives.forEach((item) => this.pattern(item));
      case "mapping":
        pattern.keys.forEach((key) => this.expression(key));
        pattern.values.forEach((value) => this.pattern(value));
        if (pattern.rest !== null) this.define(pattern.rest, pattern.rest.name, pattern.rest.span);
        return;
      case "as":
        this.pattern(pattern.pattern);
        return this.define(pattern.name, pattern.name.name, pattern.name.span);
      case "capture":
        return this.define(pattern.name, pattern.name.name, pattern.name.span);
      case "star":
        if (pattern.name !== null) this.define(pattern.name, pattern.name.name, pattern.name.span);
        return;
      case "wildcard":
        return;
    }
  }
}
