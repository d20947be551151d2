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

export function emitChargeSize(e: FunctionEmission, x: Extract<Instruction, { readonly kind: "chargeSize" }>): void {
  if (e.plan.options.unmetered === true) return;
  emitExpression(e, x.size);
  e.f64(x.base);
  e.f64(x.each);
  e.word("fuel", x.site);
  e.callRuntime("chargeSize", x.site);
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
