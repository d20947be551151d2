// The makers of scripts, each for a kind of mistake that others do not find.

import { carriedScript } from "./carried.ts";
import { changingScript, mixedScript } from "./changing.ts";
import type { Maker } from "./comparing.ts";
import { orderScript } from "./order.ts";

export interface MakerOf {
  readonly name: string;
  readonly what: string;
  readonly make: Maker;
  /** Writes only what should be accepted; others write lines of any types. */
  readonly isTyped: boolean;
}

export const makers: readonly MakerOf[] = [
  { name: "changing", what: "what was tested changes", make: changingScript, isTyped: false },
  { name: "mixed", what: "values are used by their type at run time", make: mixedScript, isTyped: false },
  { name: "carried", what: "values go through containers", make: carriedScript, isTyped: false },
  { name: "order", what: "the order of evaluation shows", make: orderScript, isTyped: true },
];
