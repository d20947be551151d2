// Every kind of noise is defined for every finite input, keeps its documented
// range, and is the same in both tiers.

import fc from "fast-check";
import { expect, test } from "vitest";
import { compile, defineHost } from "wgen";
import type { Plugin } from "wgen";

const host = defineHost({
  name: "noise",
  hooks: {
    kinds: { parameters: { x: "float", y: "float", seed: "int" }, result: "list[float]" },
  },
});
const source = `import noise


def kinds(x, y, seed):
    bounded = [noise.value(x, y, seed), noise.perlin(x, y, seed), noise.simplex(x, y, seed), noise.fbm(x, y, seed=seed), noise.billow(x, y, seed=seed)]
    solid = [noise.perlin3(x, y, 0.3, seed), noise.simplex3(x, y, 0.3, seed), noise.value3(x, y, 0.3, seed), noise.pingpong(x, y, seed=seed)]
    return bounded + solid + [noise.ridged(x, y, seed=seed)]
`;

function compiled(tier: "compiled" | "interpreter"): Plugin {
  const plugin = compile(source, { host, tier });
  if (!plugin.ok) throw new Error(plugin.diagnostics[0]!.message);
  return plugin;
}

const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test("the kinds stay in -1..1 for every finite input, the same in both tiers", () => {
  const [one, other] = [compiled("compiled"), compiled("interpreter")];
  const anywhere = fc.oneof(coordinate, fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(anywhere, anywhere, fc.integer(), (x, y, seed) => {
      const out = one.call("kinds", { x, y, seed });
      expect(out).toMatchObject({ ok: true });
      expect(other.call("kinds", { x, y, seed })).toMatchObject({ value: out.ok ? out.value : null });
      if (Math.abs(x) < 1e6 && Math.abs(y) < 1e6 && out.ok) {
        for (const value of out.value as number[]) expect(Math.abs(value)).toBeLessThanOrEqual(1.0001);
      }
    }),
    { numRuns: 100 },
  );
});
