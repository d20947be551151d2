// Values of options that several commands share: limits, parameters, tiers.
// Each reader takes the text of the option and throws commander's error with a
// sentence that says what is accepted.

import { InvalidArgumentError } from "commander";

const byteUnits = new Map([
  ["", 1],
  ["b", 1],
  ["kb", 1000],
  ["mb", 1e6],
  ["gb", 1e9],
  ["k", 1024],
  ["m", 1024 ** 2],
  ["g", 1024 ** 3],
  ["kib", 1024],
  ["mib", 1024 ** 2],
  ["gib", 1024 ** 3],
]);

/** `1000000`, `1e6`, `1_000_000`. */
export function readCount(text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("Say a whole number, as 1000000 or 1e6.");
  return value;
}

/** `64MiB`, `512 kB`, `1000000`. */
export function readBytes(text: string): number {
  const match = /^\s*([\d.]+)\s*([a-z]*)\s*$/i.exec(text);
  const unit = byteUnits.get((match?.[2] ?? "?").toLowerCase());
  const value = Math.floor(Number(match?.[1]) * (unit ?? Number.NaN));
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("Say a size, as 64MiB or 1000000.");
  return value;
}

/** `1024x768`, or one number for a square. */
export function readSize(text: string): { readonly width: number; readonly height: number } {
  const match = /^(\d+)(?:x(\d+))?$/.exec(text);
  const width = Number(match?.[1]);
  const height = Number(match?.[2] ?? match?.[1]);
  const fits = width >= 1 && height >= 1 && width <= 16384 && height <= 16384;
  if (!fits) throw new InvalidArgumentError("Say width x height in pixels, each 1 to 16384, as 1024x768.");
  return { width, height };
}

/** `x,y` in metres. */
export function readPlace(text: string): { readonly x: number; readonly y: number } {
  const [x = Number.NaN, y = Number.NaN, ...rest] = text.split(",").map((part) => Number(part.trim() || "?"));
  if (!Number.isFinite(x) || !Number.isFinite(y) || rest.length > 0) {
    throw new InvalidArgumentError("Say x,y in metres, as 1200,-300.");
  }
  return { x, y };
}

/** A finite number above 0. */
export function readPositive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("Say a number above 0.");
  return value;
}

/** Collects `-p name=value`, given any number of times; a later one wins. */
export function collectParameter(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Say name=value, as -p radius=80.");
  return new Map([...before, [text.slice(0, at), text.slice(at + 1)]]);
}

/** Collects a list of numbers 0 to 1, as `0.5,1`. */
export function readStrengths(text: string): readonly number[] {
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (!values.every((value) => value >= 0 && value <= 1)) {
    throw new InvalidArgumentError("Say numbers from 0 to 1, one for each plugin, as 0.5,1.");
  }
  return values;
}

/** `low,high`, two finite numbers. */
export function readRange(text: string): readonly [number, number] {
  const { x: low, y: high } = readPlace(text);
  return [low, high];
}
