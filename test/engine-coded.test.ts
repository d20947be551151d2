// Results of a mapped hook as codes and different values: the same as by
// single calls, whether neighbours are alike, share texts, or stand where the
// one before them stood.

import { expect, test } from "vitest";
import { compile, defineHost } from "wgen";

const host = defineHost({
  name: "coded",
  types: { Kind: { name: "str", size: "float", rank: "int", near: "Kind | None" } },
  hooks: {
    written: { parameters: { k: "int" }, result: "Kind", perCell: true },
    made: { parameters: { k: "int" }, result: "Kind", perCell: true },
    nested: { parameters: { k: "int" }, result: "Kind", perCell: true },
  },
});
const source = `from wgen import Kind

def written(k: int) -> Kind:
    return Kind("low" if k % 7 < 4 else "high", 0.0 if k % 3 > 0 else -0.0, k // 5, None)

def made(k: int) -> Kind:
    return Kind(f"{k % 3} and {k // 2 % 2}", 1.0, 2, None)

def nested(k: int) -> Kind:
    return Kind("a", 1.0, 2, Kind("b", k // 2 * 0.5, 0, None) if k % 5 > 0 else None)
`;

test.each(["compiled", "interpreter"] as const)("codes name what single calls give, in the %s tier", (tier) => {
  const plugin = compile(source, { host, tier });
  if (!plugin.ok) throw new Error(plugin.diagnostics[0]!.message);
  const k = Int32Array.from({ length: 60 }, (_, index) => index);
  for (const hook of ["written", "made", "nested"]) {
    const out = { codes: new Int32Array(k.length), values: [] as unknown[] };
    expect(plugin.map(hook, { k }, out).ok).toBe(true);
    for (const index of k) expect(plugin.call(hook, { k: index })).toMatchObject({ ok: true, value: out.values[out.codes[index]!] });
  }
});
