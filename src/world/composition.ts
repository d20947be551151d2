// How a plugin's answer meets what was there before it:
//
//   out = mix(prev, combine(prev, f), strength * mask)
//
// Weight 0 leaves `prev` and weight 1 takes the combined value, both to the
// bit, so that strength 0 and the outside of a mask equal "not attached" and
// replace at 1 equals the plugin alone. Discrete values cannot be mixed: a
// positional hash below the weight decides.

import { joinBits, mixBits } from "../base/hashing.ts";

/** How a plugin's value joins the one before it. */
export type Combine = "replace" | "add" | "multiply" | "min" | "max" | "mix";

export const combines: readonly Combine[] = ["replace", "add", "multiply", "min", "max", "mix"];

/** What full weight makes of the two. */
export function combineValues(combine: Combine, previous: number, value: number): number {
  switch (combine) {
    case "replace":
      return value;
    case "add":
      return previous + (value - previous);
    case "multiply":
      return previous * value;
    case "min":
      return Math.min(previous, value);
    case "max":
      return Math.max(previous, value);
    case "mix":
      return 0.5 * (previous + value);
  }
}

/** From `previous` at weight 0 to `value` at weight 1, both ends exact. */
export function mixValues(previous: number, value: number, weight: number): number {
  if (weight <= 0) return previous;
  if (weight >= 1) return value;
  return previous + weight * (value - previous);
}

/** Folds one plugin's column of values into `values`, in place. `weights` is null where the weight is `strength` everywhere. */
export function foldColumn(
  values: Float64Array,
  answers: Float64Array,
  combine: Combine,
  strength: number,
  weights: Float64Array | null,
): void {
  if (weights === null && strength >= 1 && combine === "replace") {
    values.set(answers);
    return;
  }
  for (let k = 0; k < values.length; k++) {
    const previous = values[k]!;
    const weight = weights === null ? strength : weights[k]!;
    values[k] = mixValues(previous, combineValues(combine, previous, answers[k]!), weight);
  }
}

/** Is a discrete value taken at this place? Exact at weights 0 and 1, else a positional hash in [0, 1) is below the weight. */
export function takesDiscrete(x: number, y: number, stream: bigint, weight: number): boolean {
  if (weight <= 0) return false;
  if (weight >= 1) return true;
  return positionalFraction(x, y, stream) < weight;
}

/** A float in [0, 1) that depends on a place in metres and a stream only. */
export function positionalFraction(x: number, y: number, stream: bigint): number {
  const bits = mixBits(joinBits(joinBits(stream, floatBits(x)), floatBits(y)));
  return Number(bits >> 11n) * 2 ** -53;
}

const scratch = new DataView(new ArrayBuffer(8));

function floatBits(value: number): bigint {
  scratch.setFloat64(0, value === 0 ? 0 : value);
  return scratch.getBigUint64(0);
}
