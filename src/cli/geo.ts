// The GeoJSON of a world: rivers, roads and sites of all of it; features and
// biomes of a window.

import { type FeatureCollection, GeoWriter } from "../output/geojson.ts";
import type { World } from "../world/world.ts";

export interface GeoWindow {
  /** The middle, in metres. */
  readonly x: number;
  readonly y: number;
  /** In cells. */
  readonly width: number;
  readonly height: number;
  readonly metresPerCell: number;
}

export function geoJSONOf(world: World, sizeMetres: number | null, window: GeoWindow): FeatureCollection {
  const { width, height, metresPerCell } = window;
  const west = window.x - (width * metresPerCell) / 2;
  const north = window.y - (height * metresPerCell) / 2;
  const writer = new GeoWriter(sizeMetres);
  const biomes = Array.from({ length: width * height }, (_, k) => {
    const x = west + ((k % width) + 0.5) * metresPerCell;
    return world.point(x, north + (Math.floor(k / width) + 0.5) * metresPerCell).biome.name;
  });
  return {
    type: "FeatureCollection",
    features: [
      ...writer.biomes(biomes, width, west, north, metresPerCell),
      ...(world.atlas()?.rivers ?? []).map((river, index) => writer.river(river, index)),
      ...world.roads().map((road) => writer.road(road)),
      ...world.sites().map((site) => writer.site(site)),
      ...world.features([west, north, west + width * metresPerCell, north + height * metresPerCell]).map((each) => writer.feature(each)),
    ],
  };
}
