// The numbers of operations. First the loop's own (`control`), then
// conditional jumps, then handlers on three registers, then handlers whose
// third operand is the number itself. The loop tells them apart by range.

import { checkedHandlers } from "./checked.ts";
import type { Condition, Handler } from "./handlers.ts";
import { equal, integerHandlers, less, quotientHandlers } from "./integers.ts";
import { elementHandlers, rangeHandlers, slotHandlers } from "./memory.ts";
import { runningHandlers } from "./running.ts";
import { scalarHandlers } from "./scalars.ts";
import { textHandlers } from "./texts.ts";

/** `loop.ts` switches over these numbers. */
export const control = {
  /** d: amount */
  charge: 0,
  /** d: target */
  jump: 1,
  /** d: target, x */
  jumpZero: 2,
  jumpNonZero: 3,
  /** d, x */
  move: 4,
  /** d: result, x: function, y: where the arguments begin; the next instruction is `handler` */
  call: 5,
  /** d: target where an exception is pending, or -1 */
  handler: 6,
  /** x; returning from a call leaves the value in the call's d */
  return: 7,
  returnNothing: 8,
  /** x: index, y: how many jumps follow; the last one is for all other indices */
  table: 9,
} as const;

/** Jumps to d where it holds of x and y; equality and order of i32, f64 and references are those of doubles. */
const conditions = {
  "less i64": (m, x, y) => less(m, x, y),
  "notLess i64": (m, x, y) => !less(m, x, y),
  "equal i64": (m, x, y) => equal(m, x, y),
  "notEqual i64": (m, x, y) => !equal(m, x, y),
  equal: (m, x, y) => m.r[x]! === m.r[y]!,
  notEqual: (m, x, y) => m.r[x]! !== m.r[y]!,
  less: (m, x, y) => m.r[x]! < m.r[y]!,
  notLess: (m, x, y) => !(m.r[x]! < m.r[y]!),
  lessEqual: (m, x, y) => m.r[x]! <= m.r[y]!,
  notLessEqual: (m, x, y) => !(m.r[x]! <= m.r[y]!),
  lessUnsigned: (m, x, y) => m.r[x]! >>> 0 < m.r[y]! >>> 0,
  notLessUnsigned: (m, x, y) => m.r[x]! >>> 0 >= m.r[y]! >>> 0,
} as const satisfies Record<string, Condition>;

const registerHandlers = {
  ...integerHandlers,
  ...quotientHandlers,
  ...scalarHandlers,
  ...checkedHandlers,
  ...elementHandlers,
  ...rangeHandlers,
  ...textHandlers,
};

const immediateHandlers = { ...slotHandlers, ...runningHandlers };

export type ConditionName = keyof typeof conditions;
export type HandlerName = keyof typeof registerHandlers | keyof typeof immediateHandlers;

export const firstCondition = 16;
const conditionNames = Object.keys(conditions);
export const firstHandler = firstCondition + conditionNames.length;
const registerNames = Object.keys(registerHandlers);
export const firstImmediate = firstHandler + registerNames.length;
const handlerNames = [...registerNames, ...Object.keys(immediateHandlers)];

/** By operation, less `firstCondition` and `firstHandler`. */
export const conditionTable: readonly Condition[] = Object.values(conditions);
export const handlerTable: readonly Handler[] = [...Object.values(registerHandlers), ...Object.values(immediateHandlers)];

const conditionNumbers = new Map(conditionNames.map((name, i) => [name, firstCondition + i]));
const handlerNumbers = new Map(handlerNames.map((name, i) => [name, firstHandler + i]));

export function conditionNumber(name: ConditionName): number {
  return conditionNumbers.get(name)!;
}

export function handlerNumber(name: HandlerName): number {
  return handlerNumbers.get(name)!;
}
