// Prices in fuel of what is no intrinsic: the nodes of the typed program. With
// `intrinsics.ts` this is the one price list. A unit is about a tenth of a nanosecond of
// compiled code; what allocates pays for its release too, so that freeing is
// never charged.

/** Rises whenever a price changes. */
export const priceVersion = 8;

export const nodePrices = {
  /** Reads of variables, literals and captures are free: they are operands. */
  setVariable: 1,
  setGlobal: 2,
  global: 1,
  /** A variable that closures share, in its box. */
  boxed: 1,
  field: 1,
  setField: 2,
  tupleItem: 1,
  /** On top of an int division whose divisor is no literal. */
  division: 37,
  /** One test of a branch or conditional. */
  branch: 1,
  /** Each turn of a loop. */
  turn: 1,
  countedTurn: 1,
  call: 5,
  /** Each argument of a call. */
  argument: 1,
  /** On top of a call that may come back to its caller: depth is counted, nothing is inlined. */
  recursion: 8,
  dispatch: 2,
  hostCall: 10,
  /** An object and its release; slots on top. */
  object: 26,
  slot: 2,
  /** The element buffer of a list display, and each element. */
  buffer: 39,
  element: 2,
  box: 30,
  unbox: 1,
  typeTest: 1,
  advance: 8,
  yield: 8,
  raise: 32,
  /** An exception that goes on behind a `finally`: its trace is taken up again. */
  goOn: 150,
  tryEntry: 1,
  handler: 4,
} as const;

/** Of loops over whole arrays. */
export const elementPrices = {
  base: 110,
  /** Each row of the innermost loop. */
  row: 50,
  /** For each item: of each array read, and written. */
  read: 0.35,
  write: 0.65,
  /** For each item on top, where they are done one by one. */
  single: 1.75,
  /** For each item on top, where two could be done at once but do not lie side by side: and of each array read, and of the arithmetic's full price. */
  apart: 1.2,
  apartRead: 1,
  apartShare: 0.4,
  /** `a[i, j]`, read or written: and each index. */
  item: 5,
  index: 2,
  /** What arithmetic on floats costs of its price, where two are done at once. */
  vectorShare: 0.25,
} as const;
