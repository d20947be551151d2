// Imports between plugins: what names in a source stand for here. A name is
// pinned to the newest version that runs when the source is published, and for
// ever. Names are found in the text as it stands, comments and all, for nothing
// strangers wrote is parsed in this process; the checker uses those it needs.

import type { PinnedSource, Pins, PluginImports } from "../../engine/imports.ts";
import { contentHash } from "../../base/hashing.ts";
import { limits } from "../../base/limits.ts";
import { skeletonOf } from "../people/skeleton.ts";
import type { PluginReference } from "../shapes/names.ts";
import type { Store } from "../store/store.ts";

export type IsBlocked = (hash: string) => boolean;

/** By hash. */
type ReadPlugin = (hash: string) => Promise<PinnedSource>;

/** Far more than the checker takes: that it refuses what is too much shall be seen by it. */
const most = {
  plugins: 4 * limits.importedPlugins.default,
  bytes: 4 * limits.pluginSourceBytes.default,
  versions: 20,
};

/** A plugin's text with what its imports stand for. Throws where no version has the hash. */
export async function readPinned(store: Store, hash: string): Promise<PinnedSource> {
  const { text_hash, pins } = await store.database
    .selectFrom("sources")
    .select(["text_hash", "pins"])
    .where("hash", "=", hash)
    .executeTakeFirstOrThrow();
  return { text: await store.sources.read(text_hash ?? hash), pins: readPins(pins) };
}

export function readPins(pairs: string): Pins {
  return new Map(JSON.parse(pairs) as [string, string][]);
}

export function writePins(pins: Pins): string {
  return JSON.stringify([...pins].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The plugins behind pins, directly or by others; those beyond what any program may import are left out. */
export async function readImported(pins: Pins, read: ReadPlugin): Promise<PluginImports> {
  const sources = new Map<string, PinnedSource>();
  const waiting = [...pins.values()].toReversed();
  let bytes = 0;
  for (let hash = waiting.pop(); hash !== undefined; hash = waiting.pop()) {
    if (sources.has(hash) || sources.size >= most.plugins || bytes > most.bytes) continue;
    const source = await read(hash);
    bytes += source.text.length;
    sources.set(hash, source);
    waiting.push(...[...source.pins.values()].toReversed());
  }
  return { pins, sources };
}

/** What the plugins that a source may mean stand for; a version that stands already with that text keeps what it has. */
export async function findImports(store: Store, isBlocked: IsBlocked, source: string, of?: PluginReference): Promise<PluginImports> {
  const names = importableNames(source);
  if (names.length === 0) return { pins: new Map(), sources: new Map() };
  const pins = (of === undefined ? null : await standingPins(store, source, of)) ?? (await newestPins(store, isBlocked, names));
  return readImported(pins, (hash) => readPinned(store, hash));
}

/** `workshop.owner.name` anywhere in the text. */
function importableNames(source: string): string[] {
  const found = new Set<string>();
  for (const [name] of source.matchAll(/\bworkshop\.[a-z][a-z0-9_]{0,38}\.[a-z][a-z0-9_]{0,62}(?![A-Za-z0-9_])/g)) {
    found.add(name);
    if (found.size >= most.plugins) break;
  }
  return [...found];
}

async function standingPins(store: Store, source: string, { owner, name, version }: PluginReference): Promise<Pins | null> {
  const row = await store.database
    .selectFrom("versions as v")
    .innerJoin("sources as s", "s.hash", "v.hash")
    .select(["s.hash", "s.text_hash", "s.pins"])
    .where("v.owner", "=", owner)
    .where("v.name", "=", name)
    .where("v.version", "=", version)
    .executeTakeFirst();
  return row === undefined || (row.text_hash ?? row.hash) !== contentHash(source) ? null : readPins(row.pins);
}

async function newestPins(store: Store, isBlocked: IsBlocked, names: readonly string[]): Promise<Pins> {
  const pins = new Map<string, string>();
  for (const name of names) {
    const hash = await newestHash(store, isBlocked, name);
    if (hash !== null) pins.set(name, hash);
  }
  return pins;
}

async function newestHash(store: Store, isBlocked: IsBlocked, imported: string): Promise<string | null> {
  const plugin = await findPlugin(store, imported);
  if (plugin === null) return null;
  const versions = await store.database
    .selectFrom("versions")
    .select("hash")
    .where("owner", "=", plugin.owner)
    .where("name", "=", plugin.name)
    .where("status", "=", "approved")
    .orderBy("id", "desc")
    .limit(most.versions)
    .execute();
  return versions.find(({ hash }) => !isBlocked(hash))?.hash ?? null;
}

/** A `-` in a name here is a `_` in an import; names that differ only so have one skeleton, so they cannot both be here. */
async function findPlugin(store: Store, imported: string): Promise<{ readonly owner: string; readonly name: string } | null> {
  const [, owner = "", name = ""] = imported.split(".");
  const row = await store.database
    .selectFrom("plugins as p")
    .innerJoin("owners as o", "o.name", "p.owner")
    .select(["p.owner", "p.name"])
    .where("o.skeleton", "=", skeletonOf(owner))
    .where("p.skeleton", "=", skeletonOf(name))
    .executeTakeFirst();
  return row !== undefined && asImported(row.owner) === owner && asImported(row.name) === name ? row : null;
}

function asImported(name: string): string {
  return name.replaceAll("-", "_");
}
