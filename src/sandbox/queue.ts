// Who goes next. Each lane has a queue; in it each owner has its own line, and
// owners take turns, one step each: a thousand requests of one owner make
// another wait for one step. A request that has begun stays first in its
// owner's line, bound to the child that holds what it has made so far.

/** What the queue must know of a request. */
export interface Queued<Child> {
  readonly owner: string;
  /** Holds its begun work; null before the first step. */
  child: Child | null;
  isRunning: boolean;
}

export class LaneQueue<Child, Item extends Queued<Child>> {
  /** In order of turns: the first owner is asked first. */
  private readonly lines = new Map<string, Item[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  sizeOf(owner: string): number {
    return this.lines.get(owner)?.length ?? 0;
  }

  add(item: Item): void {
    const line = this.lines.get(item.owner);
    if (line === undefined) this.lines.set(item.owner, [item]);
    else line.push(item);
    this.count += 1;
  }

  remove(item: Item): void {
    const line = this.lines.get(item.owner) ?? [];
    const index = line.indexOf(item);
    if (index < 0) return;
    line.splice(index, 1);
    this.count -= 1;
    if (line.length === 0) this.lines.delete(item.owner);
  }

  /** The next item that this child may run and `allows` lets through; its owner goes to the end of the turns. */
  next(child: Child, allows: (item: Item) => boolean): Item | null {
    for (const [owner, line] of this.lines) {
      const item = line.find((each) => !each.isRunning && (each.child === null || each.child === child));
      if (item === undefined || !allows(item)) continue;
      this.lines.delete(owner);
      this.lines.set(owner, line);
      return item;
    }
    return null;
  }

  all(): Item[] {
    return [...this.lines.values()].flat();
  }
}
