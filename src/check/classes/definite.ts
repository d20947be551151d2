// Which fields `__init__` sets on every path. A field that some path leaves
// out has no value in some objects; a mark beside it then says so, and a read
// raises AttributeError as Python's does. One that nothing ever sets is
// refused.

import type { Expression, Statement } from "../../syntax/ast.ts";
import type { ClassDeclaration, FunctionDeclaration } from "../declarations.ts";
import { findMethod } from "../declarations.ts";
import { fieldOutsideInit } from "../errors/classes.ts";
import type { Session } from "../session.ts";
import { assignedOutside, selfAssignments } from "./fields.ts";

type Names = ReadonlySet<string>;

/** Reports the fields of an author's class that are declared and never get a value. */
export function checkFieldsSet(session: Session, declaration: ClassDeclaration): void {
  checkOwnInit(session, declaration);
  const unset = unsetFields(declaration);
  if (unset.size === 0) return;
  const found = [...declaration.methods.values()].flat().flatMap(({ node }) => (node.kind === "function" ? selfAssignments(node) : []));
  for (const name of unset) {
    const own = found.filter((one) => one.name === name);
    const [first] = own;
    if (first === undefined || own.some((one) => one.hasValue) || assignedOutside(declaration.file).has(name)) continue;
    session.report(declaration.file.module.file, first.span, fieldOutsideInit(declaration.info.name, name));
  }
}

/** An `__init__` of the author's own in a dataclass or below one: what it leaves out of the fields has no value. */
function checkOwnInit(session: Session, declaration: ClassDeclaration): void {
  const init = declaration.methods.get("__init__")?.[0];
  const records = chainOf(declaration).filter((at) => at.dataclass !== null);
  if (init === undefined || records.length === 0) return;
  const set = new InitPaths(declaration).definite(init);
  for (const record of records) {
    for (const { name, annotation, value, span } of record.attributes) {
      if (annotation === null || (value !== null && value.kind !== "call") || set.has(name)) continue;
      const own = record === declaration ? span : init.node.kind === "function" ? init.node.name.span : span;
      session.report(declaration.file.module.file, own, fieldOutsideInit(declaration.info.name, name, record !== declaration));
    }
  }
}

function chainOf(declaration: ClassDeclaration): ClassDeclaration[] {
  const chain: ClassDeclaration[] = [];
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) chain.push(at);
  return chain;
}

const known = new WeakMap<ClassDeclaration, ReadonlySet<string>>();

/** Fields that a class's `__init__` may leave without a value. */
export function unsetFields(declaration: ClassDeclaration): ReadonlySet<string> {
  let names = known.get(declaration);
  if (names === undefined) known.set(declaration, (names = findUnset(declaration)));
  return names;
}

function findUnset(declaration: ClassDeclaration): ReadonlySet<string> {
  const unset = new Set<string>();
  if (declaration.dataclass !== null || declaration.info.isEnum || declaration.file.info.isLibrary) return unset;
  const init = findMethod(declaration, "__init__")?.[0];
  const set = init === undefined || init.file.info.isLibrary ? new Set<string>() : new InitPaths(declaration).definite(init);
  for (const method of [...declaration.methods.values()].flat()) {
    if (method.isStatic || method.isClassMethod || method.node.kind !== "function") continue;
    for (const { name } of selfAssignments(method.node)) if (!set.has(name) && !hasValueOtherwise(declaration, name)) unset.add(name);
  }
  return unset;
}

/** By the class body, a property's setter, or a base class that answers for it. */
function hasValueOtherwise(declaration: ClassDeclaration, name: string): boolean {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    if (
      at.attributes.some((attribute) => attribute.name === name && (attribute.value !== null || at.dataclass !== null)) ||
      at.methods.has(`${name}=`)
    )
      return true;
    if (at === declaration) continue;
    if (
      at.file.info.isLibrary ||
      [...at.methods.values()].flat().some(({ node }) => node.kind === "function" && selfAssignments(node).some((one) => one.name === name))
    )
      return true;
  }
  return false;
}

/** Walks the paths of `__init__` and of the methods it calls on `self`. */
class InitPaths {
  private readonly declaration: ClassDeclaration;
  private readonly known = new Map<FunctionDeclaration, Names>();
  /** Set at every `return` so far; null before the first. */
  private exits: Names | null = null;
  private self = "";

  constructor(declaration: ClassDeclaration) {
    this.declaration = declaration;
  }

  definite(method: FunctionDeclaration): Names {
    const { node } = method;
    const known = this.known.get(method);
    if (known !== undefined || node.kind !== "function") return known ?? new Set();
    this.known.set(method, new Set());
    const [exits, self] = [this.exits, this.self];
    this.exits = null;
    this.self = node.parameters[0]?.name.name ?? "";
    const end = this.walk(node.body, new Set());
    const all = both([end, this.exits]) ?? new Set<string>();
    this.exits = exits;
    this.self = self;
    this.known.set(method, all);
    return all;
  }

  /** What is set behind the statements; null where no path gets there. */
  private walk(body: readonly Statement[], before: Names): Names | null {
    let set: Names | null = before;
    for (const statement of body) {
      if (set === null) return null;
      set = this.step(statement, set);
    }
    return set;
  }

  private step(node: Statement, set: Names): Names | null {
    switch (node.kind) {
      case "assignment":
        return withNames(
          set,
          node.targets.flatMap((target) => this.names(target)),
        );
      case "annotated":
        return node.value === null ? set : withNames(set, this.names(node.target));
      case "expression":
        return withNames(set, this.setByCall(node.value));
      case "if":
        return both([
          this.walk(node.body, set),
          ...node.branches.map((branch) => this.walk(branch.body, set)),
          this.walk(node.otherwise, set),
        ]);
      case "for":
      case "while":
        this.walk(node.body, set);
        return this.walk(node.otherwise, set);
      case "try": {
        const tried = this.walk([...node.body, ...node.otherwise], set);
        const after = both([tried, ...node.handlers.map((handler) => this.walk(handler.body, set))]);
        return after === null ? null : this.walk(node.finalizer, after);
      }
      case "with":
        return this.walk(node.body, set);
      case "match": {
        const last = node.cases.at(-1);
        const isWhole = last !== undefined && last.guard === null && (last.pattern.kind === "wildcard" || last.pattern.kind === "capture");
        return both([...node.cases.map((arm) => this.walk(arm.body, set)), ...(isWhole ? [] : [set])]);
      }
      case "return":
        this.exits = both([this.exits, set]);
        return null;
      case "raise":
        return null;
      default:
        return set;
    }
  }

  private names(target: Expression): string[] {
    if (target.kind === "attribute" && target.object.kind === "name" && target.object.name === this.self) {
      // A property's setter sets what it sets on every path.
      const setter = findMethod(this.declaration, `${target.name.name}=`)?.[0];
      return setter === undefined ? [target.name.name] : [...this.definite(setter)];
    }
    if (target.kind === "tuple" || target.kind === "list") return target.items.flatMap((item) => this.names(item));
    return target.kind === "starred" ? this.names(target.value) : [];
  }

  /** `self.reset()` sets what `reset` sets on every path, `super().__init__()` the fields of dataclasses among the bases. */
  private setByCall(value: Expression): string[] {
    if (value.kind !== "call" || value.callee.kind !== "attribute") return [];
    const { object, name } = value.callee;
    if (object.kind === "call" && object.callee.kind === "name" && object.callee.name === "super" && name.name === "__init__")
      return chainOf(this.declaration)
        .slice(1)
        .filter((at) => at.dataclass !== null)
        .flatMap((at) => at.attributes.map((attribute) => attribute.name));
    if (object.kind !== "name" || object.name !== this.self) return [];
    const method = findMethod(this.declaration, name.name)?.[0];
    return method === undefined ? [] : [...this.definite(method)];
  }
}

function withNames(set: Names, names: readonly string[]): Names {
  return names.length === 0 ? set : new Set([...set, ...names]);
}

/** What all paths that go on have set; null where none does. */
function both(paths: readonly (Names | null)[]): Names | null {
  const open = paths.filter((path) => path !== null);
  const [first, ...others] = open;
  return first === undefined ? null : new Set([...first].filter((name) => others.every((other) => other.has(name))));
}
