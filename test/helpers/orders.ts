// Four neighbouring chunks of a world with every kind of stage, asked for in
// all the orders that there are.

import { createHash } from "node:crypto";
import { compile, worldHost } from "wgen";

export const source = `import noise
from wgen import Biome, Cell, Color, Feature, Grid, Region, World

HALO: int = 3
REACH: int = 8


def elevation(x: float, y: float, prev: float, w: World) -> float:
    return prev + 80.0 * noise.fbm(x / 700.0, y / 700.0, 3, seed=w.seed)


def erode(h: Grid, r: Region) -> Grid:
    out = h.copy()
    for _ in range(3):
        out[1:-1, 1:-1] = 0.25 * (out[:-2, 1:-1] + out[2:, 1:-1] + out[1:-1, :-2] + out[1:-1, 2:])
    return out


def biome(c: Cell, prev: Biome) -> Biome:
    return Biome("ridge") if c.slope > 0.3 else prev


def features(r: Region, w: World) -> list[Feature]:
    return [Feature("stone", x, y, 20.0 * w.hash01(int(x), int(y))) for x, y in r.cells(160.0)]
`;

const compiled = compile(source, { host: worldHost, fileName: "order.wgen" });
if (!compiled.ok) throw new Error(compiled.diagnostics[0]!.message);
export const plugin = compiled;

export const chunks = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

function ordersOf(items: readonly number[]): number[][] {
  return items.length === 0
    ? [[]]
    : items.flatMap((first) => ordersOf(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

/** Some of the orders that are far from each other; 24 are all. */
export function someOrders(count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, k) => orders[(k * 11 + 5) % orders.length]!);
}

export const orders = ordersOf([0, 1, 2, 3]);

export function hashOf(columns: readonly ArrayBufferView[], rest: unknown): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of columns) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.update(JSON.stringify(rest)).digest("hex");
}
