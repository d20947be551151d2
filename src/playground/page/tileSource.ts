// Tiles for MapLibre by the protocol `wgen:`, from the pool. A tile comes
// coarse and quickly, then again fine; until the coarse one is there, the
// picture of the world before stays. Addresses never change: a new world asks
// MapLibre to refresh what it shows.

import { addProtocol } from "maplibre-gl";
import { tilePixels } from "../../output/tiles.ts";
import type { TileAddress, TileDrawn, TileLayer } from "../engine/messages.ts";
import type { TileOrder, WorldPool } from "./worldPool.ts";

/** Pixels along the quick, coarse tiles. */
const coarsePixels = 64;
const halfPixels = 128;
/** Fine tiles that are kept, of 256 KiB each. */
const tilesKept = 160;

/** Asks the map to take tiles again; null is all of them, also those that it keeps out of sight. */
export interface TileRefresh {
  (layer: TileLayer, addresses: readonly TileAddress[] | null): void;
}

type Drawn = TileDrawn & { readonly rgba: Uint8ClampedArray<ArrayBuffer> };

export class TileSource {
  private readonly pool: WorldPool;
  private readonly refresh: TileRefresh;
  /** Of the world as it is. */
  private readonly fine = new Map<string, Drawn>();
  /** Asked for and not called off: wanted again when the world changes. */
  private readonly shown = new Map<string, { readonly layer: TileLayer; readonly address: TileAddress }>();
  private isHasty = false;
  /** The last thing that was drawn for each kind of tile stays when there is nothing newer. */
  private readonly stale = new Map<string, Drawn>();

  constructor(pool: WorldPool, refresh: TileRefresh) {
    this.pool = pool;
    this.refresh = refresh;
    addProtocol("wgen", async ({ url }, { signal }) => ({ data: await this.answer(url, signal) }));
  }

  /** Another world: everything that is shown is drawn anew; coarsely while something is being dragged. */
  renew(isHasty: boolean): void {
    this.isHasty = isHasty;
    for (const [key, tile] of this.fine) keepSome(this.stale, key, tile);
    this.fine.clear();
    this.refresh("map", null);
    this.refresh("height", null);
  }

  /** The tile's pixels as they are drawn for the map, for tests and the console. */
  async pixels(layer: TileLayer, address: TileAddress): Promise<TileDrawn | null> {
    return this.drawFine(layer, address);
  }

  private async answer(url: string, signal: AbortSignal): Promise<ImageBitmap> {
    const { layer, address } = readUrl(url);
    const key = keyOf(layer, address);
    this.shown.set(key, { layer, address });
    signal.addEventListener("abort", () => this.forget(key), { once: true });
    const drawn = await this.bestNow(key, layer, address);
    if (signal.aborted) throw new DOMException("called off", "AbortError");
    const { rgba, pixels } = drawn ?? emptyTile(layer);
    return createImageBitmap(new ImageData(rgba, pixels, pixels), { premultiplyAlpha: "none", colorSpaceConversion: "none" });
  }

  /** MapLibre has let go of the tile. */
  private forget(key: string): void {
    this.shown.delete(key);
    this.pool.callOff((order) => this.shown.has(keyOf(order.layer, order.address)));
  }

  private async bestNow(key: string, layer: TileLayer, address: TileAddress): Promise<Drawn | null> {
    const known = this.fine.get(key);
    if (known !== undefined) return known;
    const old = this.stale.get(key) ?? null;
    // MapLibre joins heights at their edges: all tiles must have the same pixels.
    if (layer === "height") return (await this.drawFine(layer, address)) ?? old;
    // A tile that shows something takes half its pixels at first, a new one a quarter.
    const coarse = (await this.draw({ layer, address, pixels: old === null ? coarsePixels : halfPixels })) ?? old;
    if (this.isHasty || coarse === old) return coarse;
    void this.drawFine(layer, address).then(() => {
      if (this.fine.has(key) && this.shown.has(key)) this.refresh(layer, [address]);
    });
    return coarse;
  }

  private async drawFine(layer: TileLayer, address: TileAddress): Promise<Drawn | null> {
    const tile = await this.draw({ layer, address, pixels: tilePixels });
    if (tile !== null) keepSome(this.fine, keyOf(layer, address), tile);
    return tile;
  }

  private async draw(order: TileOrder): Promise<Drawn | null> {
    const tile = await this.pool.tile(order);
    const rgba = tile?.rgba ?? null;
    return tile === null || rgba === null ? null : { ...tile, rgba };
  }
}

/** Nothing to see, at the sea's level: where the first program of a page runs into a limit. */
function emptyTile(layer: TileLayer): Pick<Drawn, "rgba" | "pixels"> {
  const rgba = new Uint8ClampedArray(tilePixels * tilePixels * 4);
  if (layer === "height") for (let k = 0; k < rgba.length; k += 4) rgba.set([128, 0, 0, 255], k);
  return { rgba, pixels: tilePixels };
}

function keepSome(tiles: Map<string, Drawn>, key: string, tile: Drawn): void {
  tiles.delete(key);
  tiles.set(key, tile);
  if (tiles.size <= tilesKept) return;
  const [oldest] = tiles.keys();
  if (oldest !== undefined) tiles.delete(oldest);
}

function keyOf(layer: TileLayer, { z, x, y }: TileAddress): string {
  return `${layer} ${z} ${x} ${y}`;
}

/** `wgen://map/6/31/32`. */
function readUrl(url: string): { readonly layer: TileLayer; readonly address: TileAddress } {
  const [layer, ...numbers] = url.slice("wgen://".length).split("/");
  const [z = 0, x = 0, y = 0] = numbers.map(Number);
  return { layer: layer === "height" ? "height" : "map", address: { z, x, y } };
}
