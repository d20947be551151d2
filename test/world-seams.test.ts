// No seams: every example, and the world alone, makes the same bits whatever
// chunk is made first and whatever a chunk sees beyond its edge. A plugin that
// cheats is found. Two seeds here; fifty in the long tests.

import { describe, expect, test } from "vitest";
import { checkSeams, compile, worldHost } from "wgen";
import type { SeamReport } from "wgen";
import { exampleAttachments, seamWorlds } from "./helpers/golden-worlds.ts";

test.each(seamWorlds)("%s", (name) => {
  for (const seed of ["7", "island"]) {
    const report = checkSeams({ seed, atlasCells: 16, attachments: exampleAttachments(name) });
    expect(report).toMatchObject({ seamless: true, differing: 0 });
  }
});

describe("a plugin that cheats", () => {
  const erosion = (halo: number, body: string): SeamReport => {
    const source = `from wgen import Grid, Region\nHALO: int = ${halo}\ndef erode(h: Grid, r: Region) -> Grid:\n${body}`;
    const plugin = compile(source, { host: worldHost });
    if (!plugin.ok) throw new Error(plugin.diagnostics[0]!.message);
    return checkSeams({ seed: "7", atlasCells: 16, attachments: [{ plugin }] });
  };
  const blurred = (steps: number): string =>
    `    for step in range(${steps}):\n        k = h.copy()\n        k[:, 1:-1] = 0.25 * h[:, :-2] + 0.5 * h[:, 1:-1] + 0.25 * h[:, 2:]\n        h = k\n    return h\n`;

  test.each([
    ["a halo smaller than its steps", 2, blurred(4)],
    [
      "division by the highest of the region",
      8,
      "    top = 0.0\n    for i in range(h.shape[0]):\n        for j in range(h.shape[1]):\n            top = max(top, h[i, j])\n    return h / top * 500.0\n",
    ],
    ["a gradient over the region's columns", 4, "    return h + np.arange(h.shape[1]) * 1.0\n"],
    ["what lies in its corner", 4, "    return h + h[0, 0]\n"],
  ])("%s is found", (title, halo, body) => {
    const report = erosion(halo, body.includes("np.") ? `    import numpy as np\n${body}` : body);
    expect(report.seamless).toBe(false);
    expect(report.differing).toBeGreaterThan(32);
    expect(report.differing).toBeLessThanOrEqual(report.compared);
    expect(report.advice).toContain(title === "a halo smaller than its steps" ? "farther than its HALO" : "as a whole");
  });

  test("by a word of the library is refused before it runs", () => {
    expect(() => erosion(8, "    return h / h.max() * 500.0\n")).toThrow("`max` looks at all cells of the region");
    expect(() => erosion(0, "    return h - h.mean()\n")).toThrow("another value, and the map a step");
  });

  test("an honest one is not", () => {
    expect(erosion(4, blurred(4)).seamless).toBe(true);
  });
});
