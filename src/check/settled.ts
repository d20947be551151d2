// What is still known after a call that may run an author's code. Globals and
// variables that closures share may have changed, and so may every field that
// the program assigns somewhere else than in `__init__`. A field that only
// `__init__` sets (of a frozen dataclass, of a token, of an instruction) stays
// what a test has found it to be.

import type { Expression } from "../syntax/ast.ts";
import { walkTree } from "../syntax/walk.ts";
import { shallow } from "../types/variables.ts";
import { targetsOf } from "./assigned.ts";
import type { FileInfo } from "./declarations.ts";
import { pathNames } from "./expressions/paths.ts";
import type { Frame } from "./frame.ts";
import type { Facts } from "./narrowing.ts";
import { forgetShared } from "./narrowing.ts";
import type { TypedExpression } from "./program.ts";
import type { Session } from "./session.ts";

/** After a call of an author's function, or where a generator gives control away. */
export function afterCall(frame: Frame): void {
  const kept = keptByCall(frame.session, frame.facts);
  for (const [key, type] of frame.facts) if (!kept.has(key)) frame.lost.add(type);
  frame.facts = kept;
}

export function keptByCall(session: Session, facts: Facts): Facts {
  return facts.size === 0 ? facts : forgetShared(facts, (key) => isSettled(session, key));
}

/** A call of the library runs an author's code through a function or a generator that it is given. */
export function afterLibraryCall(frame: Frame, values: readonly TypedExpression[]): void {
  if (frame.facts.size === 0 || frame.isLibrary) return;
  if (values.some(({ type }) => ["function", "generator"].includes(shallow(type).kind))) afterCall(frame);
}

/** A path from a variable of this function alone, through fields that only `__init__` sets. */
function isSettled(session: Session, key: string): boolean {
  const names = pathNames(key);
  return names !== null && names.every((name) => [session.main, ...session.plugins].every((module) => hasSettled(module.files, name)));
}

function hasSettled(files: readonly FileInfo[], name: string): boolean {
  return files.every((file) => !changingFields(file).has(name));
}

const known = new WeakMap<FileInfo, ReadonlySet<string>>();

/** Names of attributes that are assigned or deleted anywhere but through `self` in `__init__`. */
function changingFields(file: FileInfo): ReadonlySet<string> {
  let names = known.get(file);
  if (names === undefined) {
    const found = new Set<string>();
    collect(file.module.body, null, found);
    known.set(file, (names = found));
  }
  return names;
}

/** `self`: the object that an `__init__` sets up; null elsewhere. */
function collect(tree: unknown, self: string | null, found: Set<string>): void {
  walkTree(tree, (node) => {
    if (node.kind === "function") {
      collectFunction(node as unknown as FunctionParts, found);
      return false;
    }
    for (const target of targetsOf(node)) collectTarget(target, self, found);
    return true;
  });
}

interface FunctionParts {
  readonly name: { readonly name: string };
  readonly parameters: readonly { readonly name: { readonly name: string } }[];
  readonly body: unknown;
}

function collectFunction({ name, parameters, body }: FunctionParts, found: Set<string>): void {
  const isSetup = name.name === "__init__" || name.name === "__post_init__";
  collect(body, isSetup ? (parameters[0]?.name.name ?? null) : null, found);
}

function collectTarget(target: Expression, self: string | null, found: Set<string>): void {
  if (target.kind === "tuple" || target.kind === "list") target.items.forEach((item) => collectTarget(item, self, found));
  if (target.kind === "starred") collectTarget(target.value, self, found);
  if (target.kind === "attribute" && !(target.object.kind === "name" && target.object.name === self)) found.add(target.name.name);
}
