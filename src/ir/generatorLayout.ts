// The record of a suspended generator: where it goes on, the value it last
// yielded, what captures it reads, its arguments, what its `return` gave (where
// anybody asks for that), an exception and a value that wait for it (where it
// `receives` and `isSentTo`), then all its variables.

import type { TypedFunction } from "../check/program.ts";

/** Fixed slots; arguments follow `environment` where there is one, else stand in its place. */
export const generatorSlots = { state: 0, value: 1, environment: 2 } as const;

/** Where what its `return` gave waits; null where nobody asks for it. */
export function returnedSlot({ returned, closure, parameters }: TypedFunction): number | null {
  return returned === undefined ? null : generatorSlots.environment + (closure === null ? 0 : 1) + parameters.length;
}

/** Where an exception or a value waits; null where none can. */
export function waitingSlot({ receives, isSentTo, returned, closure, parameters }: TypedFunction, isValue: boolean): number | null {
  if ((isValue ? isSentTo : receives) !== true) return null;
  const thrown = generatorSlots.environment + (closure === null ? 0 : 1) + parameters.length + (returned === undefined ? 0 : 1);
  return isValue && receives === true ? thrown + 1 : thrown;
}

/** Values of the state slot beside the numbers of resume points, which count up from 0. */
export const generatorStates = { start: 0, finished: -1, running: -2 } as const;
