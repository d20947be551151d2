// The first stages of a chunk: the shape of the land folded over all plugins'
// `elevation`, then `erode` hooks, each of which eats its halo.

import type { PreparedAttachment } from "./hookRun.ts";
import { cellWeights, runOverCells } from "./hookRun.ts";
import { foldColumn } from "./composition.ts";
import type { Patch } from "./lattice.ts";
import { cellCentres, cropGrid, fuelForCells } from "./lattice.ts";
import { maskValue } from "./mask.ts";
import { regionValue } from "./region.ts";
import type { WorldSetup } from "./setup.ts";
import { limits } from "../base/limits.ts";
import { chunkStage } from "./stageCache.ts";
import { attachmentsWith } from "./atlasHooks.ts";
import { coarseLattice, spreadNodes } from "./coarseLattice.ts";
import type { PlaceColumns } from "./warp.ts";
import { warpPlaces } from "./warp.ts";
import { sampleHeightMap } from "./baseMap.ts";

/** Heights of a patch before erosion, metres, row-major. */
export function shapeHeights(setup: WorldSetup, patch: Patch): Float64Array {
  const margin = setup.attachments.reduce((sum, attachment) => sum + (stepOf(attachment) > 1 ? stepOf(attachment) : 0), 0);
  const wide = shrink(patch, -margin);
  return cropGrid(foldShape(setup, wide), wide.columns, wide.rows, margin);
}

/** Cells between two at which a plugin's `elevation` is asked. */
function stepOf({ plugin }: PreparedAttachment): number {
  return plugin.hooks.includes("elevation") ? Number(plugin.constants.get("STEP") ?? 1) : 1;
}

function foldShape(setup: WorldSetup, patch: Patch): Float64Array {
  const centres = cellCentres(patch);
  const where = `${patch.cellSizeMetres} ${patch.left} ${patch.top} ${patch.columns} ${patch.rows}`;
  const isStraight = attachmentsWith(setup, "warp").length === 0;
  const warped = (): PlaceColumns => chunkStage(setup, "warp", `${setup.keys.land} ${where}`, (own) => warpPlaces(own, centres));
  const places = isStraight ? centres : warped();
  let heights = chunkStage(setup, "land", `${setup.keys.land} ${where}`, (own) => {
    return (isStraight ? knownLand(own, patch) : null) ?? firstLand(own, patch, places);
  });
  let key = setup.keys.land;
  for (const attachment of attachmentsWith(setup, "elevation")) {
    key = setup.keys.after(key, attachment, "elevation");
    const before = heights;
    heights = chunkStage(setup, "shape", `${key} ${where}`, (own) => {
      const after = Float64Array.from(before);
      foldElevation(own, attachment, { patch, heights: after, ...places });
      return after;
    });
  }
  return heights;
}

/** The first land where erosion has left its heights; not where less fuel than usual might stop the built-in shape. */
function knownLand(setup: WorldSetup, patch: Patch): Float64Array | null {
  if (setup.base !== null || setup.chunkFuel < limits.fuelPerChunk.default) return null;
  return setup.land()?.heightsOver(patch) ?? null;
}

/** What plugins get as the first `prev`. */
function firstLand(setup: WorldSetup, patch: Patch, { x, y }: PlaceColumns): Float64Array {
  const heights = new Float64Array(x.length);
  foldElevation(setup, setup.builtins.shape, { patch, heights, x, y });
  layLand(setup, heights, x, y, patch.columns);
  return heights;
}

interface Ground extends PlaceColumns {
  readonly patch: Patch;
  readonly heights: Float64Array;
}

function foldElevation(setup: WorldSetup, attachment: PreparedAttachment, ground: Ground): void {
  const step = stepOf(attachment);
  const { patch, heights, x, y } = ground;
  const placeOf = (k: number) => ({ x: x[k]!, y: y[k]!, height: heights[k]!, slope: 0, biome: "", layer: setup.layer });
  if (step === 1) {
    const { answers, failed } = askElevation(setup, attachment, ground);
    foldColumn(heights, answers, attachment.combine, attachment.strength, cellWeights(attachment, heights.length, placeOf, failed));
    return;
  }
  const lattice = coarseLattice(patch, step);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(lattice.cells, (cell) => values[cell]!);
  const prev = pick(heights);
  const { answers, failed } = askElevation(setup, attachment, { patch, heights: prev, x: pick(x), y: pick(y) });
  if (failed !== null) for (const [k, is] of failed.entries()) if (is === 1) answers[k] = prev[k]!;
  const spread = spreadNodes(patch, lattice, answers);
  foldColumn(heights, spread, attachment.combine, attachment.strength, cellWeights(attachment, heights.length, placeOf, null));
}

function askElevation(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  { heights, x, y }: Ground,
): { answers: Float64Array; failed: Uint8Array | null } {
  const count = heights.length;
  const answers = new Float64Array(count);
  const columns = { x, y, prev: heights, w: attachment.world, s: attachment.prepared };
  const fuel = fuelForCells(setup.chunkFuel, count);
  const failed = runOverCells({ attachment, hook: "elevation", count, columns, out: answers, fuel, notices: setup.notices, x, y });
  return { answers, failed: withoutWild({ setup, attachment, answers, failed, x, y }) };
}

interface Answers extends PlaceColumns {
  readonly setup: WorldSetup;
  readonly attachment: PreparedAttachment;
  readonly answers: Float64Array;
  readonly failed: Uint8Array | null;
}

/** No ground is higher or deeper than this, metres: what follows could not count with it. */
const farthestMetres = 1e7;

/** Answers that are no heights count as faults of their cells. */
function withoutWild({ setup, attachment, answers, failed, x, y }: Answers): Uint8Array | null {
  let all = failed;
  for (let k = 0; k < answers.length; k++) {
    if (Math.abs(answers[k]!) <= farthestMetres || failed?.[k] === 1) continue;
    if (all === null) all = new Uint8Array(answers.length);
    all[k] = 1;
    const fault = attachment.plugin.hookFault(
      "elevation",
      "WG523",
      `ValueError: elevation returned ${wildText(answers[k]!)}, which is no height`,
    );
    setup.notices.add({ plugin: attachment.plugin.name, hook: "elevation", fault, x: x[k]!, y: y[k]! });
  }
  return all;
}

function wildText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return Number.isFinite(value) ? value.toExponential(3) : value > 0 ? "inf" : "-inf";
}

/** Erosion's work on the first land; then a real height map, which knows better. */
function layLand(setup: WorldSetup, heights: Float64Array, x: Float64Array, y: Float64Array, width: number): void {
  const corrections = setup.land()?.corrections(x, y, width);
  if (corrections !== undefined) for (let k = 0; k < heights.length; k++) heights[k]! += corrections[k]!;
  layBase(setup, heights, x, y);
}

/** A real height map stands in for the built-in shape where it reaches. */
function layBase(setup: WorldSetup, heights: Float64Array, x: Float64Array, y: Float64Array): void {
  if (setup.base === null) return;
  for (let k = 0; k < heights.length; k++) {
    const metres = sampleHeightMap(setup.base, x[k]!, y[k]!);
    if (metres !== null) heights[k] = metres;
  }
}

/** How many cells around a chunk all erosion together looks at. */
export function erosionHalo(setup: WorldSetup): number {
  return setup.attachments.reduce((sum, attachment) => sum + haloOf(attachment), 0);
}

function haloOf(attachment: PreparedAttachment): number {
  if (!attachment.plugin.hooks.includes("erode") || attachment.strength === 0 || attachment.prepared === null) return 0;
  return Number(attachment.plugin.constants.get("HALO") ?? 0);
}

/** Heights after erosion: of `patch` without the halos of all erode hooks. `heights` belong to the whole patch. */
export function erodeHeights(setup: WorldSetup, patch: Patch, heights: Float64Array): { patch: Patch; heights: Float64Array } {
  let state = { patch, heights };
  for (const attachment of setup.attachments) {
    if (!attachment.plugin.hooks.includes("erode") || attachment.strength === 0 || attachment.prepared === null) continue;
    state = erodeOnce(setup, attachment, state.patch, state.heights);
  }
  return state;
}

function erodeOnce(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  patch: Patch,
  heights: Float64Array,
): { patch: Patch; heights: Float64Array } {
  const halo = haloOf(attachment);
  const inner = shrink(patch, halo);
  const before = cropGrid(heights, patch.columns, patch.rows, halo);
  const answer = attachment.plugin.call(
    "erode",
    {
      h: { shape: [patch.rows, patch.columns], data: heights },
      r: regionValue(patch, halo, heights),
      w: attachment.world,
      s: attachment.prepared,
    },
    { params: attachment.params, limits: { fuel: fuelForCells(setup.chunkFuel, heights.length) } },
  );
  const middle = { x: (inner.left + inner.columns / 2) * patch.cellSizeMetres, y: (inner.top + inner.rows / 2) * patch.cellSizeMetres };
  if (!answer.ok) {
    setup.notices.add({ plugin: attachment.plugin.name, hook: "erode", fault: answer.fault, ...middle });
    return { patch: inner, heights: before };
  }
  const grid = answer.value as { shape: readonly number[]; data: Float64Array };
  if (grid.shape[0] !== patch.rows || grid.shape[1] !== patch.columns) {
    setup.notices.add({
      plugin: attachment.plugin.name,
      hook: "erode",
      fault: setup.wrongShape(attachment.plugin, grid.shape, patch),
      ...middle,
    });
    return { patch: inner, heights: before };
  }
  const eroded = cropGrid(grid.data, patch.columns, patch.rows, halo);
  return { patch: inner, heights: mixGrids(setup, attachment, inner, before, eroded) };
}

function shrink(patch: Patch, border: number): Patch {
  return {
    cellSizeMetres: patch.cellSizeMetres,
    left: patch.left + border,
    top: patch.top + border,
    columns: patch.columns - 2 * border,
    rows: patch.rows - 2 * border,
  };
}

function mixGrids(
  { layer }: WorldSetup,
  attachment: PreparedAttachment,
  patch: Patch,
  before: Float64Array,
  after: Float64Array,
): Float64Array {
  const mixed = Float64Array.from(before);
  const { mask } = attachment;
  if (mask.kind === "everywhere") {
    foldColumn(mixed, after, attachment.combine, attachment.strength, null);
    return mixed;
  }
  const { x, y } = cellCentres(patch);
  const weights = Float64Array.from(
    before,
    (height, k) => attachment.strength * maskValue(mask, { x: x[k]!, y: y[k]!, height, slope: 0, biome: "", layer }),
  );
  foldColumn(mixed, after, attachment.combine, attachment.strength, weights);
  return mixed;
}
