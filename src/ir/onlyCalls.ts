// Functions in two versions (`aheadFunctions.ts`) that are called at one place
// alone, in a loop, go there as they are: nothing grows by them, and what they
// are given and give back stays in registers. It is done last, since all that is
// known of such a function is known without its caller.

import { calledIn, Inliner } from "./inlining.ts";
import type { InlinedModule } from "./inlining.ts";
import type { FunctionId, IRFunction, IRModule, SiteId } from "./ir.ts";

/** `origins`: of sites that were cloned before. Functions that are inlined and that nobody else `isExported` to lose their bodies: such a module is for emission only. */
export function inlineOnlyCalls(module: IRModule, origins: readonly SiteId[], isExported: (id: FunctionId) => boolean): InlinedModule {
  const inliner = new OnlyCallInliner(module, origins);
  const expanded = module.functions.map((one) => (one.isLibrary ? one : inliner.expand(one.id)));
  const functions = expanded.map((one) => (inliner.inlined.has(one.id) && !isExported(one.id) ? { ...one, body: [] } : one));
  return { module: { ...module, functions, sites: inliner.sites }, origins: inliner.origins };
}

class OnlyCallInliner extends Inliner {
  override readonly mostOfCaller = 800;
  readonly inlined = new Set<FunctionId>();
  readonly #candidates: ReadonlySet<FunctionId>;

  constructor(module: IRModule, origins: readonly SiteId[]) {
    super(module, origins);
    const calls = new Map<FunctionId, number>();
    for (const one of module.functions) for (const id of calledIn(one.body)) calls.set(id, 1 + (calls.get(id) ?? 0));
    const isCandidate = (one: IRFunction): boolean => calls.get(one.id) === 1 && one.restart !== undefined && !one.isLibrary;
    this.#candidates = new Set(module.functions.filter(isCandidate).map((one) => one.id));
  }

  /** Only in the loop itself. */
  override isTurning(): boolean {
    return false;
  }

  override calleeOf(id: FunctionId): IRFunction | null {
    return this.#candidates.has(id) ? this.expand(id) : null;
  }

  override tookIn(id: FunctionId): void {
    this.inlined.add(id);
  }
}
