// Tiles on demand. A tile's key holds everything it depends on, so what is kept
// under it is right for ever; however many ask for a cold one at once, it is
// made once.

import { createHash } from "node:crypto";
import { packHeights } from "../../output/tiles.ts";
import { failureProblem } from "../failures.ts";
import type { Ledger } from "../ledger.ts";
import type { LiveWorld } from "../worlds/live.ts";
import { Problem } from "../problem.ts";
import type { TileAddress } from "./address.ts";
import { type CachedTile, TileCache } from "./cache.ts";
import { encodePNG } from "./png.ts";

/** Rises when the same pixels become other bytes: the compressor of another Node may write others. */
const formatVersion = `1 ${process.versions.zlib ?? ""}`;

export class TileService {
  readonly #cache: TileCache;
  readonly #ledger: Ledger;
  /** Told how long each making took. */
  readonly #observe: (milliseconds: number) => void;
  readonly #making = new Map<string, Promise<CachedTile>>();

  constructor(ledger: Ledger, cacheBytes: number, observe: (milliseconds: number) => void) {
    this.#cache = new TileCache(cacheBytes);
    this.#ledger = ledger;
    this.#observe = observe;
  }

  /** The tile if it is made already. */
  peek(world: LiveWorld, address: TileAddress): CachedTile | undefined {
    return this.#cache.get(tileKey(world, address));
  }

  /** Makes it, or waits for whoever makes it. */
  make(world: LiveWorld, address: TileAddress): Promise<CachedTile> {
    const key = tileKey(world, address);
    const known = this.#making.get(key);
    if (known !== undefined) return known;
    const making = this.#makeNew(world, address, key).finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  get cachedBytes(): number {
    return this.#cache.bytes;
  }

  async #makeNew(world: LiveWorld, address: TileAddress, key: string): Promise<CachedTile> {
    const start = performance.now();
    const rgb = await this.#pixels(world, address, start);
    const tile = { png: await encodePNG(rgb, address.pixels, address.pixels), etag: tagOf(key) };
    this.#cache.set(key, tile);
    this.#observe(performance.now() - start);
    return tile;
  }

  async #pixels(world: LiveWorld, { layer, z, x, y, pixels }: TileAddress, start: number): Promise<Uint8Array> {
    const inPool = await world.inPool();
    const asked = { layer: layer === "map" ? "map" : "elevation", z, x, y, size: pixels } as const;
    const answer = await inPool.tile(asked, { owner: world.stored.owner, lane: "tile" });
    const fault = answer.ok ? (answer.notices[0]?.fault ?? null) : { kind: answer.kind };
    const input = `${world.key} ${layer} ${z}/${x}/${y} ${pixels}`;
    this.#ledger.add({
      kind: "tile",
      world: world.stored.id,
      pluginHashes: world.pluginHashes,
      input,
      milliseconds: performance.now() - start,
      fault,
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

function tagOf(key: string): string {
  return `"${createHash("sha256").update(`${formatVersion} ${key}`).digest("hex").slice(0, 32)}"`;
}
