// Applies one expression of the IR to values, for tests of operations.

import type { InstanceOptions, MachineValue } from "../../src/ir/instance.ts";
import type { CheckedOperation, Expression, Operation, Representation } from "../../src/ir/ir.ts";
import { resultOfOperation } from "../../src/ir/representation.ts";
import { define, give, moduleOf, plenty, type Executor } from "./ir.ts";

export const quiet: InstanceOptions = { hostFunctions: [], print: () => {}, moduleName: "test", runSeed: 0n };

/** Integers about every edge: of words, of what a double holds, of 64 bits. */
export const edgeIntegers: readonly bigint[] = [
  0n,
  1n,
  -1n,
  2n,
  -2n,
  3n,
  7n,
  -7n,
  10n,
  31n,
  32n,
  63n,
  64n,
  65n,
  255n,
  -256n,
  2n ** 31n - 1n,
  2n ** 31n,
  -(2n ** 31n),
  -(2n ** 31n) - 1n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 32n + 1n,
  2n ** 52n + 1n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  -(2n ** 53n) + 1n,
  -(2n ** 53n),
  -(2n ** 53n) - 1n,
  0x1234_5678_9abc_def0n,
  -0x1234_5678_9abc_def0n,
  0x5555_5555_5555_5555n,
  3037000500n,
  -3037000500n,
  2n ** 62n,
  2n ** 62n - 1n,
  2n ** 63n - 1n,
  2n ** 63n - 2n,
  -(2n ** 63n),
  -(2n ** 63n) + 1n,
];

/** A function of the machine values of `parameters` (letters as in `define`); null where it stopped. */
export function apply(make: Executor, parameters: string, result: string, expression: Expression) {
  const instance = make(moduleOf([define(`${parameters}>${result}`, "", [give(expression)])]), quiet);
  return (...values: MachineValue[]): MachineValue | null => {
    instance.setBudget(plenty);
    const outcome = instance.call(0, values);
    return outcome.ok ? outcome.value : null;
  };
}

/** The same, for a condition that is branched on. */
export function applyBranch(make: Executor, parameters: string, test: Expression) {
  const [yes, no] = [1, 0].map((value): Expression => ({ kind: "i32", value }));
  return apply(make, parameters, "B", { kind: "choose", test, then: yes!, else: no!, representation: "i32" });
}

const letters: Record<Representation, string> = { i64: "I", f64: "F", i32: "B", ref: "R" };

export function resultLetter(operation: Operation | CheckedOperation): string {
  return letters[resultOfOperation(operation)];
}

/** An i64 as the interface of an instance has it. */
export function machineInteger(big: bigint): MachineValue {
  const number = Number(big);
  return Number.isSafeInteger(number) ? number : big;
}
