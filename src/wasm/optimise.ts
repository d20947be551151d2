// The passes over the IR before emission, in their order. None changes what can
// be seen of a run: values, effects, faults with their lines, fuel and bytes.

import { runFunctionsAhead } from "../ir/aheadFunctions.ts";
import { runLoopsAhead } from "../ir/aheadLoops.ts";
import { cacheReads, cacheReadsOfQuick } from "../ir/cachedReads.ts";
import { chooseConstants } from "../ir/constantArms.ts";
import { chooseFloats } from "../ir/floatArms.ts";
import { keepFloatTwins } from "../ir/floatTwins.ts";
import { inlineCalls } from "../ir/inlining.ts";
import type { InlinedModule } from "../ir/inlining.ts";
import type { IRModule } from "../ir/ir.ts";
import { foldKnownInts } from "../ir/knownInts.ts";
import { mergeCharges } from "../ir/mergedCharges.ts";
import { inlineOnlyCalls } from "../ir/onlyCalls.ts";
import { withoutBody } from "../ir/placement.ts";
import { spendLate } from "../ir/quickSpending.ts";
import { ModuleWrites } from "../ir/writes.ts";
import type { KeptFunctions } from "./keptFunctions.ts";

export interface Optimised extends InlinedModule {
  /** What calls may write. */
  readonly writes: ModuleWrites;
}

/** `isProfile`: charges must stay where lines are counted. Nothing is done to what `kept` has code of. What is not `isExported` may lose its body where its only call has become it. */
export function optimise(
  ir: IRModule,
  isProfile = false,
  kept: KeptFunctions | null = null,
  isExported: (id: number) => boolean = () => true,
): Optimised {
  const isDone = (id: number): boolean => kept !== null && kept.codeOf(id) !== null;
  const { module: whole, origins } = inlineCalls(ir, isDone);
  const inlined = { ...whole, functions: whole.functions.map((one) => (isDone(one.id) ? withoutBody(one) : one)) };
  const writes = new ModuleWrites(inlined, (id) => kept?.codeOf(id)?.writes);
  const module = foldKnownInts(cacheReads(inlined, writes));
  const functions = module.functions.map((one, id) =>
    inlined.functions[id] === ir.functions[id] ? one : { ...one, body: mergeCharges(one.body) },
  );
  const merged = { ...module, functions };
  return isProfile ? { module: merged, origins, writes } : { ...inlineOnlyCalls(quickened(merged, writes), origins, isExported), writes };
}

/** Quick versions, and what pays in them alone. */
function quickened(module: IRModule, writes: ModuleWrites): IRModule {
  const inVersions = runFunctionsAhead(runLoopsAhead(module));
  const straight = chooseFloats(keepFloatTwins(chooseConstants(inVersions)));
  return spendLate(cacheReadsOfQuick(straight, writes));
}

export function asItIs(module: IRModule): Optimised {
  return { module, origins: [], writes: new ModuleWrites({ ...module, functions: [] }) };
}
