// Rounds. Each analyses what the roots reach, at most once an instance, and is
// repeated while any type variable has grown. Bodies of closed signatures are
// roots found on the way: they join in once the rest is stable. Only what the
// last round reaches and says counts.

import { CheckStopped, checkLimits } from "./session.ts";
import type { Session } from "./session.ts";
import type { Instance } from "./instances.ts";
import { analyse } from "./analysis.ts";
import { tooInvolved } from "./errors/limits.ts";

/** Runs to stability and returns what the roots reach. `roots` may grow what they are by `findRoots`. */
export function runRounds(session: Session, findRoots: () => readonly Instance[]): Set<Instance> {
  let bodies: readonly Instance[] = [];
  for (let count = 0; ; count += 1) {
    if (count > checkLimits.rounds) throw new CheckStopped(tooInvolved(), null);
    stabilise(session, findRoots, bodies);
    const reached = reach(findRoots());
    const fresh = [...reached].filter((instance) => instance.round === 0);
    bodies = [...reached].filter((instance) => !instance.sealed);
    if (fresh.length === 0) return reached;
  }
}

function stabilise(session: Session, findRoots: () => readonly Instance[], bodies: readonly Instance[]): void {
  for (let count = 0; count === 0 || session.grown; count += 1) {
    if (count > checkLimits.rounds) throw new CheckStopped(tooInvolved(), null);
    session.grown = false;
    session.round += 1;
    for (const instance of [...session.deferred].reverse()) enterRoot(session, instance);
    for (const instance of findRoots()) enterRoot(session, instance);
    for (const instance of bodies) if (isClosed(instance)) enterRoot(session, instance);
  }
}

/** Inferred instances and synthesised ones are entered by their callers, in the types of the day. */
function isClosed(instance: Instance): boolean {
  return instance.key.startsWith("closed ");
}

function enterRoot(session: Session, instance: Instance): void {
  if (instance.round === session.round || instance.sealed) return;
  const running = instance.key.replace(/->.*$/, "");
  session.running.set(running, instance);
  analyse(session, instance);
  session.running.delete(running);
}

/** All instances that the roots' last analyses refer to, directly or not. */
export function reach(roots: readonly Instance[]): Set<Instance> {
  const reached = new Set<Instance>(roots);
  for (const instance of reached) for (const next of instance.references) reached.add(next);
  return reached;
}
