// The row of a chunk: the default world's chunks with all their stages against
// the same by hand in TypeScript (`twins/`), equal to the last bit.

import { Chunk } from "../src/world/chunk.ts";
import { prepareWorld } from "../src/world/prepare.ts";
import type { WorldSetup } from "../src/world/setup.ts";
import { timesOf } from "./measuring.ts";
import type { Measured, Row } from "./measuring.ts";
import { chunkByHand } from "./twins/chunk.ts";
import type { TwinChunk } from "./twins/chunk.ts";

/** Chunks all over the world: plains, mountains, coasts and sea. */
const places = [-110, -60, 0, 50, 90].flatMap((cx) => [-100, -40, 20, 70].map((cy) => [cx, cy] as const));

/** What is computed twice is: nothing is kept from one chunk to the next. */
function chunkOfStages(setup: WorldSetup, cx: number, cy: number): TwinChunk {
  const chunk = new Chunk(setup, cx, cy, setup.cellSizeMetres);
  const { codes, values } = chunk.surface.biome;
  return { ...chunk.surface, ...chunk.colors, biome: Array.from(codes, (code) => values[code]!.name) };
}

function sum(chunks: readonly TwinChunk[]): number {
  return chunks.reduce((total, { elevation, r }) => total + elevation[0]! + r[0]!, 0);
}

function requireEqual(ours: TwinChunk, hand: TwinChunk): void {
  for (const name of ["elevation", "slope", "aspect", "temperature", "moisture", "biome", "r", "g", "b", "east", "south"] as const) {
    const at = hand[name].findIndex((value: unknown, k: number) => ours[name][k] !== value);
    if (at >= 0) throw new Error(`${name} of cell ${at} is ${ours[name][at]} where TypeScript has ${hand[name][at]}`);
  }
}

function measure(): Measured {
  const setup = prepareWorld({ seed: "bench", reuse: "atlas" });
  setup.atlas();
  for (const [cx, cy] of places) requireEqual(chunkOfStages(setup, cx, cy), chunkByHand(setup, cx, cy));
  const { ms } = timesOf([
    () => sum(places.map(([cx, cy]) => chunkByHand(setup, cx, cy))),
    () => sum(places.map(([cx, cy]) => chunkOfStages(setup, cx, cy))),
  ]);
  return { script: ms[0]! / places.length, ours: ms[1]! / places.length, unmetered: null };
}

export const chunkRows: readonly Row[] = [
  { name: "chunk", what: "a chunk of the default world, all stages, against TypeScript", bar: 1.2, meteringBar: 100, measure },
];
