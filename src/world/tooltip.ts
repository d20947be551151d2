// What is shown of a place that somebody points at: lines of the world's own,
// then what plugins' `tooltip` hooks make of them, in order.

import { joinBits, textBits } from "../base/hashing.ts";
import { limits } from "../base/limits.ts";
import { attachmentsWith } from "./atlasHooks.ts";
import type { CellColumns } from "./cellColumns.ts";
import { takesDiscrete } from "./composition.ts";
import { maskValue } from "./mask.ts";
import type { WorldSetup } from "./setup.ts";

/** The lines of cell `index`, in order; keys and texts are the plugins' where they say so. */
export function makeTooltip(setup: WorldSetup, cells: CellColumns, index: number): ReadonlyMap<string, string> {
  const cell = cellValue(cells, index);
  let lines: ReadonlyMap<string, string> = ownLines(cell);
  const place = { x: cell.x, y: cell.y, height: cell.elevation, slope: cell.slope, biome: cell.biome.name, layer: setup.layer };
  for (const attachment of attachmentsWith(setup, "tooltip")) {
    const stream = joinBits(textBits(setup.seed), textBits(`tooltip ${attachment.plugin.hash} ${attachment.salt}`));
    if (!takesDiscrete(cell.x, cell.y, stream, attachment.strength * maskValue(attachment.mask, place))) continue;
    const answer = attachment.plugin.call(
      "tooltip",
      { c: cell, prev: lines, w: attachment.world, s: attachment.prepared },
      { params: attachment.params, limits: { fuel: limits.fuelPerCall.default } },
    );
    if (answer.ok) lines = new Map([...lines, ...(answer.value as ReadonlyMap<string, string>)]);
    else setup.notices.add({ plugin: attachment.plugin.name, hook: "tooltip", fault: answer.fault, x: cell.x, y: cell.y });
  }
  return lines;
}

function ownLines(cell: ReturnType<typeof cellValue>): Map<string, string> {
  const lines = new Map([["elevation", `${Math.round(cell.elevation)} m`]]);
  if (cell.water_depth > 0) lines.set("water", `${cell.water_depth.toFixed(1)} m deep`);
  lines.set("biome", cell.biome.name);
  lines.set("temperature", `${cell.temperature.toFixed(1)} °C`);
  lines.set("moisture", `${Math.round(cell.moisture * 100)} %`);
  return lines;
}

/** The `Cell` value that plugins see. */
function cellValue(cells: CellColumns, k: number) {
  return {
    x: cells.x[k]!,
    y: cells.y[k]!,
    elevation: cells.elevation[k]!,
    slope: cells.slope[k]!,
    aspect: cells.aspect[k]!,
    temperature: cells.temperature[k]!,
    moisture: cells.moisture[k]!,
    biome: cells.biome.values[cells.biome.codes[k]!]!,
    water_depth: cells.water_depth[k]!,
    flow: cells.flow[k]!,
  };
}
