// The first stage: places moved before the shape of the land is read there.
// Plugins' `warp` hooks are composed in order; strength and mask scale how far
// a place moves.

import { attachmentsWith } from "./atlasHooks.ts";
import { cellWeights, runOverCells } from "./hookRun.ts";
import { fuelForCells } from "./lattice.ts";
import type { WorldSetup } from "./setup.ts";

export interface PlaceColumns {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Where the shape of each place is read; the places themselves where no plugin warps. */
export function warpPlaces(setup: WorldSetup, places: PlaceColumns): PlaceColumns {
  let moved = places;
  for (const attachment of attachmentsWith(setup, "warp")) {
    const count = places.x.length;
    const { x, y } = { x: new Float64Array(count), y: new Float64Array(count) };
    const failed = runOverCells({
      attachment,
      hook: "warp",
      count,
      columns: { x: moved.x, y: moved.y, w: attachment.world, s: attachment.prepared },
      out: [x, y] as unknown as Record<string, Float64Array>,
      fuel: fuelForCells(setup.chunkFuel, count),
      notices: setup.notices,
      ...places,
    });
    const from = moved;
    const placeOf = (k: number) => ({ x: places.x[k]!, y: places.y[k]!, height: 0, slope: 0, biome: "", layer: setup.layer });
    const weights = cellWeights(attachment, count, placeOf, failed);
    const toward = (start: Float64Array, end: Float64Array): Float64Array =>
      start.map((value, k) => {
        const weight = weights === null ? attachment.strength : weights[k]!;
        if (weight <= 0 || !Number.isFinite(end[k]!)) return value;
        return weight >= 1 ? end[k]! : value + weight * (end[k]! - value);
      });
    moved = { x: toward(from.x, x), y: toward(from.y, y) };
  }
  return moved;
}
