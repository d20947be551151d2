// Walks one function (or module) body for reaching definitions. Branches meet
// in phis, loops begin with them; `try` is taken to be left from anywhere
// inside it. The result says which web each name at each place falls into.

import { groupBy } from "../../base/grouping.ts";
import type { ComprehensionClause, Expression, FunctionDefinition, Lambda, Pattern, Statement } from "../../syntax/ast.ts";
import { bindingsOfTarget, decideBoxes } from "./boxes.ts";
import { childrenOf } from "./children.ts";
import { declareAll } from "./declare.ts";
import { DefinitionGraph } from "./definitions.ts";
import type { Definition } from "./definitions.ts";
import { Flow } from "./flow.ts";
import type { Branch } from "./flow.ts";
import { visitPattern } from "./patterns.ts";
import type { ScopeTable } from "./resolve.ts";
import type { AnyComprehension, AnyFunction, Binding, DefinitionNode, FunctionScope, Webs } from "./scope.ts";
import { comprehensionInPlace } from "./scope.ts";

/** Splits the variables of a function into webs. Time: linear but for phis. */
export function findWebs(table: ScopeTable, scope: FunctionScope, node: AnyFunction | null, moduleBody: readonly Statement[]): Webs {
  const walker = new Walker(table, scope);
  if (node === null) walker.statements(moduleBody);
  else walker.functionBody(node);
  const webs = walker.finish();
  decideBoxes(scope);
  return webs;
}

class Walker {
  private readonly table: ScopeTable;
  private readonly scope: FunctionScope;
  private readonly graph = new DefinitionGraph();
  private readonly flow = new Flow(this.graph);
  private readonly assignedIn = new Map<object, ReadonlySet<Binding>>();

  constructor(table: ScopeTable, scope: FunctionScope) {
    this.table = table;
    this.scope = scope;
  }

  finish(): Webs {
    return this.graph.finish(this.assignedIn);
  }

  functionBody(node: AnyFunction): void {
    if (node.kind === "comprehension") {
      this.clauses(node, node.clauses, true);
      return;
    }
    for (const parameter of node.parameters) this.define(parameter);
    if (node.kind === "lambda") this.expression(node.body);
    else this.statements(node.body);
  }

  private own(node: DefinitionNode): Binding | null {
    const binding = this.scope.resolved.get(node) ?? null;
    return binding !== null && binding.scope === this.scope ? binding : null;
  }

  private define(node: DefinitionNode): Definition | null {
    const binding = this.own(node);
    return binding === null ? null : this.flow.assign(binding, node);
  }

  private use(node: DefinitionNode): void {
    const binding = this.own(node);
    if (binding !== null) this.graph.use(node, this.flow.get(binding));
  }

  statements(body: readonly Statement[]): void {
    for (const statement of body) this.statement(statement);
  }

  private branchOf(body: readonly Statement[]): Branch {
    return this.flow.branch(() => this.statements(body));
  }

  private statement(node: Statement): void {
    switch (node.kind) {
      case "expression":
        return this.expression(node.value);
      case "assignment":
        this.expression(node.value);
        return node.targets.forEach((target) => this.target(target));
      case "annotated":
        if (node.value === null) return;
        this.expression(node.value);
        return this.target(node.target);
      case "augmented":
        return this.augmented(node);
      case "if":
        return this.conditional(node);
      case "while":
        return this.whileLoop(node);
      case "for":
        return this.forLoop(node);
      case "return":
        this.optional(node.value);
        this.flow.dead = true;
        return;
      case "assert":
        this.expression(node.test);
        this.flow.branch(() => this.optional(node.message));
        return;
      case "raise":
        this.optional(node.exception);
        this.optional(node.cause);
        this.flow.dead = true;
        return;
      case "break":
        return this.flow.leaveLoop("breaks");
      case "continue":
        return this.flow.leaveLoop("continues");
      case "try":
        return this.tryStatement(node);
      case "with":
        for (const item of node.items) {
          this.expression(item.context);
          if (item.target !== null) this.target(item.target);
        }
        return this.statements(node.body);
      case "delete":
        return node.targets.forEach((target) => this.deleteTarget(target));
      case "import":
        return node.modules.forEach((alias) => this.defineAlias(alias.alias ?? alias.path[0]));
      case "fromImport":
        return node.names.forEach((alias) => this.defineAlias(alias.alias ?? alias.path[0]));
      case "function":
        node.decorators.forEach((decorator) => this.expression(decorator));
        this.createFunction(node);
        this.define(node);
        return;
      case "class":
        node.decorators.forEach((decorator) => this.expression(decorator));
        node.bases.forEach((base) => this.expression(base.value));
        this.statements(node.body);
        this.define(node);
        return;
      case "match":
        return this.match(node);
      case "pass":
      case "global":
      case "nonlocal":
      case "error":
        return;
    }
  }

  private defineAlias(name: DefinitionNode | undefined): void {
    if (name !== undefined) this.define(name);
  }

  private deleteTarget(target: Expression): void {
    if (target.kind === "tuple" || target.kind === "list") return target.items.forEach((item) => this.deleteTarget(item));
    if (target.kind !== "name") return this.expression(target);
    this.use(target);
    return this.takeAway(this.own(target));
  }

  private takeAway(binding: Binding | null): void {
    if (binding !== null) binding.isTaken = true;
    if (binding !== null) this.flow.set(binding, this.graph.unbound(binding));
  }

  private augmented(node: Extract<Statement, { kind: "augmented" }>): void {
    const binding = node.target.kind === "name" ? this.own(node.target) : null;
    if (binding === null) {
      // The target's parts are evaluated before the value.
      this.target(node.target);
      return this.expression(node.value);
    }
    const read = this.flow.get(binding);
    this.graph.use(node.target, read);
    this.expression(node.value);
    this.graph.merge(read, this.flow.assign(binding, node.target));
  }

  private conditional(node: Extract<Statement, { kind: "if" }>): void {
    this.expression(node.test);
    const branches = [this.branchOf(node.body)];
    // Tests of later branches run in turn: what they bind stays.
    for (const branch of node.branches) {
      this.expression(branch.test);
      branches.push(this.branchOf(branch.body));
    }
    branches.push(this.branchOf(node.otherwise));
    this.flow.meet(branches);
  }

  private assignedBy(loop: object, statement: Statement): ReadonlySet<Binding> {
    const found = new Set<Binding>();
    const add = (name: string): void => {
      const binding = this.scope.bindings.get(name);
      if (binding !== undefined && binding.scope === this.scope) found.add(binding);
    };
    declareAll([statement], { name: add, global: () => {}, nonlocal: () => {} });
    this.assignedIn.set(loop, found);
    return found;
  }

  private whileLoop(node: Extract<Statement, { kind: "while" }>): void {
    const assigned = this.assignedBy(node, node);
    let exit: Branch | null = null;
    const breaks = this.flow.loop(assigned, () => {
      this.expression(node.test);
      const endless = node.test.kind === "bool" && node.test.value;
      exit = endless ? null : this.branchOf(node.otherwise);
      this.statements(node.body);
    });
    this.flow.meet(exit === null ? breaks : [exit, ...breaks]);
  }

  private forLoop(node: Extract<Statement, { kind: "for" }>): void {
    this.expression(node.iterable);
    const assigned = this.assignedBy(node, node);
    let exit: Branch = { changes: new Map(), dead: false };
    const breaks = this.flow.loop(assigned, () => {
      exit = this.branchOf(node.otherwise);
      this.target(node.target);
      this.statements(node.body);
    });
    this.flow.meet([exit, ...breaks]);
  }

  private tryStatement(node: Extract<Statement, { kind: "try" }>): void {
    const start = this.graph.trace.length;
    const leavings = this.flow.leavings();
    const body = this.flow.branch(() => this.statements(node.body));
    const inBody = this.graph.trace.slice(start);
    this.noteAssigned(node.body, inBody);
    const branches = node.handlers.map((handler) =>
      this.flow.branch(() => {
        this.arriveFromAnywhere(inBody);
        this.optional(handler.exceptions);
        if (handler.name !== null) this.define(handler.name);
        this.statements(handler.body);
        if (handler.name !== null) this.takeAway(this.own(handler.name));
      }),
    );
    // `else` runs after the body went through: redo its effect, then go on.
    branches.push(this.flow.after(body, () => this.statements(node.otherwise)));
    if (node.finalizer.length === 0) return this.flow.meet(branches);
    const anywhere = this.graph.trace.slice(start);
    this.noteAssigned(node, anywhere);
    const leftBefore = this.flow.leavings();
    const finalizer = this.flow.branch(() => {
      this.arriveFromAnywhere(anywhere);
      this.statements(node.finalizer);
    });
    this.flow.meet(branches);
    const inFinalizer = this.graph.trace.slice(start + anywhere.length);
    this.noteAssigned(node.finalizer, inFinalizer);
    const assigned = new Set(inFinalizer.map((definition) => definition.binding));
    const changes = new Map([...finalizer.changes].filter(([binding]) => assigned.has(binding)));
    for (const [binding, definition] of changes) this.flow.set(binding, definition);
    this.flow.alsoLeaving(leavings, leftBefore, { changes, dead: finalizer.dead });
    if (finalizer.dead) this.flow.dead = true;
  }

  private noteAssigned(part: object, definitions: readonly Definition[]): void {
    this.assignedIn.set(part, new Set(definitions.map((definition) => definition.binding)));
  }

  private arriveFromAnywhere(definitions: readonly Definition[]): void {
    const byBinding = groupBy(definitions, (definition) => definition.binding);
    for (const [binding, ones] of byBinding) this.flow.set(binding, this.graph.phi(binding, [this.flow.get(binding), ...ones]));
  }

  private match(node: Extract<Statement, { kind: "match" }>): void {
    this.expression(node.subject);
    const branches = node.cases.map((arm) => {
      const matched = this.flow.branch(() => {
        this.pattern(arm.pattern);
        this.optional(arm.guard);
      });
      const branch = this.flow.after(matched, () => this.statements(arm.body));
      // Where the guard says no, what pattern and guard have bound stays.
      if (arm.guard !== null) this.flow.meet([matched, { changes: new Map(), dead: false }]);
      return branch;
    });
    const isTotal = node.cases.some((arm) => arm.guard === null && (arm.pattern.kind === "wildcard" || arm.pattern.kind === "capture"));
    this.flow.meet(isTotal ? branches : [...branches, { changes: new Map(), dead: false }]);
  }

  private pattern(pattern: Pattern): void {
    visitPattern(pattern, {
      expression: (node) => this.expression(node),
      bind: (name) => this.defineAlias(name),
      either: (alternatives) => this.flow.meet(alternatives.map((item) => this.flow.branch(() => this.pattern(item)))),
    });
  }

  private optional(node: Expression | null): void {
    if (node !== null) this.expression(node);
  }

  private target(node: Expression): void {
    if (node.kind === "name") this.define(node);
    else if (node.kind === "tuple" || node.kind === "list") node.items.forEach((item) => this.target(item));
    else if (node.kind === "starred") this.target(node.value);
    else this.expression(node);
  }

  private expression(node: Expression): void {
    switch (node.kind) {
      case "name":
        return this.use(node);
      case "walrus":
        this.expression(node.value);
        this.define(node.target);
        return;
      case "lambda":
        return this.createFunction(node);
      case "comprehension":
        if (node.result !== "generator") return this.comprehension(node);
        this.optional(node.clauses[0]?.iterable ?? null);
        return this.capture(this.table.functions.get(node));
      case "dictComprehension":
        return this.comprehension(node);
      case "call":
        return this.call(node);
      case "boolean":
        return this.shortCircuit(node.operands, 1);
      case "comparison":
        return this.shortCircuit(node.operands, 2);
      case "conditional":
        this.expression(node.test);
        return this.flow.meet([
          this.flow.branch(() => this.expression(node.whenTrue)),
          this.flow.branch(() => this.expression(node.whenFalse)),
        ]);
      default:
        for (const child of childrenOf(node)) this.expression(child);
    }
  }

  /** What an operand behind the first `always` binds may stay unbound; each may be the last. */
  private shortCircuit(operands: readonly Expression[], always: number): void {
    operands.slice(0, always).forEach((operand) => this.expression(operand));
    const start = this.graph.trace.length;
    this.flow.branch(() => operands.slice(always).forEach((operand) => this.expression(operand)));
    this.arriveFromAnywhere(this.graph.trace.slice(start));
  }

  private call(node: Extract<Expression, { kind: "call" }>): void {
    this.expression(node.callee);
    const inPlace = comprehensionInPlace(node, this.scope);
    for (const { value } of node.arguments)
      if (value === inPlace) this.comprehension(inPlace);
      else this.expression(value);
  }

  private comprehension(node: AnyComprehension): void {
    this.optional(node.clauses[0]?.iterable ?? null);
    this.clauses(node, node.clauses, false);
  }

  private clauses(node: AnyComprehension, clauses: readonly ComprehensionClause[], isFunction: boolean): void {
    const own = new Set(clauses.flatMap((clause) => bindingsOfTarget(clause.target, (name) => this.own(name))));
    const walrus = this.assignedBy(node, { kind: "expression", value: node, span: node.span });
    const assigned = new Set([...own, ...walrus]);
    this.assignedIn.set(node, assigned);
    const body = (): void => {
      for (const [index, clause] of clauses.entries()) {
        if (index > 0) this.expression(clause.iterable);
        this.target(clause.target);
        clause.conditions.forEach((condition) => this.expression(condition));
      }
      if (node.kind === "comprehension") return this.expression(node.element);
      this.expression(node.key);
      this.expression(node.value);
    };
    // A condition that fails leaves out what stands behind it.
    const turn = (): void => {
      const start = this.graph.trace.length;
      this.flow.branch(body);
      this.arriveFromAnywhere(this.graph.trace.slice(start));
    };
    const breaks = this.flow.loop(assigned, turn);
    if (!isFunction) this.flow.meet([{ changes: new Map(), dead: false }, ...breaks]);
  }

  /** A closure is made here: what it carries must have its value, or lives in a box. */
  private createFunction(node: FunctionDefinition | Lambda): void {
    for (const parameter of node.parameters) this.optional(parameter.defaultValue);
    // It has its own name before anybody can call it.
    const own = node.kind === "function" && node.decorators.length === 0 ? (this.scope.resolved.get(node) ?? null) : null;
    this.capture(this.table.functions.get(node), own);
  }

  /** To carry a variable is to use it: what has no value yet may be read before it has one. */
  private capture(inner: FunctionScope | undefined, own: Binding | null = null): void {
    for (const binding of inner?.captures ?? []) {
      if (binding.scope !== this.scope || this.flow.dead) continue;
      const definition = this.flow.get(binding);
      if (definition.kind !== "assignment") binding.boxed = true;
      if (binding !== own) this.graph.use({}, definition);
    }
  }
}
