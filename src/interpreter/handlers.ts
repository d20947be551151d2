// What an instruction outside the loop's own is: a function of the machine
// and its operands. `d`, `x`, `y` are positions of registers; in a family of
// immediates `y` is the number itself. `pc` is in the machine, for those that
// stop or spend.

import type { Machine } from "./machine.ts";

export type Handler = (m: Machine, d: number, x: number, y: number) => void;

/** A conditional jump: does it jump? */
export type Condition = (m: Machine, x: number, y: number) => boolean;
