// Whoever asks for chunks, and in whatever order, gets the same bytes: orders of
// four chunks in one process, with nothing reused. All 24, in child processes
// that are killed in between, stand in the long tests.

import { describe, expect, test } from "vitest";
import { openWorld } from "wgen";
import { chunks, hashOf, orders, plugin, someOrders } from "./helpers/orders.ts";

describe("orders of four chunks in one process", () => {
  test("give the same bytes", () => {
    const attachments = [{ plugin, strength: 0.75 }];
    const ask = (order: readonly number[]): string[] => {
      const world = openWorld({ seed: "order", atlasCells: 32, attachments, reuse: "atlas" });
      const made: string[] = [];
      for (const which of order) {
        const [cx, cy] = chunks[which]!;
        const { surface, colors, features } = world.chunk(cx, cy);
        const { codes, values } = surface.biome;
        const names = [...codes].map((code) => values[code]!.name);
        made[which] = hashOf([surface.elevation, surface.temperature, colors.r, colors.g, colors.b, colors.east], [names, features]);
      }
      return made;
    };
    const first = ask(orders[0]!);
    expect(new Set(first).size).toBe(4);
    for (const order of someOrders(5)) expect(ask(order)).toEqual(first);
  });
});
