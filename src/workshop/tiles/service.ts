// Tiles on demand. A tile's key holds everything it depends on, so what is kept
// under it is right for ever; however many ask for a cold one at once, it is
// made once.

import { createHash } from "node:crypto";
import { packHeights } from "../../output/tiles.ts";
import { failureProblem } from "../failures.ts";
import { type Ledger, runsOf } from "../ledger.ts";
import type { LiveWorld } from "../worlds/live.ts";
import { Problem } from "../problem.ts";
import type { TileAddress } from "./address.ts";
import { type CachedTile, TileCache } from "./cache.ts";
import { encodePNG } from "./png.ts";

/** A tile that is being made, and how many wait for it. */
interface Making {
  readonly tile: Promise<CachedTile>;
  readonly abort: AbortController;
  waiting: number;
}

export class TileService {
  readonly #cache: TileCache;
  readonly #ledger: Ledger;
  /** Told how long each making took. */
  readonly #observe: (milliseconds: number) => void;
  readonly #making = new Map<string, Making>();

  constructor(ledger: Ledger, cacheBytes: number, observe: (milliseconds: number) => void) {
    this.#cache = new TileCache(cacheBytes);
    this.#ledger = ledger;
    this.#observe = observe;
  }

  /** The tile if it is made already. */
  peek(world: LiveWorld, address: TileAddress): CachedTile | undefined {
    return this.#cache.get(tileKey(world, address));
  }

  /** Makes it, or joins whoever waits for it. Who goes away calls `leave`; when all have, it is not made. */
  make(world: LiveWorld, address: TileAddress): { readonly tile: Promise<CachedTile>; readonly leave: () => void } {
    const key = tileKey(world, address);
    const making = this.#making.get(key) ?? this.#begin(world, address, key);
    making.waiting += 1;
    return { tile: making.tile, leave: () => this.#leave(key, making) };
  }

  #begin(world: LiveWorld, address: TileAddress, key: string): Making {
    const abort = new AbortController();
    const tile = this.#makeNew(world, address, key, abort.signal).finally(() => this.#forget(key, making));
    const making: Making = { tile, abort, waiting: 0 };
    this.#making.set(key, making);
    return making;
  }

  #leave(key: string, making: Making): void {
    making.waiting -= 1;
    if (making.waiting > 0) return;
    this.#forget(key, making);
    making.abort.abort();
  }

  /** Who asks from now on begins anew. */
  #forget(key: string, making: Making): void {
    if (this.#making.get(key) === making) this.#making.delete(key);
  }

  get cachedBytes(): number {
    return this.#cache.bytes;
  }

  async #makeNew(world: LiveWorld, address: TileAddress, key: string, signal: AbortSignal): Promise<CachedTile> {
    const start = performance.now();
    const rgb = await this.#pixels(world, address, start, signal);
    const png = await encodePNG(rgb, address.pixels, address.pixels);
    const tile = { png, etag: tagOf(png) };
    this.#cache.set(key, tile);
    this.#observe(performance.now() - start);
    return tile;
  }

  async #pixels(world: LiveWorld, { layer, z, x, y, pixels }: TileAddress, start: number, signal: AbortSignal): Promise<Uint8Array> {
    const inPool = await world.inPool();
    const asked = { layer: layer === "map" ? "map" : "elevation", z, x, y, size: pixels } as const;
    const answer = await inPool.tile(asked, { owner: world.stored.owner, lane: "tile", signal });
    const input = `${world.key} ${layer} ${z}/${x}/${y} ${pixels}`;
    this.#ledger.add({
      kind: "tile",
      world: world.stored.id,
      input,
      milliseconds: performance.now() - start,
      runs: runsOf(answer, world.pluginHashes),
    });
    if (!answer.ok) throw failureProblem(answer);
    world.addNotices(answer.notices);
    const { value } = answer;
    if (value.width === pixels && value.height === pixels) {
      if (value.kind === "rgb") return value.data;
      if (value.kind === "field") return packHeights(value.data);
    }
    throw new Problem("internal", "the tile came back in another form");
  }
}

function tileKey(world: LiveWorld, { layer, z, x, y, pixels }: TileAddress): string {
  return `${world.key} ${layer} ${z} ${x} ${y} ${pixels}`;
}

/** Of the bytes themselves: an edit that leaves this tile as it was leaves its tag too. */
function tagOf(png: Buffer): string {
  return `"${createHash("sha256").update(png).digest("hex").slice(0, 32)}"`;
}
