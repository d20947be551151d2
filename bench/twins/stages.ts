// The stages of the default world that run per cell, by hand in TypeScript:
// `shape`, `climate`, `biome` and `look` under `stdlib/world/`, line by line.

import { clamp, fbm, other, ridged, simplex, smoothstep } from "./noise.ts";
import type { Seed } from "./noise.ts";

export interface TwinWorld {
  readonly seed: Seed;
  /** Metres. */
  readonly size: number;
}

// ---------------------------------------------------------------------- shape

export function elevation(x: number, y: number, w: TwinWorld): number {
  const s = w.seed;
  const bentX = x + 5200 * fbm(x / 26000, y / 26000, 4, 2, 0.5, other(s, 1001));
  const bentY = y + 5200 * fbm(x / 26000, y / 26000, 4, 2, 0.5, other(s, 1002));
  const land = landAt(x, y, bentX, bentY, w);
  if (land <= 0) return 1500 * land;
  const inland = smoothstep(0, 0.25, land);
  const divide = divideAt(bentX, bentY, s);
  const belt = smoothstep(0.55, 0.95, divide) * smoothstep(0.02, 0.2, land);
  const ground = 200 * land + (220 * divide + tilt(bentX, bentY, s)) * inland - 230 * smoothstep(0.18, 0.5, land);
  let height = above(ground, 48 * inland, 30 * inland);
  const hilly = (24 + hilliness(bentX, bentY, s)) * (0.3 + 0.7 * smoothstep(50, 300, height)) + 330 * belt;
  height += inland * hilly * hills(x, y, s);
  if (belt > 0) height += 2100 * belt * mountains(x, y, bentX, bentY, s);
  return height;
}

function above(ground: number, least: number, bend: number): number {
  const off = ground - least;
  return 0.5 * (ground + least + Math.sqrt(off * off + bend * bend));
}

function landAt(x: number, y: number, bentX: number, bentY: number, { seed, size }: TwinWorld): number {
  let land = 1.1 * fbm(bentX / 88000, bentY / 88000, 4, 2.1, 0.5, other(seed, 1));
  land += 0.33 - seaBeyond(bentX, bentY, size, seed);
  if (land < -0.4) return land;
  return land + 0.2 * fbm(x / 10000, y / 10000, 9, 2, 0.58, other(seed, 2)) * smoothstep(-0.4, -0.15, land);
}

function seaBeyond(x: number, y: number, size: number, s: Seed): number {
  const u = (2 * x) / size;
  const v = (2 * y) / size;
  let off = Math.sqrt(Math.sqrt(u * u * u * u + v * v * v * v));
  off += 0.16 * fbm(x / 52000, y / 52000, 2, 2, 0.5, other(s, 13));
  return 0.95 * smoothstep(0.62, 1, off) + 0.25 * smoothstep(0.3, 1, off);
}

function divideAt(x: number, y: number, s: Seed): number {
  const line = 1 - Math.min(1, 2 * Math.abs(fbm(x / 125000 + 31, y / 125000 - 17, 2, 2, 0.35, other(s, 3))));
  return line * (0.55 + 0.45 * smoothstep(-0.45, 0.15, simplex(x / 64000, y / 64000, other(s, 7))));
}

function tilt(x: number, y: number, s: Seed): number {
  return 330 * (1 + simplex(x / 190000 + 5, y / 190000 + 9, other(s, 14)));
}

function hills(x: number, y: number, s: Seed): number {
  return fbm(x / 5200, y / 5200, 9, 2, 0.5, other(s, 5)) + 0.35 * (ridged(x / 2600, y / 2600, 7, 2, 0.5, other(s, 9)) - 0.4);
}

function hilliness(x: number, y: number, s: Seed): number {
  return 110 * smoothstep(-0.2, 0.6, fbm(x / 30000, y / 30000, 2, 2, 0.5, other(s, 6)));
}

function mountains(x: number, y: number, bentX: number, bentY: number, s: Seed): number {
  const alongX = 0.7 * (x + 900 * fbm(x / 6000, y / 6000, 4, 2, 0.5, other(s, 11))) + 0.3 * bentX;
  const alongY = 0.7 * (y + 900 * fbm(x / 6000, y / 6000, 4, 2, 0.5, other(s, 12))) + 0.3 * bentY;
  const crest = ridged(alongX / 15000, alongY / 15000, 10, 2.03, 0.5, other(s, 4));
  return crest * (0.65 + 0.35 * crest);
}

// -------------------------------------------------------------------- climate

export function temperatureAt(x: number, y: number, elevation: number, w: TwinWorld): number {
  const latitude = clamp((2 * y) / w.size, -1, 1);
  const height = Math.max(elevation, 0);
  return 14.5 + 20.5 * latitude - 0.0065 * height + 2.2 * fbm(x / 30000, y / 30000, 3, 2, 0.5, other(w.seed, 7));
}

export function moistureAt(x: number, y: number, elevation: number, rain: number, w: TwinWorld): number {
  const moisture = rain + 0.45 * fbm(x / 42000, y / 42000, 4, 2, 0.5, other(w.seed, 8));
  return clamp(moisture - 0.00012 * Math.max(Math.max(elevation, 0) - 900, 0));
}

// ---------------------------------------------------------------------- biome

export interface TwinCell {
  readonly elevation: number;
  readonly slope: number;
  readonly temperature: number;
  readonly moisture: number;
  readonly depth: number;
}

export function biome(c: TwinCell): string {
  if (c.elevation < 0) return c.elevation < -200 ? "deep sea" : "sea";
  if (c.depth > 0) return c.temperature > -6 ? "lake" : "frozen lake";
  if (c.elevation < 4 + 6 * c.moisture && c.slope < 0.12 && c.temperature > 0) return "beach";
  return landBiome(c.temperature, c.moisture);
}

function landBiome(temperature: number, moisture: number): string {
  if (temperature < -5) return "ice";
  if (temperature < 2) return "tundra";
  if (temperature < 8) return moisture > 0.38 ? "taiga" : "cold steppe";
  return temperature < 19 ? temperateBiome(moisture) : warmBiome(moisture);
}

function temperateBiome(moisture: number): string {
  if (moisture > 0.72) return "temperate rainforest";
  if (moisture > 0.46) return "temperate forest";
  return moisture > 0.26 ? "grassland" : "cold desert";
}

function warmBiome(moisture: number): string {
  if (moisture > 0.7) return "tropical rainforest";
  if (moisture > 0.48) return "tropical seasonal forest";
  return moisture > 0.28 ? "savanna" : "desert";
}

// ----------------------------------------------------------------------- look

type Rgb = readonly [number, number, number];

const stops = [-10, -3, 3, 10, 17, 24, 30];
const dry: readonly Rgb[] = [
  [0.9, 0.92, 0.95],
  [0.62, 0.62, 0.55],
  [0.6, 0.6, 0.43],
  [0.67, 0.67, 0.43],
  [0.76, 0.71, 0.46],
  [0.87, 0.78, 0.54],
  [0.9, 0.78, 0.55],
];
const wet: readonly Rgb[] = [
  [0.93, 0.95, 0.97],
  [0.56, 0.6, 0.52],
  [0.3, 0.42, 0.33],
  [0.29, 0.45, 0.27],
  [0.3, 0.5, 0.22],
  [0.2, 0.45, 0.17],
  [0.14, 0.42, 0.16],
];
const depths = [0, 0.12, 0.45, 1];
const sea: readonly Rgb[] = [
  [0.42, 0.68, 0.72],
  [0.27, 0.54, 0.66],
  [0.13, 0.36, 0.53],
  [0.06, 0.2, 0.36],
];
const lake: readonly Rgb[] = [
  [0.42, 0.64, 0.72],
  [0.36, 0.59, 0.69],
  [0.29, 0.52, 0.65],
  [0.21, 0.43, 0.58],
];
const ice: Rgb = [0.84, 0.89, 0.93];
const rock: Rgb = [0.5, 0.47, 0.43];
const snow: Rgb = [0.95, 0.96, 0.98];
const sand: Rgb = [0.86, 0.8, 0.62];

export function color(c: TwinCell): Rgb {
  if (c.elevation < 0) return along(depths, sea, Math.sqrt(clamp(-c.elevation / 1100)));
  if (c.depth > 0) return lerp(along(depths, lake, Math.sqrt(clamp(c.depth / 120))), ice, smoothstep(-5, -9, c.temperature));
  let ground = lerp(along(stops, dry, c.temperature), along(stops, wet, c.temperature), smoothstep(0.12, 0.66, c.moisture));
  ground = lerp(ground, rock, 0.75 * smoothstep(0.55, 1.1, c.slope));
  ground = lerp(ground, snow, smoothstep(0, 1, (-2 - c.temperature) / 4) * (1 - 0.6 * smoothstep(0.7, 1.3, c.slope)));
  if (c.elevation < 4 + 6 * c.moisture && c.slope < 0.12) ground = lerp(ground, sand, 0.8 * smoothstep(-3, 3, c.temperature));
  return ground;
}

function along(places: readonly number[], colors: readonly Rgb[], v: number): Rgb {
  const last = places.length - 1;
  if (v <= places[0]!) return colors[0]!;
  for (let k = 0; k < last; k++) {
    if (v < places[k + 1]!) return lerp(colors[k]!, colors[k + 1]!, (v - places[k]!) / (places[k + 1]! - places[k]!));
  }
  return colors[last]!;
}

function lerp(a: Rgb, b: Rgb, t: number): Rgb {
  const k = clamp(t);
  return [a[0] + k * (b[0] - a[0]), a[1] + k * (b[1] - a[1]), a[2] + k * (b[2] - a[2])];
}
