// How machine values cross into a module and out of it. An i64 that is no safe
// integer goes as NaN, with its 64 bits in an argument word (`wrappers.ts`).

import type { MachineValue } from "../ir/instance.ts";
import type { Representation } from "../ir/ir.ts";
import { argumentWords } from "./memory.ts";
import type { BinaryFunction } from "./webAssembly.ts";

/** Whoever knows the memory as it is now. */
interface Memory {
  readonly view: DataView;
}

/** The same list where nothing needs a word. */
export function passArguments(
  parameters: readonly { readonly representation: Representation }[],
  values: readonly MachineValue[],
  memory: Memory,
): readonly number[] {
  for (let index = 0; index < values.length; index++) {
    if (isPlain(parameters[index]?.representation, values[index])) continue;
    return values.map((value, at) => passValue(parameters[at]?.representation, value, argumentWords + 8 * at, memory));
  }
  return values as readonly number[];
}

function isPlain(representation: Representation | undefined, value: MachineValue | undefined): boolean {
  return typeof value === "number" && (representation !== "i64" || Number.isSafeInteger(value));
}

export function passValue(representation: Representation | undefined, value: MachineValue, word: number, memory: Memory): number {
  if (isPlain(representation, value)) return value as number;
  memory.view.setBigInt64(word, BigInt(value), true);
  return Number.NaN;
}

export function takeValue(
  representation: Representation | null,
  value: number | undefined,
  word: number,
  memory: Memory,
): MachineValue | null {
  if (representation === null || value === undefined) return null;
  if (representation === "ref") return value >>> 0;
  if (representation !== "i64") return value;
  return Number.isNaN(value) ? readInteger(memory.view, word) : value + 0;
}

export function readInteger(view: DataView, at: number): MachineValue {
  const value = view.getBigInt64(at, true);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Few arguments are passed as they are: a list that is spread costs as much again as the call. */
export function callWith(callable: BinaryFunction, passed: readonly number[]): number | undefined {
  switch (passed.length) {
    case 0:
      return callable();
    case 1:
      return callable(passed[0]!);
    case 2:
      return callable(passed[0]!, passed[1]!);
    case 3:
      return callable(passed[0]!, passed[1]!, passed[2]!);
    default:
      return callable(...passed);
  }
}
