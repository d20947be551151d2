// The per-cell stages behind the heights: climate, biomes, colours. Each is
// folded over the built-in stage and every attachment that has the hook.

import type { MapColumns, MapOut } from "../engine/plugin.ts";
import { joinBits, textBits } from "../base/hashing.ts";
import { attachmentsWith } from "./atlasHooks.ts";
import type { BiomeValue, CellColumns } from "./cellColumns.ts";
import { foldColumn, takesDiscrete } from "./composition.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import { cellWeights, runOverCells } from "./hookRun.ts";
import { fuelForCells } from "./lattice.ts";
import type { MaskedPlace } from "./mask.ts";
import type { WorldSetup } from "./setup.ts";

/** Fills temperature and moisture. */
export function foldClimate(setup: WorldSetup, cells: CellColumns): void {
  const wind = new Float64Array(cells.x.length);
  const fields = { temperature: cells.temperature, moisture: cells.moisture, wind };
  for (const attachment of attachmentsWith(setup, "climate", setup.builtins.climate))
    foldRecord(setup, attachment, "climate", cells, fields);
}

/** Red, green and blue of every cell before light, each in 0..1. */
export function foldColors(setup: WorldSetup, cells: CellColumns): { r: Float64Array; g: Float64Array; b: Float64Array } {
  const count = cells.x.length;
  const fields = { r: new Float64Array(count), g: new Float64Array(count), b: new Float64Array(count) };
  for (const attachment of attachmentsWith(setup, "color", setup.builtins.look)) foldRecord(setup, attachment, "color", cells, fields);
  return fields;
}

/** Folds a hook whose value is a record of floats, field by field. */
function foldRecord(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  hook: string,
  cells: CellColumns,
  fields: Readonly<Record<string, Float64Array>>,
): void {
  const names = Object.keys(fields);
  const out = Object.fromEntries(names.map((name) => [name, new Float64Array(cells.x.length)]));
  const { weights } = runHook(setup, attachment, hook, cells, fields, out);
  for (const name of names) foldColumn(fields[name]!, out[name]!, attachment.combine, attachment.strength, weights);
}

/** Fills the biome of every cell; a biome cannot be mixed, so a positional hash chooses below full weight. */
export function foldBiomes(setup: WorldSetup, cells: CellColumns): void {
  const { codes, values } = cells.biome;
  const codeOf = new Map(values.map((value, code) => [biomeKey(value), code]));
  for (const attachment of attachmentsWith(setup, "biome", setup.builtins.biome)) {
    const out: { codes: Int32Array; values: BiomeValue[] } = { codes: new Int32Array(codes.length), values: [] };
    const { failed, weights } = runHook(setup, attachment, "biome", cells, cells.biome, out);
    const stream = joinBits(textBits(setup.seed), textBits(`biome ${attachment.plugin.hash} ${attachment.salt}`));
    for (let k = 0; k < codes.length; k++) {
      if (failed !== null && failed[k] === 1) continue;
      if (!takesDiscrete(cells.x[k]!, cells.y[k]!, stream, weights === null ? attachment.strength : weights[k]!)) continue;
      codes[k] = internBiome(values, codeOf, out.values[out.codes[k]!]!);
    }
  }
}

function internBiome(values: BiomeValue[], codeOf: Map<string, number>, value: BiomeValue): number {
  const key = biomeKey(value);
  let code = codeOf.get(key);
  if (code === undefined) {
    code = values.length;
    values.push(value);
    codeOf.set(key, code);
  }
  return code;
}

function biomeKey(value: BiomeValue): string {
  return value.color === null ? value.name : `${value.name}\n${value.color.r},${value.color.g},${value.color.b}`;
}

function runHook(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  hook: string,
  cells: CellColumns,
  previous: MapColumns[string],
  out: MapOut,
): { failed: Uint8Array | null; weights: Float64Array | null } {
  const count = cells.x.length;
  const columns = { c: cells, prev: previous, w: attachment.world, s: attachment.prepared };
  const { x, y } = cells;
  const failed = runOverCells({
    attachment,
    hook,
    count,
    columns,
    out,
    fuel: fuelForCells(setup.chunkFuel, count),
    notices: setup.notices,
    x,
    y,
  });
  return { failed, weights: cellWeights(attachment, count, (k) => placeOf(setup, cells, k), failed) };
}

function placeOf({ layer }: WorldSetup, cells: CellColumns, k: number): MaskedPlace {
  return {
    x: cells.x[k]!,
    y: cells.y[k]!,
    height: cells.elevation[k]!,
    slope: cells.slope[k]!,
    biome: cells.biome.values[cells.biome.codes[k]!]!.name,
    layer,
  };
}
