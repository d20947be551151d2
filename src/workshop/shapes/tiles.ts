// Shapes of what tells viewers where tiles are: TileJSON 3.0 and a MapLibre style.

import { type TSchema, Type } from "typebox";

const bounds = Type.Array(Type.Number(), { minItems: 4, maxItems: 4 });

export const TileJSONAnswer = Type.Object(
  {
    tilejson: Type.Literal("3.0.0"),
    name: Type.String(),
    tiles: Type.Array(Type.String()),
    bounds,
    center: Type.Array(Type.Number(), { minItems: 3, maxItems: 3 }),
    minzoom: Type.Integer(),
    maxzoom: Type.Integer(),
    scheme: Type.Literal("xyz"),
    attribution: Type.String(),
    encoding: Type.Optional(Type.Literal("terrarium")),
    metres_per_pixel: Type.Number({ description: "Metres of the world to a pixel at zoom 0; half at each further zoom." }),
    exaggeration: Type.Number({ description: "A viewer takes the world for the earth: heights times this look right." }),
  },
  { title: "TileJSON" },
);

export const StyleAnswer = Type.Unsafe<object>({
  type: "object",
  title: "Style",
  description: "A MapLibre style, version 8.",
  required: ["version", "sources", "layers"],
  properties: {
    version: { const: 8 },
    sources: { type: "object", additionalProperties: true },
    layers: { type: "array", items: { type: "object", additionalProperties: true } },
  },
  additionalProperties: true,
} as TSchema);
