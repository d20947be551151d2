// Rounds. Each analyses what the roots reach, at most once an instance, and is
// repeated while any type variable has grown, for those whose types are not
// settled (`repeating.ts`). Bodies of closed signatures are
// found on the way: each is brought to stability once the rest is; those that
// depend on nothing of the program need no second look. Only what the last
// round reaches and says counts.

import { CheckStopped, checkLimits } from "./checkState.ts";
import { readAs } from "../types/variables.ts";
import type { Session } from "./session.ts";
import type { Instance } from "./instances.ts";
import { isClosed, isDone } from "./repeating.ts";
import { tooInvolved } from "./errors/limits.ts";

/** Runs to stability and returns what the roots reach. */
export function runRounds(session: Session, findRoots: () => readonly Instance[]): Set<Instance> {
  const settled = new Set<Instance>();
  for (let count = 0; ; count += 1) {
    guard(count);
    settle(
      session,
      findRoots,
      [...settled].filter((instance) => !instance.isolated),
    );
    const grew = settleBodies(session, findRoots, settled);
    if (!grew) return reach(findRoots());
  }
}

function guard(count: number): void {
  if (count > checkLimits.rounds) throw new CheckStopped(tooInvolved(), null);
}

/** Rounds over the roots and the bodies that depend on the program, until nothing grows. */
function settle(session: Session, findRoots: () => readonly Instance[], bodies: readonly Instance[]): void {
  for (let count = 0; count === 0 || isUnsettled(session); count += 1) {
    guard(count);
    beginRound(session);
    for (const instance of [...session.deferred].reverse()) enterRoot(session, instance);
    for (const instance of findRoots()) enterRoot(session, instance);
    for (const instance of bodies) enterRoot(session, instance);
  }
}

function beginRound(session: Session): void {
  // A check that was stopped leaves its reader behind.
  readAs(0);
  session.lists.hold = session.lists.wait && !session.grown;
  session.lists.wait = false;
  session.grown = false;
  session.round += 1;
}

function isUnsettled(session: Session): boolean {
  return session.grown || session.lists.wait;
}

/** Bodies of closed signatures that calls refer to, each to stability by itself. True where one of them grew what others may share. */
function settleBodies(session: Session, findRoots: () => readonly Instance[], settled: Set<Instance>): boolean {
  let grewOutside = false;
  for (let fresh = newBodies(findRoots, settled); fresh.length > 0; fresh = newBodies(findRoots, settled)) {
    for (const instance of fresh) {
      settled.add(instance);
      let rounds = 0;
      do {
        guard(rounds);
        beginRound(session);
        enterRoot(session, instance);
        rounds += 1;
      } while (isUnsettled(session));
      if (rounds > 1 && !instance.isolated) grewOutside = true;
    }
  }
  return grewOutside;
}

function newBodies(findRoots: () => readonly Instance[], settled: ReadonlySet<Instance>): Instance[] {
  return [...reach(findRoots())].filter((instance) => isClosed(instance) && !instance.sealed && !settled.has(instance));
}

function enterRoot(session: Session, instance: Instance): void {
  if (isDone(session, instance)) return;
  const running = instance.key.replace(/->.*$/, "");
  session.running.set(running, instance);
  session.passes.analyse(session, instance);
  session.running.delete(running);
}

/** All instances that the roots' last analyses refer to, directly or not. */
export function reach(roots: readonly Instance[]): Set<Instance> {
  const reached = new Set<Instance>(roots);
  for (const instance of reached) for (const next of instance.references) reached.add(next);
  return reached;
}
