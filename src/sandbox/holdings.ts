// What each child is taken to hold (plugins, open worlds), and who lately used
// it. Owners whose steps are long, or not known yet, are kept to the children
// that are of least use to others: what an innocent owner has warm is worth
// seconds of opening, and must not be held up by a neighbour's endless loop.
// Owners are counted, not what they hold: nobody gets weight by many worlds.

import type { Child } from "./childProcess.ts";
import { Recent } from "./recent.ts";

interface Use {
  readonly owner: string;
  readonly at: number;
}

/** About as many keys as a child keeps. */
const keysPerChild = 48;
/** Who has not asked for so long may have to open again. */
const useMilliseconds = 30_000;

export class Holdings {
  private readonly byChild = new WeakMap<Child, Recent<Use>>();

  has(child: Child, key: string): boolean {
    return this.of(child).has(key);
  }

  size(child: Child): number {
    return this.of(child).size;
  }

  note(child: Child, key: string, use: Use): void {
    this.of(child).set(key, use);
  }

  forget(child: Child, key: string): void {
    this.of(child).delete(key);
  }

  /** How many other owners that `count` lately used what this child holds. */
  neighbours(child: Child, owner: string, now: number, counts: (owner: string) => boolean): number {
    const others = new Set<string>();
    for (const use of this.of(child).values()) {
      if (use.owner !== owner && now - use.at < useMilliseconds && counts(use.owner)) others.add(use.owner);
    }
    return others.size;
  }

  private of(child: Child): Recent<Use> {
    let held = this.byChild.get(child);
    if (held === undefined) this.byChild.set(child, (held = new Recent(keysPerChild)));
    return held;
  }
}
