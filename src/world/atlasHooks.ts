// Atlas hooks that take a grid of the whole world and give one back, chained
// over the attachments: `reshape` changes heights, `rain` what falls on them.

import { foldColumn } from "./composition.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import type { Patch } from "./lattice.ts";
import { cellCentres } from "./lattice.ts";
import { maskValue } from "./mask.ts";
import { limits } from "../base/limits.ts";
import type { WorldSetup } from "./setup.ts";
import { atlasStage } from "./stageCache.ts";

/** What an atlas hook may give back: the layers of 512 x 512 cells several times over. */
export const atlasResultBytes = 64 * 2 ** 20;

export type GridHook = "reshape" | "rain";

/** A grid as plugins get and give it. */
export interface GridValue {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Attachments with a hook, in order of their effect: the built-in one, where there is one, first. */
export function attachmentsWith(setup: WorldSetup, hook: string, builtin: PreparedAttachment | null = null): PreparedAttachment[] {
  return [...(builtin === null ? [] : [builtin]), ...setup.attachments].filter(
    ({ plugin, strength, prepared }) => plugin.hooks.includes(hook) && strength > 0 && prepared !== null,
  );
}

/** The values after all plugins with the hook; `heights` is what they see of the land, `first` what the first gets as `prev`. */
export function chainGrid(setup: WorldSetup, hook: GridHook, patch: Patch, heights: Float64Array, first: Float64Array): Float64Array {
  let values = first;
  let key = hook === "reshape" ? setup.keys.shape : setup.keys.reshape;
  for (const attachment of attachmentsWith(setup, hook, hook === "rain" ? setup.builtins.rain : null)) {
    key = setup.keys.after(key, attachment, hook);
    const before = values;
    values = atlasStage(setup, hook, key, (own) => changeGrid(own, attachment, hook, patch, heights, before));
  }
  return values;
}

function changeGrid(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  hook: GridHook,
  patch: Patch,
  heights: Float64Array,
  before: Float64Array,
): Float64Array {
  const previous = gridValue(patch, before);
  const args = hook === "reshape" ? { h: previous } : { h: gridValue(patch, heights), prev: previous };
  const answer = callAtlasHook(setup, attachment, hook, args);
  if (answer === null) return before;
  const grid = answer as unknown as GridValue;
  const fault = gridFault(grid, patch);
  if (fault === null) return mixed(setup, attachment, patch, before, grid.data);
  reportWrong(setup, attachment, hook, fault);
  return before;
}

export function gridValue(patch: Patch, data: Float64Array): GridValue {
  return { shape: [patch.rows, patch.columns], data };
}

/** Calls an atlas hook; null, with a notice, where it faults. */
export function callAtlasHook(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  hook: string,
  args: Readonly<Record<string, unknown>>,
): unknown {
  const answer = attachment.plugin.call(
    hook,
    { ...args, w: attachment.world, s: attachment.prepared },
    { params: attachment.params, limits: { fuel: limits.fuelPerAtlasStage.default, resultBytes: atlasResultBytes } },
  );
  if (answer.ok) return answer.value;
  setup.notices.add({ plugin: attachment.plugin.name, hook, fault: answer.fault, x: 0, y: 0 });
  return null;
}

/** What is wrong with a grid that should cover the patch; null where nothing is. */
export function gridFault(grid: GridValue, patch: Patch): string | null {
  if (grid.shape[0] !== patch.rows || grid.shape[1] !== patch.columns) {
    return `a grid of ${grid.shape.join(" x ")} cells; the atlas has ${patch.rows} x ${patch.columns}`;
  }
  return grid.data.every((value) => Number.isFinite(value)) ? null : "a grid with values that are not finite";
}

/** Notes that an atlas hook gave what cannot be used; it is passed over. */
export function reportWrong(setup: WorldSetup, attachment: PreparedAttachment, hook: string, what: string): void {
  const fault = attachment.plugin.hookFault(hook, "WG523", `ValueError: ${hook} returned ${what}`);
  setup.notices.add({ plugin: attachment.plugin.name, hook, fault, x: 0, y: 0 });
}

function mixed(
  { layer }: WorldSetup,
  attachment: PreparedAttachment,
  patch: Patch,
  before: Float64Array,
  after: Float64Array,
): Float64Array {
  const values = Float64Array.from(before);
  const { mask, combine, strength } = attachment;
  if (mask.kind === "everywhere") {
    foldColumn(values, after, combine, strength, null);
    return values;
  }
  const { x, y } = cellCentres(patch);
  const weights = Float64Array.from(
    before,
    (height, k) => strength * maskValue(mask, { x: x[k]!, y: y[k]!, height, slope: 0, biome: "", layer }),
  );
  foldColumn(values, after, combine, strength, weights);
  return values;
}
