// `--base FILE`: a real height map to start from. A 16-bit grey PNG, its metres
// from the sidecar `name.json` beside it or from `--base-range`; or JSON with
// `width`, `height` and `values` in metres, north row first.

import { decodeGrey16 } from "../output/png.ts";
import type { HeightMap } from "../world/baseMap.ts";
import { UsageError } from "./exit.ts";
import { readSource } from "./files.ts";
import type { Terminal } from "./terminal.ts";
import { existsSync, readFileSync } from "node:fs";

export interface HeightMapOptions {
  /** Metres between samples; null takes the file's own, else 10. */
  readonly spacing: number | null;
  /** Metres of the lowest and highest value of a PNG. */
  readonly range: readonly [low: number, high: number] | null;
}

const defaultSpacingMetres = 10;

export function readHeightMap(path: string, options: HeightMapOptions, terminal: Terminal): HeightMap {
  const { bytes } = readSource(path, terminal);
  const isPicture = bytes[0] === 0x89 && bytes[1] === 0x50;
  return isPicture ? fromPicture(path, bytes, options) : fromJson(path, bytes, options);
}

function fromPicture(path: string, bytes: Uint8Array, options: HeightMapOptions): HeightMap {
  const { width, height, values } = decode(path, bytes);
  const sidecar = readSidecar(path);
  const low = options.range?.[0] ?? sidecar.minMetres;
  const high = options.range?.[1] ?? sidecar.maxMetres;
  if (low === undefined || high === undefined) {
    throw new UsageError(`${path} does not say its metres: give --base-range LOW,HIGH, or a ${sidecarPath(path)} beside it`);
  }
  const spacingMetres = options.spacing ?? sidecar.metresPerCell ?? defaultSpacingMetres;
  return { width, height, spacingMetres, values: Float64Array.from(values, (value) => low + (value / 65535) * (high - low)) };
}

function decode(path: string, bytes: Uint8Array): ReturnType<typeof decodeGrey16> {
  try {
    return decodeGrey16(bytes);
  } catch (error) {
    throw new UsageError(`cannot use ${path} as a height map: ${(error as Error).message}`);
  }
}

interface Sidecar {
  readonly minMetres?: number;
  readonly maxMetres?: number;
  readonly metresPerCell?: number;
}

function sidecarPath(path: string): string {
  return path.replace(/\.png$/i, "") + ".json";
}

function readSidecar(path: string): Sidecar {
  const beside = sidecarPath(path);
  if (!existsSync(beside)) return {};
  const data = parseObject(beside, readFileSync(beside, "utf8"));
  const metres = (name: string): number | undefined => (typeof data[name] === "number" ? data[name] : undefined);
  const [minMetres, maxMetres, metresPerCell] = ["minMetres", "maxMetres", "metresPerCell"].map(metres);
  return {
    ...(minMetres === undefined ? {} : { minMetres }),
    ...(maxMetres === undefined ? {} : { maxMetres }),
    ...(metresPerCell === undefined ? {} : { metresPerCell }),
  };
}

function fromJson(path: string, bytes: Uint8Array, options: HeightMapOptions): HeightMap {
  const { width, height, values, spacing } = parseObject(path, new TextDecoder().decode(bytes));
  if (!isSize(width) || !isSize(height) || !Array.isArray(values) || values.length !== width * height) {
    throw new UsageError(`${path} is no height map: JSON needs width, height and width x height values`);
  }
  if (!values.every((value) => typeof value === "number" && Number.isFinite(value))) {
    throw new UsageError(`${path} is no height map: every value must be a finite number of metres`);
  }
  const own = typeof spacing === "number" && spacing > 0 ? spacing : defaultSpacingMetres;
  return { width, height, spacingMetres: options.spacing ?? own, values: Float64Array.from(values) };
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function parseObject(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === "object" && data !== null) return data as Record<string, unknown>;
  } catch {
    // The sentence below says it.
  }
  throw new UsageError(`${path} is neither a 16-bit grey PNG nor JSON`);
}
