// Fuel. A charge subtracts and tests; where less was left, the run ends and
// the host takes all fuel as spent (what stands in `fuel` is then negative).

import type { Expression, Instruction } from "../ir/ir.ts";
import { stagesOf } from "../ir/mergedCharges.ts";
import type { Charge } from "../ir/mergedCharges.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";

export function emitCharge(e: FunctionEmission, x: Charge): void {
  if (e.plan.options.unmetered === true || x.amount === 0) return;
  if (e.plan.options.profile === true) emitParts(e, x);
  if (e.fuelLocal !== null) return chargeLocal(e, x, e.fuelLocal);
  const left = e.takeLocal("i64");
  e.getGlobal("fuel");
  e.i64(x.amount);
  e.op("i64.sub");
  e.teeLocal(left);
  e.setGlobal("fuel");
  e.getLocal(left);
  e.i64(0);
  e.op("i64.lt_s");
  failAtStage(e, x, left);
  e.giveLocal("i64", left);
}

/** Where the i32 on the stack is not zero: the run stops at the first stage that what was there did not cover. */
function failAtStage(e: FunctionEmission, x: Charge, left: number): void {
  e.open("if");
  const stages = stagesOf(x);
  let spent = 0;
  for (const stage of stages.slice(0, -1)) {
    spent += stage.amount;
    e.getLocal(left);
    e.i64(spent - x.amount);
    e.op("i64.lt_s");
    e.failIf("fuel", stage.site);
  }
  e.fail("fuel", stages.at(-1)?.site ?? x.site);
  e.close();
}

function chargeLocal(e: FunctionEmission, x: Charge, fuel: number): void {
  e.getLocal(fuel);
  e.i64(x.amount);
  e.op("i64.sub");
  e.teeLocal(fuel);
  e.i64(0);
  e.op("i64.lt_s");
  failAtStage(e, x, fuel);
}

/** Without a test: the fuel is known to be there. */
export function emitSpend(e: FunctionEmission, amount: Expression): void {
  if (e.plan.options.unmetered === true) return;
  emitFuelLeft(e);
  emitExpression(e, amount);
  e.op("i64.sub");
  if (e.fuelLocal === null) e.setGlobal("fuel");
  else e.setLocal(e.fuelLocal);
}

export function emitFuelLeft(e: FunctionEmission): void {
  if (e.fuelLocal === null) e.getGlobal("fuel");
  else e.getLocal(e.fuelLocal);
}

type ChargeSize = Extract<Instruction, { readonly kind: "chargeSize" }>;

export function emitChargeSize(e: FunctionEmission, x: ChargeSize): void {
  if (e.plan.options.unmetered === true) return;
  const shift = e.plan.options.profile === true ? null : exactShift(x);
  if (shift !== null) return chargeExactly(e, x, shift);
  emitExpression(e, x.size);
  e.f64(x.base);
  e.f64(x.each);
  e.word("fuel", x.site);
  e.callRuntime("chargeSize", x.site);
}

const mostShift = 8;
const mostFactor = 2 ** 20;

/** `each` times so many doublings is an int, and the size a length: then ints give what `sizeCharge` does, without a call. */
function exactShift({ base, each, size }: ChargeSize): number | null {
  if (size.kind !== "operation" || size.operation !== "i64.from_i32_u" || !Number.isInteger(base)) return null;
  for (let shift = 0; shift <= mostShift; shift++) {
    const factor = each * 2 ** shift;
    if (Number.isInteger(factor)) return factor < mostFactor && base < mostFactor ? shift : null;
  }
  return null;
}

function chargeExactly(e: FunctionEmission, x: ChargeSize, shift: number): void {
  const left = e.fuelLocal ?? e.takeLocal("i64");
  emitFuelLeft(e);
  emitExpression(e, x.size);
  e.i64(x.each * 2 ** shift);
  e.op("i64.mul");
  const beyond = (x.base + 1) * 2 ** shift - 1;
  if (beyond > 0) {
    e.i64(beyond);
    e.op("i64.add");
  }
  if (shift > 0) {
    e.i64(shift);
    e.op("i64.shr_u");
  }
  e.op("i64.sub");
  e.teeLocal(left);
  if (e.fuelLocal === null) {
    e.setGlobal("fuel");
    e.getLocal(left);
  }
  e.i64(0);
  e.op("i64.lt_s");
  e.failIf("fuel", x.site);
  if (e.fuelLocal === null) e.giveLocal("i64", left);
}

/** In a profile build, before the charge: each part to its own site. */
function emitParts(e: FunctionEmission, x: Charge): void {
  let before = 0;
  for (const part of x.parts) {
    e.site(part.site);
    e.f64(part.amount);
    e.f64(before);
    e.callRuntime("countPart");
    before += part.amount;
  }
}
