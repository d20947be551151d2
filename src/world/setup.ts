// A world made ready to run: its attachments with their seeds and prepared
// values, the built-in stages, what it starts from, what it may spend.

import type { Fault } from "../engine/fault.ts";
import type { Plugin } from "../engine/plugin.ts";
import type { Atlas } from "./atlas.ts";
import type { HeightMap } from "./baseMap.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import type { Land } from "./land.ts";
import type { Patch } from "./lattice.ts";
import type { MaskedPlace } from "./mask.ts";
import type { StageContext } from "./stageCache.ts";
import type { StageKeys } from "./stageKeys.ts";

export interface WorldSetup extends StageContext {
  readonly seed: string;
  readonly sizeMetres: number | null;
  readonly cellSizeMetres: number;
  readonly seaLevelMetres: number;
  readonly base: HeightMap | null;
  readonly builtins: BuiltinStages;
  readonly attachments: readonly PreparedAttachment[];
  /** Fuel for one hook over one chunk. */
  readonly chunkFuel: number;
  readonly keys: StageKeys;
  /** The built-in shape after the built-in erosion; null in a world without end. */
  readonly land: () => Land | null;
  /** The atlas, made when first asked for; null in a world without end. */
  readonly atlas: () => Atlas | null;
  /** What the atlas says of a place; for masks of stages behind it. */
  readonly layer: MaskedPlace["layer"];
  /** The fault of an `erode` that returned a grid of another shape. */
  readonly wrongShape: (plugin: Plugin, shape: readonly number[], patch: Patch) => Fault;
}

/** The stages under `stdlib/world/`, attached like any plugin. */
export interface BuiltinStages {
  readonly shape: PreparedAttachment;
  readonly erosion: PreparedAttachment;
  readonly rain: PreparedAttachment;
  readonly water: PreparedAttachment;
  readonly places: PreparedAttachment;
  readonly climate: PreparedAttachment;
  readonly biome: PreparedAttachment;
  readonly look: PreparedAttachment;
}
