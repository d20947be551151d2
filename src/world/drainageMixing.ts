// The water of a plugin that acts in a part of the world only. Water has one
// course, so nothing is averaged: each cell of the atlas takes one drainage or
// the other, below full weight by a hash of the basin it lies in, so that
// basins change as wholes; a river goes with its spring.

import { joinBits, textBits } from "../base/hashing.ts";
import { takesDiscrete } from "./composition.ts";
import type { Drainage } from "./drainage.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import type { Patch } from "./lattice.ts";
import { cellCentres } from "./lattice.ts";
import { maskValue } from "./mask.ts";
import type { RiverValue } from "./rivers.ts";
import type { WorldSetup } from "./setup.ts";

/** The heights of the atlas that masks read. */
export interface WaterGround {
  readonly patch: Patch;
  readonly heights: Float64Array;
}

/** `after` where the attachment acts, `before` elsewhere. */
export function mixDrainage(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  ground: WaterGround,
  before: Drainage,
  after: Drainage,
): Drainage {
  const taken = takenCells(setup, attachment, ground, before.receiver);
  const choose = <Column extends Float64Array | Int32Array>(one: Column, other: Column): Column =>
    one.map((value, k) => (taken[k] === 1 ? other[k]! : value)) as Column;
  const isTaken = ({ points: [spring] }: RiverValue): boolean => taken[cellAt(ground.patch, spring!)] === 1;
  const filled = choose(before.filled, after.filled);
  return {
    filled,
    receiver: withoutCycles(choose(before.receiver, after.receiver), filled),
    flow: choose(before.flow, after.flow),
    lakes: choose(before.lakes, after.lakes),
    rivers: [...before.rivers.filter((river) => !isTaken(river)), ...after.rivers.filter(isTaken)],
  };
}

/** 1 for each cell whose water the attachment takes. */
function takenCells(setup: WorldSetup, attachment: PreparedAttachment, { patch, heights }: WaterGround, receiver: Int32Array): Uint8Array {
  const { x, y } = cellCentres(patch);
  const stream = streamOf(setup, attachment, "hydrology");
  const outlets = outletsOf(receiver);
  return Uint8Array.from(heights, (height, k) => {
    const place = { x: x[k]!, y: y[k]!, height, slope: 0, biome: "", layer: setup.layer };
    const outlet = outlets[k]!;
    return Number(takesDiscrete(x[outlet]!, y[outlet]!, stream, attachment.strength * maskValue(attachment.mask, place)));
  });
}

/** Which rivers the attachment gets and gives, by their springs. */
export function takesRiver(
  setup: WorldSetup,
  attachment: PreparedAttachment,
  { patch, heights }: WaterGround,
): (river: RiverValue) => boolean {
  const stream = streamOf(setup, attachment, "refine_rivers");
  return ({ points: [spring] }) => {
    const [x, y] = spring!;
    const place = { x, y, height: heights[cellAt(patch, spring!)]!, slope: 0, biome: "", layer: setup.layer };
    return takesDiscrete(x, y, stream, attachment.strength * maskValue(attachment.mask, place));
  };
}

function streamOf({ seed }: WorldSetup, { plugin, salt }: PreparedAttachment, hook: string): bigint {
  return joinBits(textBits(seed), textBits(`${hook} ${plugin.hash} ${salt}`));
}

/** The cell that holds a place; of places beyond the edge the nearest. */
function cellAt({ cellSizeMetres, left, top, columns, rows }: Patch, [x, y]: readonly [number, number]): number {
  const column = Math.min(Math.max(Math.floor(x / cellSizeMetres) - left, 0), columns - 1);
  const row = Math.min(Math.max(Math.floor(y / cellSizeMetres) - top, 0), rows - 1);
  return row * columns + column;
}

/** The cell that each drains to in the end. */
function outletsOf(receiver: Int32Array): Int32Array {
  const outlets = new Int32Array(receiver.length).fill(-1);
  for (let start = 0; start < receiver.length; start++) {
    const way: number[] = [];
    let at = start;
    for (; outlets[at] === -1; at = receiver[at]!) {
      way.push(at);
      outlets[at] = at;
      if (receiver[at] === at) break;
    }
    for (const cell of way) outlets[cell] = outlets[at]!;
  }
  return outlets;
}

/** Where two courses send water round in a ring, the lowest cell of the ring keeps it. */
function withoutCycles(receiver: Int32Array, filled: Float64Array): Int32Array {
  const visited = new Int32Array(receiver.length).fill(-1);
  for (let start = 0; start < receiver.length; start++) {
    let at = start;
    while (visited[at] === -1) {
      visited[at] = start;
      at = receiver[at]!;
    }
    if (visited[at] !== start || receiver[at] === at) continue;
    let lowest = at;
    for (let cell = receiver[at]!; cell !== at; cell = receiver[cell]!) if (filled[cell]! < filled[lowest]!) lowest = cell;
    receiver[lowest] = lowest;
  }
  return receiver;
}
