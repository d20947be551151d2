// Which instances stand by themselves: library code over library types that
// reads no module state, makes no closures and asks for no subclasses of the
// program's own. They are analysed to stability once, and kept for the next
// program, so that a plugin pays for its own code only.

import type { Span } from "../base/span.ts";
import type { Type } from "../types/type.ts";
import { partsOf, readAs } from "../types/variables.ts";
import type { Instance } from "./instances.ts";
import type { Session } from "./session.ts";

/** The instance under analysis, for what has no frame at hand. */
let underway: Instance | null = null;

/** Something in the instance under analysis has no type, so far at least: a mistake was told, or what it depends on is not known yet. */
export function noteUnknown(span: Span): void {
  if (underway !== null) underway.untyped ??= span;
}

/** Opens an analysis; gives back what was under analysis before. */
export function begin(session: Session, instance: Instance): Instance | null {
  const outer = session.current;
  instance.round = session.round;
  instance.running = true;
  instance.diagnostics = [];
  instance.references = new Set();
  instance.isolated = true;
  instance.consulted.clear();
  instance.constructs.clear();
  instance.untyped = null;
  session.current = instance;
  underway = instance;
  readAs(instance.id);
  instance.before = session.changes;
  instance.changed = true;
  return outer;
}

export function end(session: Session, instance: Instance, outer: Instance | null): void {
  instance.running = false;
  session.current = outer;
  underway = outer;
  readAs(outer?.id ?? 0);
  instance.changed = session.changes !== instance.before;
  if (instance.isolated) instance.isolated = [...instance.parameters, ...instance.typeArguments, instance.result].every(isLibraryType);
}

/** Of builtin kinds and classes of the library (or the host) only. */
function isLibraryType(type: Type): boolean {
  if (type.kind === "variable" || type.kind === "function" || type.kind === "generator") return false;
  const named = type.kind === "tuple" ? type.named : type.kind === "instance" || type.kind === "class" ? type.class : undefined;
  const isAuthors = named !== undefined && named.id >= firstAuthorsClass;
  return !isAuthors && partsOf(type).every(isLibraryType);
}

/** Ids of classes below this belong to the library and to hosts. */
export const firstAuthorsClass = 1_000_000;

/** Keeps what can be kept: isolated, without mistakes, and so all that it refers to. */
export function keepIsolated(session: Session, reached: ReadonlySet<Instance>): void {
  const candidates = new Set([...reached].filter((instance) => instance.isolated && !instance.sealed && isKeepable(instance)));
  for (let changed = true; changed;) {
    changed = false;
    for (const instance of candidates) {
      const holds = [...instance.references].every((next) => next.sealed || candidates.has(next));
      if (holds) continue;
      candidates.delete(instance);
      changed = true;
    }
  }
  session.library.makeRoom(candidates.size);
  for (const instance of candidates) {
    instance.sealed = true;
    instance.caller = null;
    instance.locals = new Map();
    instance.sites = new Map();
    instance.closures = new Map();
    session.library.keep(instance);
  }
}

function isKeepable(instance: Instance): boolean {
  if (instance.diagnostics.length > 0 || instance.typed === null || instance.generator !== null || instance.closure !== null) return false;
  if (instance.code.kind === "synthesised") return /^(?:str|repr|equal|order|hash|tuple of|item of) /.test(instance.key);
  return instance.code.declaration.file.info.isLibrary && instance.key.startsWith("closed ");
}
