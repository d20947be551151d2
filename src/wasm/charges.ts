// Fuel. A charge subtracts and tests; where less was left, the run ends and
// the host takes all fuel as spent (what stands in `fuel` is then negative).

import type { Instruction, SiteId } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";

type Charge = Extract<Instruction, { readonly kind: "charge" }>;

export function emitCharge(e: FunctionEmission, x: Charge): void {
  if (e.plan.options.unmetered === true || x.amount === 0) return;
  if (e.plan.options.profile === true) emitCounts(e, x);
  const left = e.takeLocal("i64");
  e.getGlobal("fuel");
  e.i64(x.amount);
  e.op("i64.sub");
  e.teeLocal(left);
  e.setGlobal("fuel");
  e.getLocal(left);
  e.i64(0);
  e.op("i64.lt_s");
  e.failIf("fuel", x.site);
  e.giveLocal("i64", left);
}

export function emitChargeSize(e: FunctionEmission, x: Extract<Instruction, { readonly kind: "chargeSize" }>): void {
  if (e.plan.options.unmetered === true) return;
  const isProfile = e.plan.options.profile === true;
  const cost = e.takeLocal("f64");
  emitExpression(e, x.size);
  e.f64(x.base);
  e.f64(x.each);
  e.word("fuel", x.site);
  e.callRuntime("chargeSize", x.site);
  e.setLocal(cost);
  if (isProfile) emitCount(e, x.site, () => e.getLocal(cost));
  e.giveLocal("f64", cost);
}

/** In a profile build: before the charge, so that the one that fails is counted and the host can take off what was not there. */
function emitCounts(e: FunctionEmission, x: Charge): void {
  for (const part of x.parts) emitCount(e, part.site, () => e.f64(part.amount));
}

function emitCount(e: FunctionEmission, site: SiteId, amount: () => void): void {
  const address = e.plan.statics.counters + 8 * site;
  e.i32(0);
  e.i32(0);
  e.memory("f64.load", 3, address);
  amount();
  e.op("f64.add");
  e.memory("f64.store", 3, address);
}
