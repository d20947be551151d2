// The picture of a comparison: the first world's relief in grey, and over it a
// colour for the stage that first changed a cell.

import { comparedStages, type ComparedStage, type WorldDifference } from "../world/difference.ts";
import type { Picture } from "./png.ts";

/** Told apart by people who see red and green alike too. */
const stageColours: ReadonlyMap<ComparedStage, readonly [number, number, number]> = new Map([
  ["shape", [213, 94, 0]],
  ["water", [0, 114, 178]],
  ["detail", [240, 228, 66]],
  ["climate", [86, 180, 233]],
  ["biome", [0, 158, 115]],
  ["look", [204, 121, 167]],
]);

/** `#rrggbb` of each stage, for a legend. */
export function stageColour(stage: ComparedStage): string {
  return `#${(stageColours.get(stage) ?? [0, 0, 0]).map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

export function differencePicture({ width, height, first, elevation }: WorldDifference, cellSizeMetres: number): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let k = 0; k < first.length; k++) {
    const grey = relief(elevation, width, k, cellSizeMetres);
    const stage = comparedStages[first[k]! - 1];
    const colour = stage === undefined ? undefined : stageColours.get(stage);
    for (let channel = 0; channel < 3; channel++) {
      rgb[3 * k + channel] = Math.round(colour === undefined ? grey : 0.25 * grey + 0.75 * colour[channel]!);
    }
  }
  return { width, height, rgb };
}

/** Grey 60..220 with light from the north-west; the sea is dark. */
function relief(elevation: Float64Array, width: number, k: number, cellSizeMetres: number): number {
  const here = elevation[k]!;
  if (here < 0) return 70;
  const west = k % width === 0 ? here : elevation[k - 1]!;
  const north = k < width ? here : elevation[k - width]!;
  const slope = (2 * here - west - north) / cellSizeMetres;
  return Math.min(Math.max(160 + 90 * slope, 60), 220);
}
