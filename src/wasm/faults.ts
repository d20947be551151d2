// How a compiled module says why it stopped: one word, `site * 64 + kind`, set
// on the slow path just before `unreachable`. Kinds that need more than a site
// find it in the operand words (see memory.ts) or, for IR traps, in the side
// table of traps, whose index then stands in the place of the site.

export const faultKinds = {
  fuel: 1,
  memory: 2,
  depth: 3,
  output: 4,
  string: 5,
  hostCalls: 6,
  /** `site` is an index into the side table of checked operations; the operand words hold their values. */
  checked: 7,
  /** `site` is an index into the side table of traps. */
  trap: 9,
  /** Operand word 0 holds the exception. */
  uncaught: 10,
  /** A host function threw. */
  host: 11,
} as const;

export type FaultKind = keyof typeof faultKinds;

export function faultWord(kind: FaultKind, site: number): number {
  return site * 64 + faultKinds[kind];
}
