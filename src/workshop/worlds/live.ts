// Worlds as they are served: read once from the store and kept until something
// changes them, with the pool's world behind them and what plugins faulted in.
// A change or a block forgets them at once; the next request reads anew.

import type { Pool, PoolSource, PoolWorld } from "../../sandbox/pool.ts";
import type { WorldNotice } from "../../sandbox/answers.ts";
import type { WorldDocument } from "../../world/document.ts";
import type { PinnedSource } from "../../engine/imports.ts";
import { readImported, readPinned, readPins } from "../plugins/importing.ts";
import type { Store } from "../store/store.ts";
import { contentKey, effectiveDocument } from "./documents.ts";
import { readWorld, type StoredWorld } from "./worlds.ts";

export interface LiveWorld {
  readonly stored: StoredWorld;
  /** What runs of it. */
  readonly effective: WorldDocument;
  /** Hash of that: equal worlds, equal answers. */
  readonly key: string;
  readonly pluginHashes: readonly string[];
  readonly isBlocked: (hash: string) => boolean;
  readonly notices: () => readonly WorldNotice[];
  readonly addNotices: (notices: readonly WorldNotice[]) => void;
  /** The world in the pool's children. */
  readonly inPool: () => Promise<PoolWorld>;
}

/** Stands for the world's content in addresses that never change. */
export function versionOf(world: LiveWorld): string {
  return world.key.slice(0, 16);
}

/** Worlds kept; reading one again is a query and some files. */
const worldsKept = 500;
const sourcesKept = 500;

export class LiveWorlds {
  readonly #store: Store;
  readonly #pool: Pool;
  readonly #kept = new Map<string, LiveWorld>();
  /** What worlds were before their last changes, by id and version: viewers ask for those until they hear of the change. */
  readonly #former = new Map<string, LiveWorld>();
  readonly #sources = new Map<string, Promise<PinnedSource>>();
  #blocked: ReadonlySet<string> = new Set();
  /** Rises with every change: what was read before it is not kept. */
  #generation = 0;

  constructor(store: Store, pool: Pool) {
    this.#store = store;
    this.#pool = pool;
  }

  /** Whether it runs nowhere: it is blocked, or something that it imports is. */
  readonly isBlocked = (hash: string): boolean => this.#blocked.has(hash);

  /** Reads which hashes are blocked; before serving, and after each change of that. */
  async readBlocked(): Promise<void> {
    const { database } = this.#store;
    const rows = await database.selectFrom("sources").select("hash").where("status", "=", "blocked").execute();
    const importing = await database
      .selectFrom("sources")
      .select(["hash", "pins"])
      .where("pins", "!=", "[]")
      .orderBy("created_at")
      .execute();
    this.#blocked = withImporters(new Set(rows.map((row) => row.hash)), importing);
    this.#generation += 1;
    this.#kept.clear();
    // A blocked plugin runs in no former version either.
    this.#former.clear();
  }

  /** Null where there is none. */
  async find(id: string): Promise<LiveWorld | null> {
    const known = this.#kept.get(id);
    if (known !== undefined) return known;
    const generation = this.#generation;
    const stored = await readWorld(this.#store, id);
    if (stored === null) return null;
    const live = this.#open(stored);
    if (generation === this.#generation) keep(this.#kept, id, live, worldsKept);
    return live;
  }

  /** The world if it is kept already: for answering without waiting. */
  peek(id: string): LiveWorld | undefined {
    return this.#kept.get(id);
  }

  /** The world has changed. */
  forget(id: string): void {
    this.#generation += 1;
    const world = this.#kept.get(id);
    this.#kept.delete(id);
    if (world !== undefined) keep(this.#former, `${id} ${versionOf(world)}`, world, worldsKept);
  }

  /** The world as it was at that version, where it is still known. */
  findFormer(id: string, version: string): LiveWorld | undefined {
    return this.#former.get(`${id} ${version}`);
  }

  #open(stored: StoredWorld): LiveWorld {
    const blocked = this.#blocked;
    const isBlocked = (hash: string): boolean => blocked.has(hash);
    const effective = effectiveDocument(stored.document, isBlocked);
    const references = new Map(stored.document.attachments.map((each) => [each.plugin, each.reference]));
    const faults = new Map<string, WorldNotice>();
    let opened: Promise<PoolWorld> | null = null;
    // A source that could not be read is tried again with the next request.
    const openOnce = (): Promise<PoolWorld> => {
      opened = this.#openInPool(effective, references);
      opened.catch(() => (opened = null));
      return opened;
    };
    return {
      stored,
      effective,
      key: contentKey(effective),
      pluginHashes: [...new Set(effective.attachments.map((each) => each.plugin))],
      isBlocked,
      notices: () => [...faults.values()],
      addNotices: (notices) => addNotices(faults, notices),
      inPool: () => opened ?? openOnce(),
    };
  }

  async #openInPool(document: WorldDocument, references: ReadonlyMap<string, string>): Promise<PoolWorld> {
    const sources = new Map<string, PoolSource>();
    for (const { plugin } of document.attachments) {
      const { text, pins } = await this.#readPlugin(plugin);
      const imports = await readImported(pins, (hash) => this.#readPlugin(hash));
      sources.set(plugin, { source: text, fileName: fileNameOf(references.get(plugin)), imports });
    }
    return this.#pool.world({ document, sources });
  }

  #readPlugin(hash: string): Promise<PinnedSource> {
    const known = this.#sources.get(hash);
    if (known !== undefined) return known;
    const reading = readPinned(this.#store, hash);
    reading.catch(() => this.#sources.delete(hash));
    keep(this.#sources, hash, reading, sourcesKept);
    return reading;
  }
}

/** The blocked hashes with all that import them, directly or by others. */
function withImporters(blocked: Set<string>, rows: readonly { readonly hash: string; readonly pins: string }[]): Set<string> {
  const importing = rows.map(({ hash, pins }) => ({ hash, imported: [...readPins(pins).values()] }));
  let before: number;
  do {
    before = blocked.size;
    for (const { hash, imported } of importing) if (imported.some((each) => blocked.has(each))) blocked.add(hash);
  } while (blocked.size > before);
  return blocked;
}

/** `ada/terraces@1.0.0` is `terraces.wgen` in messages. */
function fileNameOf(reference: string | undefined): string {
  return `${reference?.split(/[/@]/)[1] ?? "plugin"}.wgen`;
}

/** Notices of one world that are kept. */
const noticesKept = 50;

/** The newest count of each; children count on their own, so the highest stands. */
function addNotices(kept: Map<string, WorldNotice>, notices: readonly WorldNotice[]): void {
  for (const notice of notices) {
    const key = `${notice.plugin} ${notice.hook} ${notice.fault.code} ${notice.fault.line}`;
    const known = kept.get(key);
    if (known === undefined && kept.size >= noticesKept) continue;
    kept.set(key, known !== undefined && known.count > notice.count ? known : notice);
  }
}

/** Puts it last in line, and the first in line out when there are too many. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.set(key, value);
  if (map.size > most) for (const oldest of map.keys()) return void map.delete(oldest);
}
