// What the host needs beside the bytes to read a fault: which site each call
// instruction stands for, which function index is whose, and the IR traps and
// checked operations that fault words name.

import type { Site, SiteId } from "../ir/ir.ts";
import type { CheckEntry, StaticPlan, TrapEntry } from "./plan.ts";

export interface SideTables {
  /** Pairs of the offset of a call instruction in the module and its site, by offset. */
  readonly callSites: Uint32Array;
  /** Functions of the IR have the indexes from here ... */
  readonly firstFunction: number;
  /** ... to before here; what lies outside is runtime and wrappers. */
  readonly endFunction: number;
  readonly traps: readonly TrapEntry[];
  readonly checks: readonly CheckEntry[];
  readonly statics: Pick<StaticPlan, "globals" | "counters">;
  /** Logical bytes alive before anything runs, the module's name not counted. */
  readonly residentBytes: number;
  /** With the clones that inlining made, after those of the module. */
  readonly sites: readonly Site[];
  /** Of which sites the clones are. */
  readonly origins: readonly SiteId[];
  /** Ids of the functions that the host can call. */
  readonly exported: ReadonlySet<number>;
}

/** The site of the module that a site of the compiled code stands for. */
export function originOf(site: SiteId, tables: SideTables): SiteId {
  return tables.origins[site - (tables.sites.length - tables.origins.length)] ?? site;
}

/** The site of the call instruction at that offset. */
export function callSiteAt({ callSites }: SideTables, offset: number): SiteId | undefined {
  let low = 0;
  let high = callSites.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((callSites[2 * middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return callSites[2 * low] === offset ? callSites[2 * low + 1] : undefined;
}
