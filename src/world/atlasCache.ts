// Atlases by what they depend on, kept for the process: two worlds, or two
// versions of one, that differ only in later stages share an atlas.

import { makeAtlas } from "./atlas.ts";
import type { Atlas } from "./atlas.ts";
import type { Tier } from "../engine/unit.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import type { WorldSetup } from "./setup.ts";
import type { Notice } from "./notice.ts";
import { Notices } from "./notice.ts";

interface KeptAtlas {
  readonly atlas: Atlas;
  /** What making it had to say; told again to every world that shares it. */
  readonly notices: readonly { readonly notice: Notice; readonly count: number }[];
}

const kept = new Map<string, KeptAtlas>();
const atlasesKept = 8;
const made = new WeakMap<WorldSetup, Atlas>();

/** Hooks whose answers an atlas depends on. */
const atlasHooks = ["elevation", "reshape", "rain", "hydrology", "refine_rivers"];

/** The atlas of a world; null where it has no end. */
export function atlasOf(setup: WorldSetup, cells: number, tier: Tier): Atlas | null {
  const { sizeMetres } = setup;
  if (sizeMetres === null) return null;
  let atlas = made.get(setup);
  if (atlas === undefined) {
    atlas = sharedAtlas(setup, sizeMetres, cells, tier);
    made.set(setup, atlas);
  }
  return atlas;
}

function sharedAtlas(setup: WorldSetup, sizeMetres: number, cells: number, tier: Tier): Atlas {
  const key = setup.base === null ? atlasKey(setup, sizeMetres, cells, tier) : null;
  let entry = key === null ? undefined : kept.get(key);
  if (entry === undefined) {
    const notices = new Notices(setup.notices.onNotice);
    entry = { atlas: makeAtlas({ ...setup, notices }, sizeMetres, cells), notices: notices.list() };
  }
  for (const { notice, count } of entry.notices) setup.notices.add(notice, count);
  if (key !== null) keep(key, entry);
  return entry.atlas;
}

function keep(key: string, entry: KeptAtlas): void {
  kept.delete(key);
  kept.set(key, entry);
  if (kept.size <= atlasesKept) return;
  for (const oldest of kept.keys()) {
    kept.delete(oldest);
    return;
  }
}

function atlasKey(setup: WorldSetup, sizeMetres: number, cells: number, tier: Tier): string {
  const { seed, cellSizeMetres, seaLevelMetres, chunkFuel } = setup;
  const attachments = setup.attachments.filter(({ plugin }) => atlasHooks.some((hook) => plugin.hooks.includes(hook))).map(attachmentKey);
  return JSON.stringify([tier, seed, sizeMetres, cells, cellSizeMetres, seaLevelMetres, chunkFuel, attachments], (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}

function attachmentKey({ plugin, strength, combine, mask, salt, params }: PreparedAttachment): unknown {
  const settings = Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [plugin.hash, strength, combine, mask, salt, settings];
}
