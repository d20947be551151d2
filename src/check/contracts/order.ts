// What the module body needs before it is there. The body runs from top to
// bottom; a statement may call functions, which use other functions, classes
// and variables of the module. A function or class defined only further down
// is a NameError in Python and refused here; a variable assigned only further
// down is tested when it is read.

import type { Span } from "../../base/span.ts";
import type { Expression, Statement } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import type { FileInfo } from "../declarations.ts";
import { makerName } from "../lifting/decoratedMethods.ts";
import { usedBeforeDefined } from "../errors/names.ts";
import type { Binding } from "../scopes/scope.ts";
import type { Session } from "../session.ts";

interface Names {
  /** Module-level names that running this needs, by the statement or body that mentions them. */
  readonly names: Set<string>;
}

/** Reports functions used too early and returns the variables that may be read before they have a value. */
export function findUsedEarly(session: Session, file: FileInfo): Set<string> {
  const { body } = file.module;
  const scopes = file.scopes;
  const early = new Set<string>();
  if (scopes === null) return early;
  const direct: Names[] = body.map(() => ({ names: new Set() }));
  const inside: Inside = new Map();
  for (const [node, binding] of scopes.module.resolved) noteUse(body, direct, node as { kind?: string; span: Span }, binding);
  for (const [node, scope] of scopes.functions) {
    const at = indexOf(body, node.span);
    const statement = body[at];
    if (statement === undefined) continue;
    const names = [...scope.resolved.values()].flatMap((binding) => (binding !== null && isModuleName(binding) ? [binding.name] : []));
    const used = [...names, ...attributesIn(node)];
    const owners = statement.kind === "class" ? [methodKey(statement, node.span)] : ownersOf(statement);
    for (const owner of owners) add(inside, owner, at, used);
    if (owners.length === 0) for (const name of used) direct[at]?.names.add(name);
  }
  for (const [at, statement] of body.entries())
    if (statement.kind !== "class" && statement.kind !== "function")
      for (const name of attributesIn(statement)) direct[at]?.names.add(name);
  // A decorator of a method is given it, as one of a function is, and does not call it yet.
  for (const { names } of direct) for (const name of names) if (name.startsWith(makerName)) names.delete(name);
  const firstAt = firstDefinitions(body);
  for (const [at, statement] of body.entries()) {
    for (const found of reachable(direct[at]?.names ?? new Set(), inside, at)) {
      const name = found.replace(/ as base$/u, "");
      const defined = firstAt.get(name);
      if (defined === undefined || defined <= at) continue;
      const entity = file.info.entities.get(name);
      if (entity?.kind === "function" || entity?.kind === "class") report(session, file, statement, name, direct[at]?.names ?? new Set());
      else early.add(name);
    }
  }
  return early;
}

function isModuleName(binding: Binding): boolean {
  return binding.scope.kind === "module" && binding.prefix === "";
}

/** `.name` for every attribute that a tree mentions: whatever method of that name there is may run. */
function attributesIn(node: unknown): string[] {
  const found: string[] = [];
  walkTree(node, (one) => {
    if (one.kind === "attribute") found.push(`.${(one as Extract<Expression, { kind: "attribute" }>).name.name}`);
    return true;
  });
  return found;
}

/** What must be mentioned for a place inside a class to run: the method by its name, or for what Python calls by itself the class. */
function methodKey(node: Extract<Statement, { kind: "class" }>, span: Span): string {
  const method = node.body.find((one) => one.kind === "function" && one.span.start <= span.start && span.end <= one.span.end);
  return method?.kind === "function" && !method.name.name.startsWith("__") ? `.${method.name.name}` : node.name.name;
}

function noteUse(body: readonly Statement[], direct: readonly Names[], node: { kind?: string; span: Span }, binding: Binding | null): void {
  if (binding === null || !isModuleName(binding) || node.kind !== "name") return;
  const at = indexOf(body, node.span);
  const statement = body[at];
  // To derive from a class runs nothing of it.
  const isBase =
    statement?.kind === "class" && statement.bases.some((base) => base.span.start <= node.span.start && node.span.end <= base.span.end);
  direct[at]?.names.add(isBase ? `${binding.name} as base` : binding.name);
}

/** By what must be mentioned for it to run (a name, `.method`) and by the statement it stands in: what running it mentions. */
type Inside = Map<string, Map<number, Set<string>>>;

function add(inside: Inside, key: string, at: number, names: readonly string[]): void {
  const places = inside.get(key) ?? new Map<number, Set<string>>();
  const known = places.get(at) ?? new Set<string>();
  for (const name of names) known.add(name);
  inside.set(key, places.set(at, known));
}

/** The statement that a place lies in, by halving. */
function indexOf(body: readonly Statement[], span: Span): number {
  let low = 0;
  let high = body.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((body[middle]?.span.start ?? 0) <= span.start) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Names whose use later runs the bodies that stand in this statement: a `def`, a class, a variable that gets a lambda. Empty where they run at once. */
function ownersOf(statement: Statement): string[] {
  if (statement.kind === "function" || statement.kind === "class") return [statement.name.name];
  const value = statement.kind === "assignment" || statement.kind === "annotated" ? statement.value : null;
  if (value === null || !isDeferred(value)) return [];
  const targets = statement.kind === "assignment" ? statement.targets : statement.kind === "annotated" ? [statement.target] : [];
  return targets.flatMap((target) => (target.kind === "name" ? [target.name] : []));
}

function isDeferred(value: Expression): boolean {
  if (value.kind === "lambda") return true;
  if (value.kind === "list" || value.kind === "tuple") return value.items.every((item) => item.kind !== "call");
  return value.kind === "dict";
}

function firstDefinitions(body: readonly Statement[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [at, statement] of body.entries()) {
    const names =
      statement.kind === "function" || statement.kind === "class"
        ? [statement.name.name]
        : statement.kind === "assignment"
          ? statement.targets.flatMap((target) =>
              target.kind === "name"
                ? [target.name]
                : target.kind === "tuple"
                  ? target.items.flatMap((item) => (item.kind === "name" ? [item.name] : []))
                  : [],
            )
          : statement.kind === "annotated" && statement.value !== null && statement.target.kind === "name"
            ? [statement.target.name]
            : statement.kind === "for" && statement.target.kind === "name"
              ? [statement.target.name]
              : [];
    for (const name of names) if (!found.has(name)) found.set(name, at);
  }
  return found;
}

/** Through the bodies of what is named, any number of steps; what stands further down than `at` is not there yet. */
function reachable(start: ReadonlySet<string>, inside: Inside, at: number): Set<string> {
  const found = new Set<string>();
  const work = [...start].filter((name) => inside.has(name));
  const entered = new Set(work);
  for (let name = work.pop(); name !== undefined; name = work.pop()) {
    for (const [place, names] of inside.get(name) ?? []) {
      if (place > at) continue;
      for (const next of names) {
        found.add(next);
        if (entered.has(next) || !inside.has(next)) continue;
        entered.add(next);
        work.push(next);
      }
    }
  }
  return found;
}

function report(session: Session, file: FileInfo, statement: Statement, name: string, direct: ReadonlySet<string>): void {
  const [by] = direct;
  session.report(file.module.file, firstLine(file, statement.span), usedBeforeDefined(name, by ?? name));
}

function firstLine(file: FileInfo, span: Span): Span {
  const end = file.module.file.text.indexOf("\n", span.start);
  return { start: span.start, end: end < 0 || end > span.end ? span.end : end };
}
