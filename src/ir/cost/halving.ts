// Loops that halve something: a number that is divided, or the distance of two
// ends in a search. Neither takes more turns than an int has bits.

import type { Expression, LocalId } from "../ir.ts";
import { visitNodes } from "../nodes.ts";
import type { If, Loop, SetLocal } from "./loopSurvey.ts";

/** `x = x // 10`, also by way of a local that is set once. */
export function isHalving({ local, value }: SetLocal, spine: readonly SetLocal[], sets: ReadonlyMap<LocalId, number>): boolean {
  const source = value.kind === "local" && sets.get(value.local) === 1 ? spine.find((set) => set.local === value.local)?.value : value;
  return source !== undefined && isDivided(source, (from) => from.kind === "local" && from.local === local);
}

function isDivided(x: Expression, isSource: (from: Expression) => boolean): boolean {
  if (x.kind !== "operation" && x.kind !== "checked") return false;
  const [from, by] = x.operands;
  if (from === undefined || !isSource(from) || by?.kind !== "i64") return false;
  if (x.operation === "i64.floordiv" || x.operation === "i64.div_s" || x.operation === "i64.div_u") return by.value >= 2n;
  return (x.operation === "i64.shr_s" || x.operation === "i64.shr_u") && by.value >= 1n && by.value < 64n;
}

/**
 * `middle = (low + high) // 2`, and then on every way either `low = middle + 1`
 * or `high = middle`, and nothing else is done to the two. Pairs as `low high`.
 */
export function findSearches(loop: Loop, spine: readonly SetLocal[], forks: readonly If[]): ReadonlySet<string> {
  const found = new Set<string>();
  const all = setsIn(loop);
  for (const sum of spine) {
    const ends = sum.value.kind === "checked" && sum.value.operation === "i64.add" ? sum.value.operands : [];
    const [low, high] = ends;
    if (low?.kind !== "local" || high?.kind !== "local" || !isOnce(all, sum.local)) continue;
    const middle = spine.find(({ value }) => isDivided(value, (from) => from.kind === "local" && from.local === sum.local));
    if (middle === undefined || !isOnce(all, middle.local) || spine.indexOf(middle) < spine.indexOf(sum)) continue;
    for (const [one, other] of [[low.local, high.local] as const, [high.local, low.local] as const]) {
      if (narrows(all, forks, middle.local, one, other)) found.add(`${one} ${other}`);
    }
  }
  return found;
}

function setsIn(loop: Loop): readonly SetLocal[] {
  const sets: SetLocal[] = [];
  visitNodes(loop.body, (node) => {
    if (node.kind === "setLocal") sets.push(node);
  });
  return sets;
}

function isOnce(all: readonly SetLocal[], local: LocalId): boolean {
  return all.filter((set) => set.local === local).length === 1;
}

function narrows(all: readonly SetLocal[], forks: readonly If[], middle: LocalId, low: LocalId, high: LocalId): boolean {
  const isFit = (set: SetLocal): boolean => {
    if (set.local === high) return isLocal(set.value, middle);
    if (set.local !== low || set.value.kind !== "checked" || set.value.operation !== "i64.add") return false;
    const [from, by] = set.value.operands;
    return from !== undefined && isLocal(from, middle) && by?.kind === "i64" && by.value === 1n;
  };
  const moving = all.filter(({ local }) => local === low || local === high);
  const isInArm = (arm: If["then"]): boolean => arm.some((one) => one.kind === "setLocal" && isFit(one));
  return moving.length === 2 && moving.every(isFit) && forks.some((fork) => isInArm(fork.then) && isInArm(fork.else));
}

function isLocal(x: Expression, local: LocalId): boolean {
  return x.kind === "local" && x.local === local;
}
