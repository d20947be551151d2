// Places of people: sites and roads of all plugins with those hooks, the
// built-in ones first; then names. Computed for the whole world when first
// asked for. Lists are thinned below full strength and outside of masks.

import { joinBits, mixBits, textBits } from "../base/hashing.ts";
import { attachmentsWith, callAtlasHook, gridValue, reportWrong } from "./atlasHooks.ts";
import type { Atlas } from "./atlas.ts";
import { takesDiscrete } from "./composition.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import { maskValue } from "./mask.ts";
import type { WorldSetup } from "./setup.ts";
import { atlasStage } from "./stageCache.ts";

/** A place of people, in metres. */
export interface SiteValue {
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly name: string;
}

/** A way, in metres. */
export interface RoadValue {
  readonly points: readonly (readonly [number, number])[];
  readonly kind: string;
}

export interface Places {
  readonly sites: readonly SiteValue[];
  readonly roads: readonly RoadValue[];
}

/** Sites and roads that a world keeps of one plugin; more are cut off. */
const mostSites = 2000;
const mostRoads = 5000;
const mostRoadPoints = 20_000;

export function makePlaces(setup: WorldSetup, atlas: Atlas): Places {
  const ground = atlasValue(atlas);
  const { places } = setup.builtins;
  const { keys } = setup;
  const sites = atlasStage(setup, "sites", keys.sites, (own) =>
    attachmentsWith(own, "sites", places).flatMap((attachment) => sitesOf(own, attachment, atlas, ground)),
  );
  const roads = atlasStage(setup, "roads", keys.roads, (own) =>
    attachmentsWith(own, "roads", places).flatMap((attachment) => roadsOf(own, attachment, atlas, { ground, sites })),
  );
  const named = atlasStage(setup, "names", keys.names, (own) => sites.map((site) => ({ ...site, name: nameOf(own, atlas, site) })));
  return { sites: named, roads };
}

/** The `Atlas` value that plugins see. */
function atlasValue(atlas: Atlas): Readonly<Record<string, unknown>> {
  const patch = { cellSizeMetres: atlas.cellSizeMetres, left: 0, top: 0, columns: atlas.cells, rows: atlas.cells };
  return {
    elevation: gridValue(patch, atlas.elevation),
    rain: gridValue(patch, atlas.rain),
    flow: gridValue(patch, atlas.flow),
    water: gridValue(patch, atlas.water),
    cell_size: atlas.cellSizeMetres,
  };
}

function sitesOf(setup: WorldSetup, attachment: PreparedAttachment, atlas: Atlas, ground: unknown): SiteValue[] {
  const answer = callAtlasHook(setup, attachment, "sites", { a: ground });
  if (answer === null) return [];
  const sites = answer as readonly SiteValue[];
  const taken = sites.filter((site) => Number.isFinite(site.x) && Number.isFinite(site.y));
  if (taken.length < sites.length) reportWrong(setup, attachment, "sites", "a site at a place that is not finite");
  return taken.slice(0, mostSites).filter(({ x, y }) => isTaken(setup, attachment, atlas, { x, y, what: "sites" }));
}

interface RoadInput {
  readonly ground: unknown;
  readonly sites: readonly SiteValue[];
}

function roadsOf(setup: WorldSetup, attachment: PreparedAttachment, atlas: Atlas, { ground, sites }: RoadInput): RoadValue[] {
  const answer = callAtlasHook(setup, attachment, "roads", { a: ground, ss: sites });
  if (answer === null) return [];
  const roads = answer as readonly RoadValue[];
  const taken = roads.filter(
    ({ points }) =>
      points.length > 1 && points.length <= mostRoadPoints && points.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)),
  );
  if (taken.length < roads.length) reportWrong(setup, attachment, "roads", "a road without two finite points, or with too many");
  return taken.slice(0, mostRoads).filter(({ points }) => {
    const [x, y] = points[0]!;
    return isTaken(setup, attachment, atlas, { x, y, what: "roads" });
  });
}

interface TakenPlace {
  readonly x: number;
  readonly y: number;
  readonly what: string;
}

function isTaken(
  setup: WorldSetup,
  { plugin, salt, strength, mask }: PreparedAttachment,
  atlas: Atlas,
  { x, y, what }: TakenPlace,
): boolean {
  const stream = joinBits(textBits(setup.seed), textBits(`${what} ${plugin.hash} ${salt}`));
  const column = Math.min(Math.max(Math.floor(x / atlas.cellSizeMetres) + atlas.cells / 2, 0), atlas.cells - 1);
  const row = Math.min(Math.max(Math.floor(y / atlas.cellSizeMetres) + atlas.cells / 2, 0), atlas.cells - 1);
  const height = atlas.elevation[row * atlas.cells + column]!;
  const layer = atlas.at.layer;
  return takesDiscrete(x, y, stream, strength * maskValue(mask, { x, y, height, slope: 0, biome: "", layer }));
}

/** The name of a site, folded over all plugins with `name`. */
function nameOf(setup: WorldSetup, atlas: Atlas, site: SiteValue): string {
  const key = siteKey(site);
  let name = site.name;
  for (const attachment of attachmentsWith(setup, "name", setup.builtins.places)) {
    const answer = callAtlasHook(setup, attachment, "name", { kind: site.kind, key, prev: name });
    if (answer === null) continue;
    if (isTaken(setup, attachment, atlas, { x: site.x, y: site.y, what: "name" })) name = answer as string;
  }
  return name;
}

/** 53 bits that belong to a site's place. */
function siteKey({ x, y }: SiteValue): number {
  const place = BigInt.asUintN(64, BigInt(Math.round(x)) * 0x9e3779b97f4a7c15n + BigInt(Math.round(y)) * 0xc2b2ae3d27d4eb4fn);
  return Number(mixBits(place) >> 11n);
}
