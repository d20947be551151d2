// examples/volcano.wgen by hand in TypeScript, in the place of a compiled one: a
// plugin whose `map` is answered here. Its noise hashes with
// 32-bit multiplications, as one would write it in JavaScript, so its hills
// are other hills.

import { compile, type Plugin, worldHost } from "../src/index.ts";

type Columns = Readonly<Record<string, unknown>>;
type Channels = { readonly r: Float64Array; readonly g: Float64Array; readonly b: Float64Array };
type Rgb = readonly [number, number, number];

const height = 1450;
const radius = 3900;
const crater = 560;
const lake = 0.5;
const gullies = 1;
const ash = rgb("#4b4541");
const water = rgb("#2f8794");
const deep = rgb("#17465c");
const rust = rgb("#7d4a36");

function rgb(text: string): Rgb {
  const channel = (at: number): number => Number.parseInt(text.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

// ---------------------------------------------------------------------- noise

function mix(ix: number, iy: number, seed: number): number {
  let h = Math.imul(ix, 0x9e3779b1) + Math.imul(iy, 0xc2b2ae3d) + Math.imul(seed, 0x165667b1);
  h = Math.imul(h ^ (h >>> 15), 0xbf58476d);
  return h ^ (h >>> 14);
}

function gradient(h: number, x: number, y: number): number {
  const a = (h & 4) === 0 ? x : y;
  const b = (h & 4) === 0 ? y + y : x + x;
  return ((h & 1) === 0 ? a : -a) + ((h & 2) === 0 ? b : -b);
}

function corner(h: number, x: number, y: number): number {
  const t = 0.5 - x * x - y * y;
  return t < 0 ? 0 : t * t * (t * t) * gradient(h, x, y);
}

const skew = 0.36602540378443865;
const unskew = 0.21132486540518713;

function simplex(x: number, y: number, seed: number): number {
  const s = (x + y) * skew;
  const i = Math.floor(x + s);
  const j = Math.floor(y + s);
  const t = (i + j) * unskew;
  const x0 = x - (i - t);
  const y0 = y - (j - t);
  const i1 = x0 > y0 ? 1 : 0;
  const j1 = 1 - i1;
  const n0 = corner(mix(i, j, seed), x0, y0);
  const n1 = corner(mix(i + i1, j + j1, seed), x0 - i1 + unskew, y0 - j1 + unskew);
  const n2 = corner(mix(i + 1, j + 1, seed), x0 - 1 + 2 * unskew, y0 - 1 + 2 * unskew);
  return 45.2306 * (n0 + n1 + n2);
}

function fbm(x: number, y: number, octaves: number, seed: number): number {
  let total = 0;
  let amplitude = 1;
  let weight = 0;
  for (let octave = 0, scale = 1; octave < octaves; octave++, scale *= 2) {
    total += amplitude * simplex(x * scale, y * scale, seed ^ octave);
    weight += amplitude;
    amplitude *= 0.5;
  }
  return total / weight;
}

function ridged(x: number, y: number, octaves: number, lacunarity: number, gain: number, seed: number): number {
  let total = 0;
  let amplitude = 1;
  let weight = 0;
  let signalWeight = 1;
  for (let octave = 0, scale = 1; octave < octaves; octave++, scale *= lacunarity) {
    const crest = 1 - Math.abs(simplex(x * scale, y * scale, seed ^ octave));
    const signal = crest * crest * signalWeight;
    total += amplitude * signal;
    weight += amplitude;
    signalWeight = Math.min(Math.max(signal * 2, 0), 1);
    amplitude *= gain;
  }
  return total / weight;
}

function smoothstep(low: number, high: number, v: number): number {
  if (low === high) return v < low ? 0 : 1;
  const t = Math.min(Math.max((v - low) / (high - low), 0), 1);
  return t * t * (3 - 2 * t);
}

// ---------------------------------------------------------------------- hooks

function fromAxis(x: number, y: number, s: number): number {
  return Math.sqrt(x * x + y * y) * (1 + 0.24 * fbm(x / 1700, y / 1700, 5, s ^ 21));
}

function ravines(x: number, y: number, d: number, s: number): number {
  const turn = Math.atan2(y, x) + 0.16 * fbm(x / 900, y / 900, 4, s ^ 22);
  const spread = 2.4 + d / 1900;
  const crests = ridged(Math.cos(turn) * spread, Math.sin(turn) * spread, 5, 2.1, 0.55, s ^ 25);
  return crests * smoothstep(crater * 1.1, crater * 3, d) * smoothstep(radius, radius * 0.4, d);
}

function flank(x: number, y: number, d: number, s: number): number {
  const t = Math.min(d / radius, 1);
  const rise = (height * (Math.exp(-2.6 * t) - Math.exp(-2.6))) / (1 - Math.exp(-2.6));
  const rubble = fbm(x / 520, y / 520, 7, s ^ 23) * (0.2 + t) * (1 - t);
  return rise - 0.12 * height * gullies * ravines(x, y, d, s) * (0.25 + t) + 0.09 * height * rubble;
}

const lakeLevel = height * (0.47 + 0.16 * lake);

function elevation(x: number, y: number, prev: number, s: number): number {
  const d = fromAxis(x, y, s);
  if (d > radius) return prev;
  const ground = Math.max(prev, 0.5 * prev * smoothstep(0, radius, d) + flank(x, y, d, s));
  if (d >= crater) return ground;
  const bowl = 0.42 * height * (1 - smoothstep(0.18, 1, d / crater));
  const rocks = 60 * fbm(x / 260, y / 260, 5, s ^ 26);
  return Math.max(flank(x, y, crater, s) - bowl + rocks * smoothstep(1, 0.6, d / crater), lakeLevel);
}

function lerp(a: Rgb, b: Rgb, t: number): Rgb {
  const k = Math.min(Math.max(t, 0), 1);
  return [a[0] + k * (b[0] - a[0]), a[1] + k * (b[1] - a[1]), a[2] + k * (b[2] - a[2])];
}

function color(x: number, y: number, high: number, prev: Rgb, s: number): Rgb {
  const d = fromAxis(x, y, s);
  if (d > radius || high < 0) return prev;
  if (d < crater && high <= lakeLevel + 0.01) return lerp(water, deep, smoothstep(0.75, 0.1, d / crater));
  const patches = fbm(x / 420, y / 420, 5, s ^ 24);
  const bare = smoothstep(0.22, 0.62, high / height + 0.16 * patches);
  const ground = lerp(prev, ash, 0.93 * bare);
  return lerp(ground, rust, 0.6 * smoothstep(0.1, 0.5, patches) * smoothstep(crater * 2.6, crater, d));
}

// --------------------------------------------------------------------- plugin

function mapElevation(columns: Columns, out: Float64Array): void {
  const { x, y, prev, w } = columns as { x: Float64Array; y: Float64Array; prev: Float64Array; w: { seed: bigint | number } };
  const s = Number(BigInt.asIntN(32, BigInt(w.seed)));
  for (let k = 0; k < out.length; k++) out[k] = elevation(x[k]!, y[k]!, prev[k]!, s);
}

function mapColor(columns: Columns, out: Channels): void {
  const { c, prev, w } = columns as {
    c: { x: Float64Array; y: Float64Array; elevation: Float64Array };
    prev: Channels;
    w: { seed: bigint | number };
  };
  const s = Number(BigInt.asIntN(32, BigInt(w.seed)));
  for (let k = 0; k < out.r.length; k++) {
    const [r, g, b] = color(c.x[k]!, c.y[k]!, c.elevation[k]!, [prev.r[k]!, prev.g[k]!, prev.b[k]!], s);
    out.r[k] = r;
    out.g[k] = g;
    out.b[k] = b;
  }
}

const hooks = `from wgen import Cell, Color, World

def elevation(x: float, y: float, prev: float, w: World) -> float:
    return prev

def color(c: Cell, prev: Color, w: World) -> Color:
    return prev
`;

/** A plugin whose hooks run as written here, in place of what they say; each number is another plugin to the world. */
export function handWritten(number: number): Plugin {
  const plugin = compile(`${hooks}# ${number}\n`, { host: worldHost });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map(({ message }) => message).join("; "));
  const shared = Object.getPrototypeOf(plugin) as { map: (hook: string, columns: Columns, out: unknown) => object };
  if (replaced.size === 0) shared.map = replacing(shared.map);
  replaced.add(plugin);
  return plugin;
}

const replaced = new Set<unknown>();

function replacing(map: (...values: [string, Columns, unknown]) => object): (...values: [string, Columns, unknown]) => object {
  return function (this: unknown, ...values) {
    if (!replaced.has(this)) return map.apply(this, values);
    const [hook, columns, out] = values;
    if (hook === "elevation") mapElevation(columns, out as Float64Array);
    else mapColor(columns, out as Channels);
    return { ok: true, count: 0, fuelUsed: 0, peakBytes: 0, log: [] };
  };
}
