// Several base classes, where single inheritance says the same. A base that
// holds stubs only says what a class promises: it is left out, and where
// annotations name it, it is read as a Protocol. A base that nothing but base
// lists name is put into the chain: `class C(Mixin, Base)` derives from a copy
// of `Mixin` that derives from `Base`, which is the order in which CPython looks
// for methods and in which `super()` goes on. Behind the other base it may stand
// where that order makes no difference. The rest is refused where it stands.

import type { Argument, ClassDefinition, Expression, Module, Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { walkTree } from "../../syntax/walk.ts";
import { decoratorName } from "../indexing.ts";
import { hasOrder } from "./baseOrder.ts";
import { boundIn } from "./freeNames.ts";

/** `class C(object)` says what holds of every class. */
export function withoutRoot(module: Module): Module {
  const isRoot = ({ kind, value }: Argument): boolean => kind === "positional" && value.kind === "name" && value.name === "object";
  const hasRoot = module.body.some((one) => one.kind === "class" && one.bases.some(isRoot));
  if (!hasRoot || boundIn(module.body).includes("object")) return module;
  const body = module.body.map((one) =>
    one.kind === "class" && hasOrder(one, module.body) ? { ...one, bases: one.bases.filter((base) => !isRoot(base)) } : one,
  );
  return { ...module, body };
}

/** The same module with at most one base class for each class, where that goes. */
export function chainBases(module: Module): Module {
  if (!module.body.some((one) => one.kind === "class" && one.bases.filter(({ kind }) => kind === "positional").length > 1)) return module;
  const chain = new Chain(module);
  const body = module.body.flatMap((statement) => (statement.kind === "class" ? chain.chained(statement) : [statement]));
  return { ...module, body: chain.withoutCopied(body).flatMap((statement) => chain.asProtocol(statement)) };
}

class Chain {
  private readonly body: Module["body"];
  private readonly classes = new Map<string, ClassDefinition>();
  /** How often a name is used other than as a base. */
  private readonly uses = new Map<string, number>();
  private readonly promises = new Set<string>();
  private readonly copied = new Set<string>();

  constructor(module: Module) {
    this.body = module.body;
    for (const statement of module.body) if (statement.kind === "class") this.classes.set(statement.name.name, statement);
    walkTree(module.body, (node) => {
      if (node.kind === "name") this.count((node as Extract<Expression, { kind: "name" }>).name, 1);
      const { annotation, returns } = node as { readonly annotation?: unknown; readonly returns?: unknown };
      walkTree([annotation, returns], (part) => {
        const words = part.kind === "string" ? (part as Extract<Expression, { kind: "string" }>).value.match(/\w+/gu) : null;
        for (const word of words ?? []) this.count(word, 1);
        return true;
      });
      return true;
    });
    for (const { bases } of this.classes.values()) for (const { value } of bases) if (value.kind === "name") this.count(value.name, -1);
  }

  private count(name: string, by: number): void {
    this.uses.set(name, (this.uses.get(name) ?? 0) + by);
  }

  /** The class with its copies of mixins before it. */
  chained(node: ClassDefinition): Statement[] {
    const real = node.bases.filter((base) => this.classOf(base) !== null);
    if (real.length < 2 || !hasOrder(node, this.body)) return [node];
    const kept = real.filter((base) => !this.isPromise(node, this.classOf(base) as ClassDefinition, real));
    const dropped = new Set(real.filter((base) => !kept.includes(base)));
    for (const base of dropped) this.promises.add((this.classOf(base) as ClassDefinition).name.name);
    const bases = node.bases.filter((base) => !dropped.has(base));
    if (kept.length < 2) return [{ ...node, bases }];
    return this.chainOf({ ...node, bases }, kept) ?? [node];
  }

  private classOf(base: Argument): ClassDefinition | null {
    return base.kind === "positional" && base.value.kind === "name" ? (this.classes.get(base.value.name) ?? null) : null;
  }

  /** Nothing but stubs, all of which the class or another of its bases has. */
  private isPromise(node: ClassDefinition, base: ClassDefinition, real: readonly Argument[]): boolean {
    if (!base.bases.every(isMark) || base.decorators.length > 0 || !base.body.some(({ kind }) => kind === "function")) return false;
    const others = real.map((one) => this.classOf(one) as ClassDefinition).filter((one) => one !== base);
    return base.body.every((statement) => isStub(statement) && this.isGiven(statement, [node, ...others]));
  }

  private isGiven(stub: Statement, classes: readonly ClassDefinition[]): boolean {
    if (stub.kind !== "function") return true;
    return classes.some((one) => this.line(one).some(({ body }) => body.some((each) => isNamed(each, stub.name.name) && !isStub(each))));
  }

  /** A class and what it derives from by its first bases. */
  private line(node: ClassDefinition): ClassDefinition[] {
    const found: ClassDefinition[] = [];
    for (let at: ClassDefinition | null = node; at !== null && found.length < 32;) {
      found.push(at);
      const [first]: Argument[] = at.bases.filter((base) => this.classOf(base) !== null);
      at = first === undefined ? null : this.classOf(first);
    }
    return found;
  }

  private chainOf(node: ClassDefinition, kept: readonly Argument[]): Statement[] | null {
    const classes = kept.map((base) => this.classOf(base) as ClassDefinition);
    const main = classes.findIndex((one) => !this.isMixin(one));
    const at = main < 0 ? classes.length - 1 : main;
    const [before, behind] = [classes.slice(0, at), classes.slice(at + 1)];
    const base = classes[at] as ClassDefinition;
    const line = this.line(base);
    if (
      !before.every((one) => this.isMixin(one)) ||
      !behind.every((one) => this.isMixin(one) && !this.meets(one, [...line, ...behind.filter((other) => other !== one)]))
    )
      return null;
    const made: Statement[] = [];
    let below: Argument = kept[at] as Argument;
    for (const mixin of [...before, ...behind].reverse()) {
      const name = `${node.name.name}.${mixin.name.name}`;
      const others = mixin.bases.filter((one) => this.classOf(one) === null);
      this.copied.add(mixin.name.name);
      made.push({ ...copy(mixin), name: { ...mixin.name, name }, bases: [below, ...others] });
      below = { ...(kept[at] as Argument), kind: "positional", value: { kind: "name", name, span: node.name.span } };
    }
    const others = node.bases.filter((one) => !kept.includes(one));
    return [...made, { ...node, bases: [below, ...others] }];
  }

  /** Named by base lists only, so that nobody tells a copy of it from itself. */
  private isMixin(node: ClassDefinition): boolean {
    const isPlain = node.decorators.length === 0 && node.bases.every((base) => isMark(base) && base.kind === "positional");
    return isPlain && (this.uses.get(node.name.name) ?? 0) <= 0;
  }

  /** Would it matter which of them comes first? */
  private meets(mixin: ClassDefinition, line: readonly ClassDefinition[]): boolean {
    const names = new Set(mixin.body.flatMap(namesOf));
    if (names.has("__init__") || callsSuper(mixin)) return true;
    // Methods that a decorator makes, or that the library's class has, would come first.
    const isMade = line.some((one) => one.decorators.length > 0 || one.bases.some((base) => this.classOf(base) === null && !isMark(base)));
    if (isMade && [...names].some((name) => name.startsWith("__"))) return true;
    return line.some((one) => one.body.flatMap(namesOf).some((name) => names.has(name)) || superCalls(one).some((name) => names.has(name)));
  }

  /** Mixins that stand in chains only are nothing by themselves. */
  withoutCopied(body: readonly Statement[]): Statement[] {
    const named = new Set(
      body.flatMap((one) => (one.kind === "class" ? one.bases.flatMap(({ value }) => (value.kind === "name" ? [value.name] : [])) : [])),
    );
    return body.filter((one) => one.kind !== "class" || !this.copied.has(one.name.name) || named.has(one.name.name));
  }

  asProtocol(statement: Statement): Statement[] {
    if (statement.kind !== "class" || !this.promises.has(statement.name.name)) return [statement];
    if ((this.uses.get(statement.name.name) ?? 0) <= 0) return [statement];
    const { span } = statement.name;
    const made: Statement = { ...statement, bases: [{ kind: "positional", value: { kind: "name", name: "Protocol", span }, span }] };
    return this.classes.has("Protocol") ? [statement] : [importProtocol(span), made];
  }
}

function isMark({ value }: Argument): boolean {
  const head = value.kind === "subscript" ? value.object : value;
  return ["ABC", "ABCMeta", "Generic", "Protocol", "object"].includes(decoratorName(head));
}

function importProtocol(span: Span): Statement {
  const names = [{ path: [{ name: "Protocol", span }], alias: null, span }];
  return { kind: "fromImport", path: [{ name: "typing", span }], names, star: false, level: 0, span };
}

/** Fresh nodes at the same places: what passes note of one copy is not the other's. */
function copy<T>(node: T): T {
  if (Array.isArray(node)) return node.map((item: unknown) => copy(item)) as T;
  if (typeof node !== "object" || node === null || "start" in node) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, copy(value) as unknown])) as T;
}

function isNamed(statement: Statement, name: string): boolean {
  return namesOf(statement).includes(name);
}

function namesOf(statement: Statement): string[] {
  if (statement.kind === "function" || statement.kind === "class") return [statement.name.name];
  if (statement.kind === "annotated") return statement.target.kind === "name" ? [statement.target.name] : [];
  return statement.kind === "assignment" ? statement.targets.flatMap((target) => (target.kind === "name" ? [target.name] : [])) : [];
}

/** `...`, `pass`, a docstring, `raise NotImplementedError`. */
function isStub(statement: Statement): boolean {
  if (statement.kind === "pass") return true;
  if (statement.kind === "expression") return statement.value.kind === "string" || statement.value.kind === "ellipsis";
  if (statement.kind !== "function") return false;
  return statement.body.every((one) => (one.kind !== "function" && isStub(one)) || isUnwritten(one));
}

function isUnwritten(statement: Statement): boolean {
  return statement.kind === "raise" && statement.exception !== null && decoratorName(statement.exception) === "NotImplementedError";
}

function callsSuper(node: ClassDefinition): boolean {
  let found = false;
  walkTree(node.body, (one) => {
    if (one.kind === "name" && (one as Extract<Expression, { kind: "name" }>).name === "super") found = true;
    return !found;
  });
  return found;
}

/** Methods that `super().name` asks for. */
function superCalls(node: ClassDefinition): string[] {
  const names: string[] = [];
  walkTree(node.body, (one) => {
    const { object, name } = one as Partial<Extract<Expression, { kind: "attribute" }>>;
    if (one.kind === "attribute" && object?.kind === "call" && decoratorName(object) === "super" && name !== undefined)
      names.push(name.name);
    return true;
  });
  return names;
}
