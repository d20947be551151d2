// What is remembered of each owner: how many of its steps run, how long they
// take, how often they had to be killed. Times come from the caller.

interface Owner {
  running: number;
  /** Of its recent steps the longest, fading with each step. */
  slowestMilliseconds: number;
  /** What compiling and opening took of late: half of it is forgotten every half minute. */
  openingMilliseconds: number;
  /** When its children were killed, of late. */
  kills: number[];
  seen: number;
}

/** Steps longer than this are heavy: their owner leaves a child of the lane to others. */
export const heavyMilliseconds = 150;
const fading = 0.8;
/** Heavy is also who has so much compiled and opened, again and again. */
const heavyOpeningMilliseconds = 5_000;
const openingHalfLife = 30_000;
const killsAllowed = 3;
const killWindowMilliseconds = 60_000;
export const coolingMilliseconds = 20_000;
const ownersKept = 10_000;

export class Owners {
  private readonly known = new Map<string, Owner>();

  private of(name: string, now: number): Owner {
    let owner = this.known.get(name);
    if (owner === undefined) {
      if (this.known.size >= ownersKept) this.forget();
      owner = { running: 0, slowestMilliseconds: 0, openingMilliseconds: 0, kills: [], seen: now };
      this.known.set(name, owner);
    }
    owner.openingMilliseconds = openingOf(owner, now);
    owner.seen = now;
    return owner;
  }

  runningOf(name: string): number {
    return this.known.get(name)?.running ?? 0;
  }

  isHeavy(name: string, now: number): boolean {
    const owner = this.known.get(name);
    return owner !== undefined && (owner.slowestMilliseconds > heavyMilliseconds || openingOf(owner, now) > heavyOpeningMilliseconds);
  }

  begin(name: string, now: number): void {
    this.of(name, now).running += 1;
  }

  /** A step has ended. One that compiles or opens is long for everybody: it counts with others of its kind. */
  end(name: string, now: number, milliseconds: number, isOpening: boolean): void {
    const owner = this.of(name, now);
    owner.running -= 1;
    if (isOpening) owner.openingMilliseconds += milliseconds;
    owner.slowestMilliseconds = Math.max(isOpening ? 0 : milliseconds, owner.slowestMilliseconds * fading);
  }

  noteKill(name: string, now: number): void {
    const owner = this.of(name, now);
    owner.kills = [...owner.kills.filter((at) => now - at < killWindowMilliseconds), now].slice(-killsAllowed);
  }

  /** Milliseconds until an owner whose requests were killed again and again is served; 0 for all others. */
  coolingOf(name: string, now: number): number {
    const kills = this.known.get(name)?.kills ?? [];
    if (kills.length < killsAllowed || now - kills[0]! > killWindowMilliseconds) return 0;
    return Math.max(0, kills.at(-1)! + coolingMilliseconds - now);
  }

  /** The half that was not heard of for longest and runs nothing. */
  private forget(): void {
    const idle = [...this.known].filter(([, owner]) => owner.running === 0).toSorted(([, a], [, b]) => a.seen - b.seen);
    for (const [name] of idle.slice(0, ownersKept / 2)) this.known.delete(name);
  }
}

function openingOf({ openingMilliseconds, seen }: Owner, now: number): number {
  return openingMilliseconds * 0.5 ** ((now - seen) / openingHalfLife);
}
