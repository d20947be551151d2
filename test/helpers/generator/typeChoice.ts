// Which type comes next: what programs hold most, most often.

import type { Maker } from "./maker.ts";
import { boolType, dictOf, floatType, intType, listOf, setOf, strType, tupleOf } from "./types.ts";
import type { Type } from "./types.ts";

const pair = tupleOf(intType, strType);

const common: readonly Type[] = [
  intType,
  intType,
  intType,
  intType,
  floatType,
  floatType,
  floatType,
  strType,
  strType,
  strType,
  boolType,
  listOf(intType),
  listOf(intType),
  listOf(strType),
  listOf(floatType),
  dictOf(strType, intType),
  dictOf(intType, floatType),
  setOf(intType),
  pair,
  tupleOf(floatType, intType),
];

const rarer: readonly Type[] = [
  listOf(pair),
  listOf(listOf(intType)),
  dictOf(strType, listOf(intType)),
  dictOf(pair, intType),
  dictOf(intType, intType),
  setOf(strType),
  listOf(boolType),
  tupleOf(intType, intType),
  tupleOf(strType, listOf(intType)),
  { kind: "deque", item: intType },
  { kind: "optional", item: intType },
  { kind: "optional", item: intType },
  { kind: "optional", item: strType },
  { kind: "optional", item: floatType },
  { kind: "union", members: [intType, strType] },
  { kind: "union", members: [intType, strType] },
  { kind: "function", parameters: [intType], result: intType },
  { kind: "function", parameters: [floatType], result: floatType },
  { kind: "function", parameters: [intType, intType], result: boolType },
  { kind: "function", parameters: [strType], result: strType },
];

const arrays: readonly Type[] = [
  { kind: "array", element: "float", rank: 1 },
  { kind: "array", element: "float", rank: 2 },
  { kind: "array", element: "int", rank: 1 },
  { kind: "array", element: "int", rank: 2 },
  { kind: "array", element: "bool", rank: 1 },
];

/** Of a variable. */
export function anyType(m: Maker): Type {
  if (m.usesArrays && m.chance(0.25)) return m.pick(arrays);
  if (m.chance(0.2)) {
    const own = [...m.classes.map(({ type }) => type), ...m.enums.map(({ type }) => type)];
    if (own.length > 0) return m.chance(0.75) ? m.pick(own) : listOf(m.pick(own));
  }
  return m.pick(m.chance(0.65) ? common : rarer);
}

/** Of a parameter or result: with an annotation that both languages know. */
export function plainType(m: Maker): Type {
  const own = m.classes.map(({ type }) => type);
  if (own.length > 0 && m.chance(0.15)) return m.pick(own);
  return m.pick(m.chance(0.8) ? common : rarer);
}

/** Of a parameter of a recursive function: no function, whose type would be another at each depth. */
export function smallType(m: Maker): Type {
  return m.pick(common);
}

/** Of a field: something small. */
export function fieldType(m: Maker): Type {
  return m.pick([intType, intType, floatType, strType, boolType, listOf(intType), { kind: "optional", item: intType }, pair]);
}
