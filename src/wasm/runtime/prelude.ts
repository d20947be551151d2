// The runtime that every module carries, encoded once a process for each
// number of imports (which shifts the indexes of calls).

import { assemble } from "../assembler.ts";
import type { RuntimeFunction } from "../assembler.ts";
import type { Signature } from "../encoder.ts";
import { blockFunctions } from "./blocks.ts";
import { byteFunctions } from "./bytes.ts";
import { exceptionFunctions } from "./exceptions.ts";
import { fuelFunctions } from "./fuel.ts";
import { numberFunctions } from "./numbers.ts";
import { objectFunctions } from "./objects.ts";
import { textFunctions } from "./texts.ts";

const functions: readonly RuntimeFunction[] = [
  ...numberFunctions,
  ...fuelFunctions,
  ...byteFunctions,
  ...blockFunctions,
  ...objectFunctions,
  ...textFunctions,
  ...exceptionFunctions,
];

export const runtimeNames: readonly string[] = functions.map((one) => one.name);
export const runtimeSignatures: readonly Signature[] = functions.map(signatureOf);
const indexes = new Map(runtimeNames.map((name, index) => [name, index]));

export function signatureOf(one: RuntimeFunction): Signature {
  return { parameters: Object.values(one.parameters), results: one.result === null ? [] : [one.result] };
}

/** Position among the runtime functions. */
export function runtimeIndex(name: string): number {
  const index = indexes.get(name);
  if (index === undefined) throw new RangeError(`no runtime function ${name}`);
  return index;
}

const encoded = new Map<number, readonly Uint8Array[]>();

/** Bodies in the order of `runtimeNames`. */
export function runtimeBodies(imports: number): readonly Uint8Array[] {
  const known = encoded.get(imports);
  if (known !== undefined) return known;
  const bodies = functions.map((one) => assemble(one, (name) => imports + runtimeIndex(name)));
  encoded.set(imports, bodies);
  return bodies;
}
