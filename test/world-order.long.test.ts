// All 24 orders of four chunks in child processes, one and two, that are killed
// in between: the same bytes as in this process. WGEN_ORDERS runs fewer.

import { describe, expect, test } from "vitest";
import { newDocument, openDocument } from "wgen";
import type { Pool, WorldDocument } from "wgen";
import { chunks, hashOf, plugin, someOrders, source } from "./helpers/orders.ts";
import { realPool } from "./helpers/pools.ts";

describe("in child processes that are killed between", () => {
  const document: WorldDocument = {
    ...newDocument("order"),
    sizeMetres: null,
    attachments: [
      { plugin: plugin.hash, enabled: true, strength: 0.75, combine: "replace", mask: { kind: "everywhere" }, salt: "", parameters: [] },
    ],
  };
  const inside = openDocument(document, new Map([[plugin.hash, plugin]]), { reuse: "none" });
  const expected = chunks.map(([cx, cy]) => {
    const { surface, colors } = inside.chunk(cx, cy);
    return hashOf([surface.elevation, surface.moisture, colors.r], [...surface.biome.codes]);
  });

  const ask = async (pool: Pool, order: readonly number[]): Promise<string[]> => {
    const world = pool.world({ document, sources: new Map([[plugin.hash, { source }]]) });
    const made: string[] = [];
    const asked = order.map(async (which) => {
      const [cx, cy] = chunks[which]!;
      let answer = await world.chunk(cx, cy);
      for (let again = 0; again < 20 && answer.kind === "crashed"; again++) answer = await world.chunk(cx, cy);
      if (!answer.ok) throw new Error(JSON.stringify(answer));
      const { elevation, moisture, r, biomes } = answer.value;
      made[which] = hashOf([elevation, moisture, r], [...biomes.codes]);
    });
    await Promise.all(asked);
    return made;
  };

  test.each([1, 2])(
    "with %i of them",
    async (tile) => {
      const pool = realPool({ children: { check: 1, tile, job: 1 } });
      try {
        for (const order of someOrders(Number(process.env["WGEN_ORDERS"] ?? 24))) {
          expect(await ask(pool, order)).toEqual(expected);
          for (const { pid, lane } of pool.stats().children) if (lane === "tile") process.kill(pid, "SIGKILL");
        }
      } finally {
        await pool.close();
      }
    },
    1_200_000,
  );
});
