// Which analyses need not be repeated. What an analysis finds depends on the
// type variables that it looks at and on what the session notes of the whole
// program. A variable that one analysis alone has looked at (`owner`) matters
// to that one only; any other change counts for all. So an analysis that
// changed nothing, and since whose beginning nothing shared has changed, would
// find the same again.

import type { Instance } from "./instances.ts";
import type { Session } from "./session.ts";

/** How often something has changed so far; and of that, what more than one analysis may have looked at. */
export interface Changes {
  readonly all: number;
  readonly shared: number;
}

/** `callees`: so many are asked at most, as looking again would not take much longer. */
export const asking = { callees: 200 };

/** Has this round looked at it, or would another look find what the last one found? */
export function isDone(session: Session, instance: Instance): boolean {
  if (instance.sealed || instance.round === session.round) return true;
  const asked = new Set([instance]);
  // Those of its callees that are analysed with it have to be quiet too.
  for (const one of asked) {
    if (one.quietAt === session.changes) continue;
    if (!isQuiet(session, one) || asked.size > asking.callees) return false;
    for (const next of one.references) if (!next.sealed && !isClosed(next)) asked.add(next);
  }
  for (const one of asked) one.quietAt = session.changes;
  instance.round = session.round;
  return true;
}

/** It changed nothing, and nothing shared has changed since it began. */
function isQuiet(session: Session, { before, changed }: Instance): boolean {
  return !changed && before?.shared === session.changes.shared;
}

/** Of a closed signature: analysed by itself, not by its callers in the types of the day. */
export function isClosed(instance: Instance): boolean {
  return instance.key.startsWith("closed ");
}
