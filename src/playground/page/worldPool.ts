// The world as the page has it: several workers that hold the same one, and a
// queue of tiles for them. A new recipe goes to all workers at once; tiles that
// were under way are drawn again for it, so whoever waits gets the newest.
// Tiles that somebody sees come before those that nobody has asked for again,
// and a worker takes by choice what lies beside its last tile, whose chunks it
// still has.

import type { Calls, Opened, PassedOver, TileAddress, TileDrawn, TileLayer, WorldRecipe } from "../engine/messages.ts";
import { EngineWorker, Stopped } from "./engineWorker.ts";

export interface TileOrder {
  readonly layer: TileLayer;
  readonly address: TileAddress;
  /** Fewer than a tile's own make a quick, coarse one. */
  readonly pixels: number;
}

interface Job {
  readonly order: TileOrder;
  readonly key: string;
  readonly done: (tile: TileDrawn | null) => void;
  readonly promise: Promise<TileDrawn | null>;
}

/** One worker of the pool. */
interface Lane {
  readonly worker: EngineWorker;
  job: Job | null;
  /** The version it holds; -1 where it must be told. */
  version: number;
  last: TileAddress | null;
}

export interface PoolEvents {
  /** A plugin was passed over, or a worker had to be ended. */
  readonly onPassedOver: (passedOver: readonly PassedOver[]) => void;
  readonly onStopped: (reason: string) => void;
  /** A tile of the newest world is there. */
  readonly onTile: () => void;
  /** Has the pool work? */
  readonly onBusy: (isBusy: boolean) => void;
}

export class WorldPool {
  private readonly lanes: readonly Lane[];
  private readonly events: PoolEvents;
  private readonly queue: Job[] = [];
  private readonly jobs = new Map<string, Job>();
  private recipe: WorldRecipe | null = null;
  private version = 0;
  private isHeld = false;

  private readonly atlasCells: number;

  constructor(lanes: number, atlasCells: number, events: PoolEvents) {
    this.atlasCells = atlasCells;
    this.lanes = Array.from({ length: lanes }, () => ({ worker: new EngineWorker(), job: null, version: -1, last: null }));
    this.events = events;
  }

  /** Tells all workers; the answer is that of the first. Later calls make the earlier ones old. */
  async open(recipe: WorldRecipe): Promise<Opened> {
    const version = ++this.version;
    this.recipe = recipe;
    this.isHeld = false;
    const answers = this.lanes.map((lane) => this.tell(lane, recipe, version));
    try {
      return await Promise.any(answers);
    } catch (error) {
      throw error instanceof AggregateError ? error.errors[0] : error;
    }
  }

  private async tell(lane: Lane, recipe: WorldRecipe, version: number): Promise<Opened> {
    const opened = await lane.worker.ask("open", { ...recipe, version, atlasCells: this.atlasCells });
    lane.version = version;
    this.pump();
    return opened;
  }

  /** The tile, of the newest recipe; null where it was called off. */
  tile(order: TileOrder): Promise<TileDrawn | null> {
    const { layer, address, pixels } = order;
    const key = `${layer} ${pixels} ${address.z} ${address.x} ${address.y}`;
    const known = this.jobs.get(key);
    if (known !== undefined) return known.promise;
    let done: Job["done"] = () => {};
    const promise = new Promise<TileDrawn | null>((resolve) => (done = resolve));
    const job: Job = { order, key, done, promise };
    this.jobs.set(key, job);
    this.queue.push(job);
    this.pump();
    return promise;
  }

  get isBusy(): boolean {
    return this.jobs.size > 0;
  }

  /** When there is nothing left to draw. */
  async idle(): Promise<void> {
    while (this.jobs.size > 0) await Promise.all([...this.jobs.values()].map(({ promise }) => promise));
  }

  /** Nobody wants the tile any more; one that is being drawn is finished. */
  callOff(keep: (order: TileOrder) => boolean): void {
    for (const job of this.queue.filter(({ order }) => !keep(order))) {
      this.queue.splice(this.queue.indexOf(job), 1);
      this.finish(job, null);
    }
  }

  /** Draws nothing more until the next recipe: this one runs into a limit. */
  hold(): void {
    this.isHeld = true;
    this.callOff(() => false);
  }

  /** A call beside the tiles, to the lane with the least to do. */
  async ask<Name extends "place" | "picture">(name: Name, asks: Calls[Name]["asks"]): Promise<Calls[Name]["gives"]> {
    const lanes = this.lanes.filter((lane) => lane.version === this.version);
    const [lane] = lanes.toSorted((a, b) => a.worker.load - b.worker.load);
    return lane === undefined ? null : lane.worker.ask(name, asks);
  }

  private pump(): void {
    for (const lane of this.lanes) {
      if (this.isHeld || lane.job !== null || lane.version !== this.version) continue;
      const job = this.choose(lane);
      if (job === null) break;
      void this.run(lane, job);
    }
    this.events.onBusy(this.jobs.size > 0);
  }

  /** Coarse tiles first, heights last (the chunks are there then), a neighbour of the last tile before others. */
  private choose(lane: Lane): Job | null {
    const rank = ({ order }: Job): number => order.pixels + (order.layer === "height" ? 1 : 0);
    const first = Math.min(...this.queue.map(rank));
    const next = this.queue.filter((job) => rank(job) === first);
    const near = next.slice(0, 4).find(({ order: { address } }) => lane.last !== null && isBeside(address, lane.last));
    const job = near ?? next[0] ?? null;
    if (job !== null) this.queue.splice(this.queue.indexOf(job), 1);
    return job;
  }

  private async run(lane: Lane, job: Job): Promise<void> {
    lane.job = job;
    lane.last = job.order.address;
    const { version } = lane;
    try {
      const tile = await lane.worker.ask("tile", { ...job.order, version });
      lane.job = null;
      if (tile.passedOver.length > 0 && version === this.version && !this.isHeld) this.events.onPassedOver(tile.passedOver);
      if (this.isHeld && version === this.version) this.finish(job, null);
      else if (tile.rgba === null || version !== this.version) this.queue.unshift(job);
      else {
        this.events.onTile();
        this.finish(job, tile);
      }
    } catch (error) {
      lane.job = null;
      this.recover(lane, job, error as Error, version);
    }
    this.pump();
  }

  /** A worker that hung is replaced; what hung it is not tried again. */
  private recover(lane: Lane, job: Job, error: Error, version: number): void {
    lane.version = -1;
    if (version === this.version) {
      this.finish(job, null);
      this.hold();
      this.events.onStopped(error.message);
    } else this.queue.unshift(job);
    if (error instanceof Stopped && this.recipe !== null) void this.tell(lane, this.recipe, this.version).catch(() => undefined);
  }

  private finish(job: Job, tile: TileDrawn | null): void {
    this.jobs.delete(job.key);
    job.done(tile);
    // Whoever waited for a coarse tile asks for the fine one now.
    setTimeout(() => this.events.onBusy(this.isBusy));
  }
}

function isBeside(a: TileAddress, b: TileAddress): boolean {
  return a.z === b.z && Math.abs(a.x - b.x) <= 1 && Math.abs(a.y - b.y) <= 1;
}
