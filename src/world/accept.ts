// Plugins may refuse a seed: `accept` gives reasons, and the host tries the
// next one. A world is what its settings say, so the tries are numbered seeds
// made from the first, the same every time.

import { limits } from "../base/limits.ts";
import type { Atlas } from "./atlas.ts";
import { attachmentsWith } from "./atlasHooks.ts";
import type { CellColumns } from "./cellColumns.ts";
import { noBiome } from "./cellColumns.ts";
import { fillWater } from "./ground.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import type { WorldSetup } from "./setup.ts";
import { atlasStage } from "./stageCache.ts";
import { foldBiomes, foldClimate } from "./surface.ts";

/** Seeds tried before a world stands as it is. */
export const mostTries = 16;

/** The seed of a try: the first is the one that was asked for. */
export function seedOfTry(seed: string, attempt: number): string {
  return attempt === 0 ? seed : `${seed} #${attempt + 1}`;
}

/** Why plugins refuse the world; none where they accept it, have nothing to say, or it has no end. */
export function refusals(setup: WorldSetup): readonly string[] {
  const attachments = attachmentsWith(setup, "accept");
  const atlas = attachments.length === 0 ? null : setup.atlas();
  return atlas === null ? [] : atlasStage(setup, "accept", setup.keys.accept, (own) => reasons(own, attachments, atlas));
}

function reasons(setup: WorldSetup, attachments: readonly PreparedAttachment[], atlas: Atlas): readonly string[] {
  const stats = statsOf(setup, atlas);
  return attachments.flatMap((attachment) => {
    const answer = attachment.plugin.call(
      "accept",
      { st: stats, w: attachment.world, s: attachment.prepared },
      { params: attachment.params, limits: { fuel: limits.fuelPerCall.default } },
    );
    if (answer.ok) return answer.value as readonly string[];
    setup.notices.add({ plugin: attachment.plugin.name, hook: "accept", fault: answer.fault, x: 0, y: 0 });
    return [];
  });
}

/** Every so many cells of the atlas stand for the shares of biomes. */
const biomeStride = 4;

/** The `WorldStats` value. */
function statsOf(setup: WorldSetup, atlas: Atlas): Readonly<Record<string, unknown>> {
  const sea = setup.seaLevelMetres;
  let land = 0;
  let highest = -Infinity;
  let lowest = Infinity;
  for (const height of atlas.elevation) {
    if (height > sea) land += 1;
    highest = Math.max(highest, height);
    lowest = Math.min(lowest, height);
  }
  const share = land / atlas.elevation.length;
  return { land: share, sea: 1 - share, biomes: biomeShares(setup, atlas), highest, lowest, longest_river: longestRiver(atlas) };
}

function longestRiver({ rivers }: Atlas): number {
  return rivers.reduce((longest, { points }) => {
    let length = 0;
    for (let k = 1; k < points.length; k++) {
      const dx = points[k]![0] - points[k - 1]![0];
      const dy = points[k]![1] - points[k - 1]![1];
      length += Math.sqrt(dx * dx + dy * dy);
    }
    return Math.max(longest, length);
  }, 0);
}

function biomeShares(setup: WorldSetup, atlas: Atlas): ReadonlyMap<string, number> {
  const cells = sampledLand(setup, atlas);
  const counts = new Map<string, number>();
  fillWater(setup, cells, atlas.cellSizeMetres);
  foldClimate(setup, cells);
  foldBiomes(setup, cells);
  for (const code of cells.biome.codes) {
    const { name } = cells.biome.values[code]!;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Map([...counts].map(([name, count]) => [name, count / cells.x.length]));
}

function sampledLand(setup: WorldSetup, { cells, cellSizeMetres, elevation }: Atlas): CellColumns {
  const places: number[] = [];
  for (let row = 0; row < cells; row += biomeStride) {
    for (let column = 0; column < cells; column += biomeStride) {
      if (elevation[row * cells + column]! > setup.seaLevelMetres) places.push(row * cells + column);
    }
  }
  const column = (value: (place: number) => number): Float64Array => Float64Array.from(places, value);
  const zeros = (): Float64Array => new Float64Array(places.length);
  return {
    x: column((place) => ((place % cells) + 0.5 - cells / 2) * cellSizeMetres),
    y: column((place) => (Math.floor(place / cells) + 0.5 - cells / 2) * cellSizeMetres),
    elevation: column((place) => elevation[place]!),
    slope: zeros(),
    aspect: zeros(),
    temperature: zeros(),
    moisture: zeros(),
    biome: { codes: new Int32Array(places.length), values: [noBiome] },
    water_depth: zeros(),
    flow: zeros(),
  };
}
