// What the state of a check is made of: globals while they are inferred, the
// code behind closures, the limits of the work, and how a check is stopped.

import type { Place } from "../base/span.ts";
import type { ClassInfo, Type, TypeVariable } from "../types/type.ts";
import type { Entity, FunctionDeclaration } from "./declarations.ts";
import type { Problem } from "./errors/problem.ts";
import type { Instance } from "./instances.ts";
import type { GlobalVariable } from "./program.ts";

/** The state of a module-level variable while it is inferred. */
export interface GlobalState {
  readonly name: string;
  readonly module: string;
  readonly type: TypeVariable;
  readonly global: GlobalVariable;
  readonly isParameter: boolean;
}

/** What runs when a closure is called. */
export type ClosureCode =
  | { readonly kind: "declared"; readonly declaration: FunctionDeclaration; readonly environment: Instance | null }
  /** A method taken from an object: capture 0 is the object. */
  | { readonly kind: "bound"; readonly receiver: Type; readonly name: string }
  /** `partial(f, ...)`: capture 0 is the function, the others are what it always gets. */
  | { readonly kind: "partial"; readonly given: readonly { readonly kind: "positional" | "keyword"; readonly name: string | null }[] }
  /** `C.make` of a class method, which gets that class. */
  | { readonly kind: "ofClass"; readonly class: ClassInfo; readonly overloads: readonly FunctionDeclaration[] }
  /** A class, a builtin or an overloaded function used as a value. */
  | { readonly kind: "entity"; readonly entity: Entity };

export interface CheckLimits {
  readonly steps: number;
  /** Parts of types that are compared: ordinary programs look at fewer than 100,000. */
  readonly typeParts: number;
  readonly rounds: number;
  readonly instances: number;
  /** Nested first analyses, each on our own stack. */
  readonly depth: number;
}

export const checkLimits: CheckLimits = { steps: 1_000_000, typeParts: 4_000_000, rounds: 60, instances: 4000, depth: 60 };

/** Stops a check for good; the diagnostic says why. */
export class CheckStopped extends Error {
  readonly problem: Problem;
  readonly place: Place | null;
  constructor(problem: Problem, place: Place | null) {
    super(problem.message);
    this.problem = problem;
    this.place = place;
  }
}

/** The classes that a class derives from, nearest first. */
export function basesOf(info: ClassInfo): ClassInfo[] {
  const found: ClassInfo[] = [];
  for (let at = info.base; at !== null; at = at.base) found.push(at);
  return found;
}
