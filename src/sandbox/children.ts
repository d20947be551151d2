// The children of a pool: so many for each lane, and warm spares that take the
// place of those that were killed or have grown old, so that a kill costs the
// next request nothing. Two start at once at most: starting is work too.

import type { Launch } from "./childProcess.ts";
import { Child } from "./childProcess.ts";
import type { ChildStats, Lane } from "./pool.ts";

export const lanes: readonly Lane[] = ["check", "tile", "job"];

export interface ChildrenOptions {
  readonly counts: Readonly<Record<Lane, number>>;
  readonly spares: number;
  readonly launch: Launch;
  /** Takes what is for the log. */
  readonly report: (text: string) => void;
}

const startingAtOnce = 2;
const failuresAllowed = 4;
const retryMilliseconds = 500;
/** After many failures: the machine may have found memory or files again. */
const lateRetryMilliseconds = 10_000;

export class Children {
  private readonly options: ChildrenOptions;
  private readonly byLane: Readonly<Record<Lane, Child[]>> = { check: [], tile: [], job: [] };
  private spares: Child[] = [];
  private readonly alive = new Set<Child>();
  /** Lanes that children are kept for; that of jobs from the first job on. */
  private readonly opened = new Set<Lane>();
  private readonly changed: () => void;
  private readonly lost: (child: Child) => void;
  private nextSlot = 0;
  private failures = 0;
  private lastFailure = "";
  private isClosed = false;
  private waitingForReady: { resolve(): void; reject(error: Error): void }[] = [];
  /** Children started in the place of others. */
  recycled = 0;

  /** `changed` is called when a child is ready or none can be started, `lost` when one has ended. */
  constructor(options: ChildrenOptions, changed: () => void, lost: (child: Child) => void) {
    this.options = options;
    this.changed = changed;
    this.lost = lost;
    this.opened.add("check");
    this.opened.add("tile");
    this.fill();
  }

  /** Those of a lane that can be given work. */
  idle(lane: Lane): Child[] {
    return this.byLane[lane].filter((child) => child.state === "idle");
  }

  of(lane: Lane): readonly Child[] {
    return this.byLane[lane];
  }

  /** True where no child could be started, again and again. */
  get isBroken(): boolean {
    return this.failures >= failuresAllowed;
  }

  open(lane: Lane): void {
    if (this.opened.has(lane)) return;
    this.opened.add(lane);
    this.fill();
  }

  /** A spare helps out in a lane, while one of the lane's own is held up. */
  lend(lane: Lane): void {
    if (this.options.counts[lane] > 1) this.takeSpare(lane);
  }

  /** The lane's own are free again: of those that idle the one of least use becomes a spare; null is one that has begun something. */
  giveBack(lane: Lane, useOf: (child: Child) => number | null): void {
    const place = this.byLane[lane];
    if (place.length <= this.options.counts[lane] || this.isClosed) return;
    const idle = place.flatMap((child) => (child.state === "idle" ? [{ child, use: useOf(child) ?? Infinity }] : []));
    const least = idle.reduce((a, b) => (b.use <= a.use ? b : a), { child: null as Child | null, use: Infinity });
    if (least.child === null || least.use === Infinity) return;
    remove(place, least.child);
    this.spares.push(least.child);
  }

  /** Takes out a child that is gone or shall go, and puts another in its place. */
  replace(child: Child): void {
    if (!this.takeOut(child)) return;
    this.recycled += 1;
    if (!child.isGone) void child.close();
    this.fill();
  }

  private takeOut(child: Child): boolean {
    return [...lanes.map((lane) => this.byLane[lane]), this.spares].map((place) => remove(place, child)).includes(true);
  }

  async ready(): Promise<void> {
    if (this.isReady()) return;
    if (this.isBroken) throw cannotStart(this.lastFailure);
    await new Promise<void>((resolve, reject) => this.waitingForReady.push({ resolve, reject }));
  }

  stats(): ChildStats[] {
    const of = (lane: Lane | "spare", children: readonly Child[]): ChildStats[] =>
      children.flatMap(({ pid, state, calls, residentBytes }) => (state === "gone" ? [] : [{ pid, lane, state, calls, residentBytes }]));
    return [...lanes.flatMap((lane) => of(lane, this.byLane[lane])), ...of("spare", this.spares)];
  }

  each(): readonly Child[] {
    return [...this.alive];
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const waiter of this.waitingForReady.splice(0)) waiter.reject(new Error("the pool was closed"));
    await Promise.all([...this.alive].map(async (child) => child.close()));
  }

  private isReady(): boolean {
    return (["check", "tile"] as const).every(
      (lane) => this.byLane[lane].filter(({ state }) => state === "idle" || state === "running").length >= this.options.counts[lane],
    );
  }

  /** The first of each lane first, then the rest, then spares. */
  private fill(): void {
    if (this.isClosed) return;
    for (let rank = 1; rank <= Math.max(...lanes.map((lane) => this.options.counts[lane])); rank++) {
      for (const lane of lanes) {
        if (!this.opened.has(lane) || this.byLane[lane].length >= Math.min(rank, this.options.counts[lane])) continue;
        if (!this.takeSpare(lane) && !this.start(this.byLane[lane])) return;
      }
    }
    const lent = lanes.reduce((sum, lane) => sum + Math.max(0, this.byLane[lane].length - this.options.counts[lane]), 0);
    while (this.spares.length + lent < this.options.spares) if (!this.start(this.spares)) return;
  }

  private takeSpare(lane: Lane): boolean {
    const spare = this.spares.find(({ state }) => state === "idle");
    if (spare === undefined) return false;
    remove(this.spares, spare);
    this.byLane[lane].push(spare);
    // Not at once: whoever called may be in the midst of giving out work.
    queueMicrotask(() => this.changed());
    return true;
  }

  private start(place: Child[]): boolean {
    const starting = [...this.alive].filter(({ state }) => state === "starting").length;
    if (starting >= startingAtOnce || this.isBroken) return false;
    const child = new Child(this.nextSlot++, this.options.launch);
    place.push(child);
    this.alive.add(child);
    void child.ended.then(() => {
      this.alive.delete(child);
      if (child.isWarm && !this.isClosed) this.lost(child);
    });
    void this.warm(child);
    return true;
  }

  private async warm(child: Child): Promise<void> {
    const failure = await child.start();
    if (this.isClosed) return;
    if (failure !== null) return this.noteFailure(child, failure);
    this.failures = 0;
    child.hold(false);
    this.changed();
    this.fill();
    if (this.isReady()) for (const waiter of this.waitingForReady.splice(0)) waiter.resolve();
  }

  private noteFailure(child: Child, why: string): void {
    this.failures += 1;
    this.lastFailure = why;
    this.options.report(`a child did not start: ${why}`);
    this.takeOut(child);
    if (this.isBroken) {
      for (const waiter of this.waitingForReady.splice(0)) waiter.reject(cannotStart(why));
      this.changed();
    }
    const wait = this.isBroken ? lateRetryMilliseconds : retryMilliseconds * this.failures;
    const timer = setTimeout(() => {
      if (this.isBroken) this.failures = failuresAllowed - 1;
      this.fill();
    }, wait);
    if (this.isBroken) timer.unref();
  }
}

function cannotStart(why: string): Error {
  return new Error(`no child process can be started: ${why}`);
}

function remove(list: Child[], child: Child): boolean {
  const index = list.indexOf(child);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
}
