// Where a place of the flat world lies for a map viewer, which takes the
// world's square for the Mercator square of the earth: longitude and latitude.

import { arctangent2 } from "../world/angle.ts";
import { endlessTileSquareMetres } from "../world/tile.ts";

/** x to the east and y to the south in metres, as degrees `[longitude, latitude]`. */
export function toDegrees(sizeMetres: number | null, x: number, y: number): [longitude: number, latitude: number] {
  const side = sizeMetres ?? endlessTileSquareMetres;
  const north = exponential((-2 * Math.PI * y) / side);
  // The Gudermannian of Mercator's northing: atan(sinh(t)).
  const latitude = arctangent2((north - 1 / north) / 2, 1);
  return [(x / side) * 360, (latitude * 180) / Math.PI];
}

/** Degrees of latitude at the square's northern edge: 85.0511 on any Mercator map. */
export const edgeLatitude = 85.0511287798066;

/** e^t for small t, to some 1e-14: the engine's own differs between machines. */
function exponential(t: number): number {
  const small = t / 64;
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (small / n) * sum;
  for (let doubling = 0; doubling < 6; doubling++) sum *= sum;
  return sum;
}
