// Regions of text in which names are looked up, from the inside out, and the
// scopes and bindings that the second sweep makes in them.

import type { Span } from "../../base/span.ts";
import type { Binding, FunctionScope } from "./scope.ts";

/** A region of text in which names are looked up. */
export interface Region {
  readonly names: Map<string, Binding>;
  /** Whose variables they are. */
  readonly scope: FunctionScope;
  readonly parent: Region | null;
  /** A class body: functions inside skip it. */
  readonly isClass: boolean;
  readonly prefix: string;
}

export function newScope(kind: FunctionScope["kind"], name: string, parent: FunctionScope | null, isGenerator: boolean): FunctionScope {
  return { kind, name, parent, bindings: new Map(), captures: [], resolved: new Map(), isGenerator };
}

export function newBinding(name: string, scope: FunctionScope, span: Span, prefix: string): Binding {
  return {
    name,
    prefix,
    scope,
    span,
    captured: false,
    assignedInside: false,
    assignments: 0,
    assignedInLoop: false,
    isTaken: false,
    isGlobal: false,
    boxed: false,
    shared: null,
  };
}

export function namesVisibleFrom(start: Region): string[] {
  const names: string[] = [];
  for (let region: Region | null = start; region !== null; region = region.parent) names.push(...region.names.keys());
  return names;
}
