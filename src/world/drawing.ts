// What plugins draw on a map: `draw` hooks, run once for each chunk of the
// view's own lattice, each a layer over all that came before. A chunk's
// commands reach as far beyond it as its plugin's REACH and are cut there, so
// that a place looks the same in every picture that shows it.

import type { Effect } from "../engine/effects.ts";
import { isWhole } from "./attachment.ts";
import { attachmentsWith } from "./atlasHooks.ts";
import type { Chunk } from "./chunk.ts";
import type { FeatureGround } from "./features.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import { chunkCells } from "./lattice.ts";
import { maskValue } from "./mask.ts";
import type { CanvasPlace, DrawnCommand } from "./painting.ts";
import { paintCommands } from "./painting.ts";
import type { Picture } from "./picture.ts";
import { regionValue } from "./region.ts";
import type { WorldSetup } from "./setup.ts";

/** The commands of one plugin for one chunk. */
export interface DrawnLayer {
  /** Its place among the world's attachments with `draw`. */
  readonly layer: number;
  readonly commands: readonly DrawnCommand[];
}

export function drawsLayers(setup: WorldSetup): boolean {
  return attachmentsWith(setup, "draw").length > 0;
}

/** What each plugin draws of a chunk; one that faults draws nothing there. */
export function chunkLayers(setup: WorldSetup, ground: FeatureGround): DrawnLayer[] {
  return attachmentsWith(setup, "draw").flatMap((attachment, layer) => {
    const region = regionValue(ground.patch, ground.border, ground.heights, ground.biomes);
    const [x0, y0, x1, y1] = ["x0", "y0", "x1", "y1"].map((edge) => region[edge] as number) as [number, number, number, number];
    const answer = attachment.plugin.call(
      "draw",
      { cv: { width: x1 - x0, height: y1 - y0 }, r: region, w: attachment.world, s: attachment.prepared },
      { params: attachment.params, limits: { fuel: setup.chunkFuel } },
    );
    if (answer.ok) return [{ layer, commands: answer.effects.map(commandOf) }];
    setup.notices.add({ plugin: attachment.plugin.name, hook: "draw", fault: answer.fault, x: (x0 + x1) / 2, y: (y0 + y1) / 2 });
    return [];
  });
}

function commandOf({ arguments: [name, numbers, text] }: Effect): DrawnCommand {
  return { name: name as string, numbers: numbers as unknown as readonly number[], text: text as string };
}

export interface LayerView {
  /** The first cell of the picture on the lattice of its scale. */
  readonly left: number;
  readonly top: number;
  readonly metresPerPixel: number;
  readonly chunkAt: (cx: number, cy: number) => Chunk;
}

/** Paints the layers of all chunks that reach into the picture, plugin by plugin. */
export function drawLayers(setup: WorldSetup, picture: Picture, view: LayerView): void {
  for (const [layer, attachment] of attachmentsWith(setup, "draw").entries()) {
    const before = isWhole(attachment) ? null : picture.rgb.slice();
    const reach = Number(attachment.plugin.constants.get("REACH") ?? 0);
    for (const cy of chunksOver(view.top - reach, picture.height + 2 * reach)) {
      for (const cx of chunksOver(view.left - reach, picture.width + 2 * reach)) {
        const drawn = view.chunkAt(cx, cy).layers.find((each) => each.layer === layer);
        if (drawn === undefined || paintCommands(picture, drawn.commands, placeOf(view, cx, cy, reach))) continue;
        const fault = attachment.plugin.hookFault(
          "draw",
          "WG523",
          "ValueError: draw paints more than one chunk may: larger shapes, or fewer",
        );
        const middle = (chunk: number): number => (chunk + 0.5) * chunkCells * view.metresPerPixel;
        setup.notices.add({ plugin: attachment.plugin.name, hook: "draw", fault, x: middle(cx), y: middle(cy) });
      }
    }
    if (before !== null) fade(picture, before, attachment, view);
  }
}

/** The chunks that own cells from `first` on. */
export function chunksOver(first: number, cells: number): number[] {
  const from = Math.floor(first / chunkCells);
  return Array.from({ length: Math.floor((first + cells - 1) / chunkCells) - from + 1 }, (_, k) => from + k);
}

/** The sheet is the chunk, with its reach. */
function placeOf({ left, top, metresPerPixel }: LayerView, cx: number, cy: number, reach: number): CanvasPlace {
  const [x, y] = [cx * chunkCells, cy * chunkCells];
  const square = (more: number) => ({ left: -more, top: -more, right: chunkCells + more, bottom: chunkCells + more });
  const canvas = { x: -x, y: -y, scale: 1 / metresPerPixel, penScale: 1 };
  return { left: x - left, top: y - top, ...canvas, clip: square(reach), ground: square(0) };
}

/** Takes back what strength and mask leave out, pixel by pixel. */
function fade(picture: Picture, before: Uint8Array, { strength, mask }: PreparedAttachment, { left, top, chunkAt }: LayerView): void {
  for (let py = 0; py < picture.height; py++) {
    for (let px = 0; px < picture.width; px++) {
      const at = 3 * (py * picture.width + px);
      if (picture.rgb[at] === before[at] && picture.rgb[at + 1] === before[at + 1] && picture.rgb[at + 2] === before[at + 2]) continue;
      const [column, row] = [left + px, top + py];
      const [cx, cy] = [Math.floor(column / chunkCells), Math.floor(row / chunkCells)];
      const place = chunkAt(cx, cy).placeOf((row - cy * chunkCells) * chunkCells + column - cx * chunkCells);
      const weight = strength * maskValue(mask, place);
      for (let k = at; k < at + 3; k++) {
        picture.rgb[k] = Math.floor(before[k]! + weight * (picture.rgb[k]! - before[k]!) + 0.5);
      }
    }
  }
}
