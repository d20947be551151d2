// Fifty default worlds: rivers, land, coasts and catchments of each, and the
// classes of the climate table over all of them.

import { expect, test } from "vitest";
import { openWorld } from "wgen";
import type { World } from "wgen";
import { atlasFaults } from "./helpers/atlas-checks.ts";

const seeds = Array.from({ length: 50 }, (_, k) => String(k));
const classes = [
  "ice",
  "tundra",
  "taiga",
  "cold steppe",
  "temperate rainforest",
  "temperate forest",
  "grassland",
  "cold desert",
  "tropical rainforest",
  "tropical seasonal forest",
  "savanna",
  "desert",
];
const seedsWith = new Map(classes.map((name) => [name, 0]));

test.each(seeds)("seed %s", (seed) => {
  const world = openWorld({ seed });
  for (const name of biomesOf(world)) seedsWith.set(name, (seedsWith.get(name) ?? 0) + 1);
  expect(atlasFaults(world.atlas()!)).toEqual([]);
});

test("every class of the climate table is found on at least forty of them", () => {
  expect(classes.filter((name) => seedsWith.get(name)! < 40)).toEqual([]);
});

/** Names on 128 x 128 places of the whole world: four chunks at 1.6 km. */
function biomesOf(world: World): Set<string> {
  const corners = [
    [-1, -1],
    [0, -1],
    [-1, 0],
    [0, 0],
  ] as const;
  const chunks = corners.map(([cx, cy]) => world.chunk(cx, cy, 1600).surface.biome);
  return new Set(chunks.flatMap(({ codes, values }) => Array.from(codes, (code) => values[code]!.name)));
}
