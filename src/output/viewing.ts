// What a map viewer is told of a world: TileJSON for one layer of tiles, and a
// MapLibre style with the map and, below it, the heights.
// Source: "TileJSON 3.0.0"; "MapLibre Style Specification", version 8.

import { endlessTileSquareMetres } from "../world/tile.ts";
import { edgeLatitude } from "./geography.ts";
import { deepestZoom, demDecoding, earthScale, tilePixels } from "./tiles.ts";

export type ViewedLayer = "map" | "terrarium";

/** A world as a viewer meets it. */
export interface ViewedWorld {
  readonly name: string;
  /** Null for a world without end. */
  readonly sizeMetres: number | null;
  /** The address of a layer's tiles, with `{z}`, `{x}` and `{y}` in it. */
  readonly address: (layer: ViewedLayer) => string;
}

/** `[west, south, east, north]` in degrees: the Mercator square. */
const bounds: [number, number, number, number] = [-180, -edgeLatitude, 180, edgeLatitude];

export function tileJSON(world: ViewedWorld, layer: ViewedLayer) {
  const side = world.sizeMetres ?? endlessTileSquareMetres;
  return {
    tilejson: "3.0.0" as const,
    name: world.name,
    tiles: [world.address(layer)],
    bounds,
    center: [0, 0, 2],
    minzoom: 0,
    maxzoom: deepestZoom,
    scheme: "xyz" as const,
    attribution: "",
    ...(layer === "terrarium" ? { encoding: "terrarium" as const } : {}),
    metres_per_pixel: side / tilePixels,
    exaggeration: earthScale(side),
  };
}

export function mapStyle(world: ViewedWorld): object {
  const side = world.sizeMetres ?? endlessTileSquareMetres;
  const source = (layer: ViewedLayer) => ({
    tiles: [world.address(layer)],
    tileSize: tilePixels,
    minzoom: 0,
    maxzoom: deepestZoom,
    bounds,
  });
  return {
    version: 8,
    name: world.name,
    center: [0, 0],
    zoom: 2,
    sources: {
      map: { type: "raster", ...source("map") },
      heights: { type: "raster-dem", ...source("terrarium"), ...demDecoding(side) },
    },
    terrain: { source: "heights", exaggeration: 1 },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#16324a" } },
      { id: "map", type: "raster", source: "map", paint: { "raster-resampling": "nearest" } },
    ],
  };
}
