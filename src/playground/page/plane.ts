// Between the world's metres and the map's degrees. The square of the world
// lies on the whole Mercator square; x runs east, y south.
// Source: the spherical Mercator projection, EPSG:3857.

import { MercatorCoordinate, type LngLat } from "maplibre-gl";
import { worldSideMetres as sideMetres } from "../engine/messages.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
}

export function toPlace(lngLat: LngLat): Place {
  const { x, y } = MercatorCoordinate.fromLngLat(lngLat);
  return { x: (x - 0.5) * sideMetres, y: (y - 0.5) * sideMetres };
}

export function toLngLat({ x, y }: Place): LngLat {
  return new MercatorCoordinate(x / sideMetres + 0.5, y / sideMetres + 0.5).toLngLat();
}

/** Metres of the world to a pixel of the screen. MapLibre's square has 512 pixels at zoom 0. */
export function metresPerPixel(zoom: number): number {
  return sideMetres / (512 * 2 ** zoom);
}

/** How many times too tall MapLibre shows heights at a latitude, because its metres shrink towards the poles. */
export function stretchAt(lngLat: LngLat): number {
  const here = MercatorCoordinate.fromLngLat(lngLat).meterInMercatorCoordinateUnits();
  return here / new MercatorCoordinate(0.5, 0.5).meterInMercatorCoordinateUnits();
}
