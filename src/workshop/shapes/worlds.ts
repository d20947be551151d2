// Shapes of worlds, attachments, history, places and features.

import { type Static, Type } from "typebox";
import { combines } from "../../world/composition.ts";
import { atlasLayers } from "../../world/mask.ts";
import { Hash, linePattern, OwnerName, Reference, Slot, Time, WorldId } from "./names.ts";
import { FaultShape } from "./problem.ts";

const Seed = Type.String({ maxLength: 200, description: "Any text." });
const Title = Type.String({ maxLength: 200, pattern: linePattern, description: "One line, without control signs." });
const Size = Type.Union([Type.Number({ minimum: 1000, maximum: 10_000_000 }), Type.Null()], {
  description: "Side of the square world in metres; null is endless. Default 204800.",
});
const CellSize = Type.Number({ minimum: 0.5, maximum: 1000, description: "Metres; default 10." });
const SeaLevel = Type.Number({ minimum: -10_000, maximum: 10_000, description: "Metres; default 0." });
const Visibility = Type.Enum(["public", "private"]);

const settings = { title: Title, seed: Seed, size: Size, sea_level: SeaLevel, visibility: Visibility };

export const WorldRequest = Type.Object(
  {
    title: Type.Optional(Title),
    seed: Seed,
    size: Type.Optional(Size),
    cell_size: Type.Optional(CellSize),
    sea_level: Type.Optional(SeaLevel),
    visibility: Type.Optional(Visibility),
  },
  { title: "WorldRequest", additionalProperties: false },
);
export type WorldRequestBody = Static<typeof WorldRequest>;

export const WorldChange = Type.Partial(Type.Object(settings, { additionalProperties: false }), {
  title: "WorldChange",
  additionalProperties: false,
  minProperties: 1,
});
export type WorldChangeBody = Static<typeof WorldChange>;

const range = { min: Type.Optional(Type.Number()), max: Type.Optional(Type.Number()), feather: Type.Optional(Type.Number({ minimum: 0 })) };
const corner = Type.Tuple([Type.Number(), Type.Number()]);

export const MaskShape = Type.Union(
  [
    Type.Object({ kind: Type.Literal("everywhere") }, { additionalProperties: false }),
    Type.Object({ kind: Type.Literal("height"), ...range }, { additionalProperties: false, description: "Metres." }),
    Type.Object({ kind: Type.Literal("slope"), ...range }, { additionalProperties: false, description: "Rise over run." }),
    Type.Object(
      { kind: Type.Literal("layer"), layer: Type.Enum([...atlasLayers]), ...range },
      { additionalProperties: false, description: "In the unit of the layer; worlds without end have none." },
    ),
    Type.Object(
      { kind: Type.Literal("biomes"), names: Type.Array(Type.String({ maxLength: 256 }), { minItems: 1, maxItems: 64 }) },
      { additionalProperties: false },
    ),
    Type.Object(
      { kind: Type.Literal("polygon"), points: Type.Array(corner, { minItems: 3, maxItems: 1000, description: "Metres." }) },
      { additionalProperties: false },
    ),
  ],
  { title: "Mask", description: "Where an attachment acts." },
);

const Strength = Type.Number({ minimum: 0, maximum: 1, description: "Default 1." });
const CombineShape = Type.Enum([...combines], { description: "Default replace." });
const Salt = Type.String({ maxLength: 100, description: "Default empty: what the plugin's author saw." });
/** Names are the plugin author's; the values are compared with the plugin's own schema. */
const ParameterValues = Type.Unsafe<object>({
  type: "object",
  additionalProperties: true,
  description: "By name, as the plugin's parameter_schema says.",
});

export const AttachRequest = Type.Object(
  {
    plugin: Reference,
    enabled: Type.Optional(Type.Boolean()),
    strength: Type.Optional(Strength),
    combine: Type.Optional(CombineShape),
    mask: Type.Optional(MaskShape),
    salt: Type.Optional(Salt),
    parameters: Type.Optional(ParameterValues),
    position: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1000, description: "Place in the order of effect; default: where it is, else last." }),
    ),
  },
  { title: "AttachRequest", additionalProperties: false },
);
export type AttachRequestBody = Static<typeof AttachRequest>;

export const AttachmentShape = Type.Object(
  {
    slot: Slot,
    plugin: Reference,
    hash: Hash,
    status: Type.Enum(["active", "blocked"], { description: "A blocked plugin is passed over." }),
    enabled: Type.Boolean(),
    strength: Type.Number(),
    combine: CombineShape,
    mask: MaskShape,
    salt: Type.String(),
    parameters: ParameterValues,
  },
  { title: "Attachment" },
);

export const NoticeShape = Type.Object(
  { plugin: Type.String(), hook: Type.String(), x: Type.Number(), y: Type.Number(), count: Type.Integer(), fault: FaultShape },
  { title: "Notice", description: "A plugin that faulted and was passed over." },
);

const summary = {
  id: WorldId,
  owner: OwnerName,
  ...settings,
  cell_size: CellSize,
  engine: Type.Integer(),
  revision: Type.Integer({ description: "The ETag, without its quotes." }),
  created_at: Time,
  updated_at: Time,
};

export const WorldAnswer = Type.Object(
  {
    ...summary,
    version: Type.String({ description: "Stands for everything that the world is made from: for addresses that never change." }),
    attachments: Type.Array(AttachmentShape),
    can_undo: Type.Boolean(),
    can_redo: Type.Boolean(),
    notices: Type.Array(NoticeShape),
    links: Type.Object({ style: Type.String(), map: Type.String(), terrarium: Type.String(), history: Type.String() }),
  },
  { title: "World" },
);
export type WorldAnswerBody = Static<typeof WorldAnswer>;

export const WorldsAnswer = Type.Object({ worlds: Type.Array(Type.Object(summary)) }, { title: "Worlds" });

export const HistoryAnswer = Type.Object(
  {
    edits: Type.Array(
      Type.Object({
        number: Type.Integer(),
        title: Type.String(),
        state: Type.Enum(["done", "undone"]),
        made_by: Type.String(),
        made_at: Time,
        patches: Type.Array(Type.Unsafe<object>({ type: "object", additionalProperties: true })),
      }),
    ),
    can_undo: Type.Boolean(),
    can_redo: Type.Boolean(),
  },
  { title: "History" },
);

export const PointAnswer = Type.Object(
  {
    x: Type.Number(),
    y: Type.Number(),
    elevation: Type.Union([Type.Number(), Type.Null()], { description: "Metres; null where it is not a number, here and below." }),
    slope: Type.Union([Type.Number(), Type.Null()]),
    temperature: Type.Union([Type.Number(), Type.Null()]),
    moisture: Type.Union([Type.Number(), Type.Null()]),
    biome: Type.String(),
    color: Type.String({ description: "#rrggbb" }),
    notices: Type.Array(NoticeShape),
  },
  { title: "Point" },
);

const Position = Type.Array(Type.Number(), { minItems: 2, maxItems: 2 });

export const FeaturesAnswer = Type.Object(
  {
    type: Type.Literal("FeatureCollection"),
    features: Type.Array(
      Type.Object({
        type: Type.Literal("Feature"),
        geometry: Type.Union([
          Type.Object({ type: Type.Literal("Point"), coordinates: Position }),
          Type.Object({ type: Type.Literal("LineString"), coordinates: Type.Array(Position) }),
        ]),
        properties: Type.Object({
          kind: Type.String(),
          name: Type.String(),
          size: Type.Union([Type.Number(), Type.Null()]),
          angle: Type.Union([Type.Number(), Type.Null()]),
          x: Type.Number({ description: "Metres." }),
          y: Type.Number({ description: "Metres." }),
        }),
      }),
    ),
  },
  { title: "Features", description: "GeoJSON; coordinates as the tiles have them." },
);
