// Where an attachment acts. A mask reads what earlier stages made: heights,
// slopes, biomes; or only the place itself. Its value is 0..1; `feather` in
// the unit of the range softens its edges outwards.

/** A restriction of an attachment to a part of the world. */
export type Mask =
  | { readonly kind: "everywhere" }
  /** Metres; for elevation hooks the height before the attachment. */
  | { readonly kind: "height"; readonly min?: number; readonly max?: number; readonly feather?: number }
  /** Rise over run. */
  | { readonly kind: "slope"; readonly min?: number; readonly max?: number; readonly feather?: number }
  | { readonly kind: "biomes"; readonly names: readonly string[] }
  /** What the atlas says of the place: metres, 0..1 of rain, square kilometres that drain through, metres of water. */
  | { readonly kind: "layer"; readonly layer: AtlasLayer; readonly min?: number; readonly max?: number; readonly feather?: number }
  /** Corners in metres; the inside by the even-odd rule. */
  | { readonly kind: "polygon"; readonly points: readonly (readonly [number, number])[] };

/** A layer of the atlas that masks may read. */
export type AtlasLayer = "elevation" | "rain" | "flow" | "water";

export const atlasLayers: readonly AtlasLayer[] = ["elevation", "rain", "flow", "water"];

export type MaskNeed = "nothing" | "height" | "layer" | "slope" | "biome";

/** What must be there before a mask can be read: the shape before the attachment, the atlas, finished heights, biomes. */
export function maskNeeds(mask: Mask): MaskNeed {
  switch (mask.kind) {
    case "everywhere":
    case "polygon":
      return "nothing";
    case "height":
      return "height";
    case "layer":
      return "layer";
    case "slope":
      return "slope";
    case "biomes":
      return "biome";
  }
}

/** What is known of one place when a mask is asked. */
export interface MaskedPlace {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly slope: number;
  readonly biome: string;
  /** Of the atlas around; asked only where the atlas is there. */
  readonly layer: (layer: AtlasLayer, x: number, y: number) => number;
}

/** 0 outside, 1 inside, between on a feathered edge. */
export function maskValue(mask: Mask, place: MaskedPlace): number {
  switch (mask.kind) {
    case "everywhere":
      return 1;
    case "height":
      return rangeValue(mask, place.height);
    case "layer":
      return rangeValue(mask, place.layer(mask.layer, place.x, place.y));
    case "slope":
      return rangeValue(mask, place.slope);
    case "biomes":
      return mask.names.includes(place.biome) ? 1 : 0;
    case "polygon":
      return insidePolygon(mask.points, place.x, place.y) ? 1 : 0;
  }
}

function rangeValue(range: { min?: number; max?: number; feather?: number }, value: number): number {
  const below = (range.min ?? -Infinity) - value;
  const above = value - (range.max ?? Infinity);
  const outside = Math.max(below, above, 0);
  if (outside === 0) return 1;
  const feather = range.feather ?? 0;
  return outside >= feather ? 0 : 1 - outside / feather;
}

/** Even-odd rule; points on an edge count to one side of it only. */
export function insidePolygon(points: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  for (let k = 0; k < points.length; k++) {
    const [ax, ay] = points[k]!;
    const [bx, by] = points[(k + points.length - 1) % points.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
