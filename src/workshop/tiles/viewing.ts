// TileJSON and a MapLibre style for a world. Tiles are named with the world's
// version in their address, so that a viewer may keep them for ever.

import { deepestZoom, demDecoding, earthScale, tilePixels } from "../../output/tiles.ts";
import { endlessTileSquareMetres } from "../../world/tile.ts";
import type { LiveWorld } from "../worlds/live.ts";
import type { TileLayer } from "./address.ts";
import { edgeLatitude } from "./geography.ts";

export interface Viewed {
  readonly world: LiveWorld;
  readonly version: string;
  /** `http://host`, as the viewer asked. */
  readonly origin: string;
}

const bounds = [-180, -edgeLatitude, 180, edgeLatitude];

function tileAddress({ world, version, origin }: Viewed, layer: TileLayer): string {
  return `${origin}/v1/worlds/${world.stored.id}/versions/${version}/tiles/${layer}/{z}/{x}/{y}.png`;
}

export function tileJSON(viewed: Viewed, layer: TileLayer) {
  const { stored } = viewed.world;
  const side = stored.document.sizeMetres ?? endlessTileSquareMetres;
  return {
    tilejson: "3.0.0" as const,
    name: stored.title === "" ? stored.id : stored.title,
    tiles: [tileAddress(viewed, layer)],
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

export function mapStyle(viewed: Viewed): object {
  const { stored } = viewed.world;
  const side = stored.document.sizeMetres ?? endlessTileSquareMetres;
  const source = (layer: TileLayer) => ({
    tiles: [tileAddress(viewed, layer)],
    tileSize: tilePixels,
    minzoom: 0,
    maxzoom: deepestZoom,
    bounds,
  });
  return {
    version: 8,
    name: stored.title === "" ? stored.id : stored.title,
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
