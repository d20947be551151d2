// Charges that follow each other with nothing between them that can be seen or
// can fail become one, in stages: where the fuel does not last, the run stops
// at the first stage that is not covered, as it would have without merging.
// After inlining, a call's charge so joins its caller's.

import type { ChargePart, Expression, Instruction } from "./ir.ts";
import { withoutLastBranch } from "./straightCode.ts";

export type Charge = Extract<Instruction, { readonly kind: "charge" }>;

/** A charge of several, in order. Executors without knowledge of stages may not be given one. */
export interface StagedCharge extends Charge {
  readonly stages: readonly ChargePart[];
}

export function stagesOf(x: Charge): readonly ChargePart[] {
  return "stages" in x ? (x as StagedCharge).stages : [{ site: x.site, amount: x.amount }];
}

export function mergeCharges(body: readonly Instruction[]): readonly Instruction[] {
  const made: Instruction[] = [];
  mergeFrom(body, 0, made);
  return made;
}

/** Adds what begins at `start` to `made`; every instruction is looked at once. */
function mergeFrom(body: readonly Instruction[], start: number, made: Instruction[]): void {
  for (let at = start; at < body.length;) {
    const x = body[at];
    if (x === undefined) return;
    at++;
    if (x.kind !== "charge") {
      made.push(mergeInside(x));
      continue;
    }
    const found: Charge[] = [];
    const kept: Instruction[] = [];
    ({ at } = takeCharges(body, at, found, kept));
    made.push(found.length === 0 ? x : join([x, ...found]));
    for (const one of kept) made.push(one);
  }
}

function mergeInside(x: Instruction): Instruction {
  switch (x.kind) {
    case "if":
      return { ...x, then: mergeCharges(x.then), else: mergeCharges(x.else) };
    case "block":
    case "loop":
      return { ...x, body: mergeCharges(x.body) };
    default:
      return x;
  }
}

interface Stopped {
  /** The place after the last instruction that was taken or passed. */
  readonly at: number;
  /** All of the body was silent: what comes after it is reached in silence too. */
  readonly isThrough: boolean;
}

/** Takes charges out from `start` on as far as all is silent; what it passes goes to `kept`. */
function takeCharges(body: readonly Instruction[], start: number, found: Charge[], kept: Instruction[]): Stopped {
  for (let at = start; at < body.length; at++) {
    const x = body[at];
    if (x === undefined) break;
    if (x.kind === "charge") {
      found.push(x);
    } else if (x.kind === "block") {
      if (!takeFromBlock(x, found, kept)) return { at: at + 1, isThrough: false };
    } else if (isSilent(x)) {
      kept.push(x);
    } else {
      return { at, isThrough: false };
    }
  }
  return { at: body.length, isThrough: true };
}

function takeFromBlock(x: Extract<Instruction, { readonly kind: "block" }>, found: Charge[], kept: Instruction[]): boolean {
  const inside = withoutLastBranch(x.body, x.label);
  const made: Instruction[] = [];
  const { at, isThrough } = takeCharges(inside, 0, found, made);
  mergeFrom(inside, at, made);
  kept.push({ ...x, body: made });
  return isThrough;
}

/** Can neither fail nor be seen from outside. */
function isSilent(x: Instruction): boolean {
  if (x.kind === "statement") return true;
  return (x.kind === "setLocal" || x.kind === "evaluate") && isPure(x.value);
}

function isPure(x: Expression): boolean {
  switch (x.kind) {
    case "i64":
    case "f64":
    case "i32":
    case "text":
    case "null":
    case "local":
    case "global":
    case "pending":
    case "runSeed":
    case "moduleName":
      return true;
    case "operation":
      return x.operands.every(isPure);
    case "slot":
    case "length":
    case "typeId":
    case "isResident":
      return isPure(x.object);
    case "element":
      return isPure(x.storage) && isPure(x.index);
    case "code":
      return isPure(x.text) && isPure(x.index);
    case "choose":
      return isPure(x.test) && isPure(x.then) && isPure(x.else);
    case "checked":
    case "newRecord":
    case "newStorage":
    case "newText":
    case "appendText":
    case "characterText":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork":
    case "textHash":
    case "call":
    case "hostCall":
    case "takePending":
    case "fuelLeft":
    case "sequence":
      return false;
  }
}

function join(charges: readonly Charge[]): StagedCharge {
  const [first] = charges;
  if (first === undefined) throw new RangeError("nothing to join");
  const amount = charges.reduce((sum, charge) => sum + charge.amount, 0);
  return { ...first, amount, parts: charges.flatMap((charge) => charge.parts), stages: charges.flatMap(stagesOf) };
}
