// The water of the atlas: the last plugin with `hydrology` wins where it acts,
// before it the others and the built-in one; `refine_rivers` hooks are chained
// behind it. What comes from a plugin is checked before chunks rely on it.

import { isWhole } from "./attachment.ts";
import { attachmentsWith, callAtlasHook, gridFault, gridValue, reportWrong } from "./atlasHooks.ts";
import type { GridValue } from "./atlasHooks.ts";
import type { WaterGround } from "./drainageMixing.ts";
import { mixDrainage, takesRiver } from "./drainageMixing.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import type { Patch } from "./lattice.ts";
import type { RiverValue } from "./rivers.ts";
import { widestRiver } from "./rivers.ts";
import type { WorldSetup } from "./setup.ts";
import { atlasStage } from "./stageCache.ts";

export interface Drainage {
  readonly filled: Float64Array;
  /** Flat index of the cell that each drains to. */
  readonly receiver: Int32Array;
  /** Square kilometres. */
  readonly flow: Float64Array;
  /** Metres of water over the bed; 0 off the lakes. */
  readonly lakes: Float64Array;
  readonly rivers: readonly RiverValue[];
}

interface DrainageValue {
  readonly filled: GridValue;
  readonly receiver: { readonly shape: readonly number[]; readonly data: BigInt64Array };
  readonly flow: GridValue;
  readonly lakes: GridValue;
  readonly rivers: readonly RiverValue[];
}

/** Rivers and points of them that a world keeps; more are a fault. */
const mostRivers = 20_000;
const mostPoints = 400_000;

/** Null where there is no water: a real height map lies under the world, or every plugin faulted. */
export function findWater(setup: WorldSetup, patch: Patch, heights: Float64Array, rain: Float64Array): Drainage | null {
  if (setup.base !== null) return null;
  const ground = { patch, heights };
  const drainage = atlasStage(setup, "hydrology", setup.keys.hydrology, (own) => runHydrology(own, ground, rain));
  return drainage === null ? null : { ...drainage, rivers: refineRivers(setup, ground, drainage.rivers) };
}

/** Only those are run of which something is left. */
function runHydrology(setup: WorldSetup, ground: WaterGround, rain: Float64Array): Drainage | null {
  const partly: { readonly attachment: PreparedAttachment; readonly drainage: Drainage }[] = [];
  let below: Drainage | null = null;
  for (const attachment of attachmentsWith(setup, "hydrology", setup.builtins.water).toReversed()) {
    const drainage = askHydrology(setup, attachment, ground, rain);
    if (drainage === null) continue;
    if (isWhole(attachment)) {
      below = drainage;
      break;
    }
    partly.push({ attachment, drainage });
  }
  return partly.reduceRight(
    (before, { attachment, drainage }) => (before === null ? drainage : mixDrainage(setup, attachment, ground, before, drainage)),
    below,
  );
}

/** Null, with a notice, where the plugin faults or gives what cannot be used. */
function askHydrology(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  { patch, heights }: WaterGround,
  rain: Float64Array,
): Drainage | null {
  const answer = callAtlasHook(setup, attachment, "hydrology", { h: gridValue(patch, heights), rain: gridValue(patch, rain) });
  if (answer === null) return null;
  const value = answer as DrainageValue;
  const wrong = drainageFault(value, patch);
  if (wrong === null) return readDrainage(value);
  reportWrong(setup, attachment, "hydrology", wrong);
  return null;
}

function readDrainage({ filled, receiver, flow, lakes, rivers }: DrainageValue): Drainage {
  return { filled: filled.data, receiver: cellIndices(receiver.data), flow: flow.data, lakes: lakes.data, rivers };
}

/** Indices that have been checked, as 32 bits: the low words. */
function cellIndices({ buffer, byteOffset, length }: BigInt64Array): Int32Array {
  const words = new Int32Array(buffer, byteOffset, 2 * length);
  const cells = new Int32Array(length);
  for (let k = 0; k < length; k++) cells[k] = words[2 * k]!;
  return cells;
}

/** Does each 64-bit word hold a number from 0 to below `count`? Read by halves: a bigint for each cell takes long. */
function areIndices({ buffer, byteOffset, length }: BigInt64Array, count: number): boolean {
  const words = new Uint32Array(buffer, byteOffset, 2 * length);
  for (let k = 0; k < length; k++) if (words[2 * k + 1] !== 0 || words[2 * k]! >= count) return false;
  return true;
}

function drainageFault({ filled, receiver, flow, lakes, rivers }: DrainageValue, patch: Patch): string | null {
  for (const grid of [filled, flow, lakes]) {
    const fault = gridFault(grid, patch);
    if (fault !== null) return fault;
  }
  const cells = patch.rows * patch.columns;
  if (receiver.data.length !== cells || !areIndices(receiver.data, cells)) {
    return "receivers that are no cells of the atlas";
  }
  return riversFault(rivers);
}

function riversFault(rivers: readonly RiverValue[]): string | null {
  const points = rivers.reduce((sum, river) => sum + river.points.length, 0);
  if (rivers.length > mostRivers || points > mostPoints) return `more than ${mostRivers} rivers or ${mostPoints} points`;
  for (const { points: line, widths, levels } of rivers) {
    if (line.length < 2 || widths.length !== line.length || levels.length !== line.length) {
      return "a river without a width and a level for each of its points";
    }
    if (!line.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) return "a river with a point that is not finite";
    if (!widths.every((width) => width >= 0 && width <= widestRiver)) return `a river that is not 0 to ${widestRiver} m wide`;
    if (!levels.every((level, k) => Number.isFinite(level) && (k === 0 || level <= levels[k - 1]!))) return "a river that flows uphill";
  }
  return null;
}

/** Each plugin gets what the one before it gave, of the rivers that it may touch. */
function refineRivers(setup: WorldSetup, ground: WaterGround, first: readonly RiverValue[]): readonly RiverValue[] {
  let rivers = first;
  let key = setup.keys.hydrology;
  for (const attachment of attachmentsWith(setup, "refine_rivers")) {
    const before = rivers;
    key = setup.keys.after(key, attachment, "refine_rivers");
    rivers = atlasStage(setup, "rivers", key, (own) => refineOnce(own, attachment, ground, before));
  }
  return rivers;
}

function refineOnce(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  ground: WaterGround,
  rivers: readonly RiverValue[],
): readonly RiverValue[] {
  const takes = takesRiver(setup, attachment, ground);
  const touched = rivers.filter(takes);
  if (touched.length === 0 && !isWhole(attachment)) return rivers;
  const answer = callAtlasHook(setup, attachment, "refine_rivers", { rivers: touched });
  if (answer === null) return rivers;
  const refined = answer as readonly RiverValue[];
  const wrong = riversFault(refined);
  if (wrong === null) return isWhole(attachment) ? refined : [...rivers.filter((river) => !takes(river)), ...refined.filter(takes)];
  reportWrong(setup, attachment, "refine_rivers", wrong);
  return rivers;
}
