// Tiles that were made, by content key, in memory, bounded by bytes: the one
// asked for longest ago goes first.

export interface CachedTile {
  readonly png: Buffer;
  /** With its quotes. */
  readonly etag: string;
}

/** What an entry costs beside its picture. */
const overheadBytes = 400;

export class TileCache {
  readonly #mostBytes: number;
  readonly #kept = new Map<string, CachedTile>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get(key: string): CachedTile | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found;
  }

  set(key: string, tile: CachedTile): void {
    this.#remove(key);
    this.#kept.set(key, tile);
    this.#bytes += tile.png.length + overheadBytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#remove(oldest);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  #remove(key: string): void {
    const found = this.#kept.get(key);
    if (found === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= found.png.length + overheadBytes;
  }
}
