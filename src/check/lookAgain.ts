// What a check that fails finds out for the next check of the same program:
// annotations that would have to admit None, and classes whose objects would
// have to carry a number to be keys. The next check takes both for granted.

import type { Expression } from "../syntax/ast.ts";

export interface LookAgain {
  /** Where annotations of the main file end that admit None besides. */
  readonly orNone: ReadonlySet<number>;
  /** Classes whose objects are hashed by a number of their own. */
  readonly numbered: ReadonlySet<string>;
  /** Found now: classes without `__hash__` whose objects were to be keys. */
  readonly unnumbered: Set<string>;
  /** Annotations of fields, by class number and name. */
  readonly fields: Map<string, Expression>;
}

export function firstLook(): LookAgain {
  return { orNone: new Set(), numbered: new Set(), unnumbered: new Set(), fields: new Map() };
}

/** With what the check before missed; null where it missed nothing new. */
export function nextLook(last: LookAgain, missingNone: readonly number[]): LookAgain | null {
  const orNone = new Set([...last.orNone, ...missingNone]);
  const numbered = new Set([...last.numbered, ...last.unnumbered]);
  if (orNone.size === last.orNone.size && numbered.size === last.numbered.size) return null;
  return { ...firstLook(), orNone, numbered };
}
