// From an engine's stack trace to a chain of sites. Every engine writes a wasm
// frame as `wasm-function[index]:0xoffset`, the offset being that of the call
// instruction in the module; the side table knows its site. The innermost frame
// of the program is where the fault itself happened, whose site the fault word
// gives; frames of the runtime and of wrappers stand for nothing.

import type { SiteId } from "../ir/ir.ts";
import { addSite } from "../ir/stops.ts";
import { callSiteAt, originOf } from "./sideTables.ts";
import type { SideTables } from "./sideTables.ts";

const frame = /wasm-function\[(\d+)\]:0x([0-9a-f]+)/g;

/** Frames of a stack trace while the module runs: more than the depth limit lets through. */
export const frameLimit = 20_000;

/** Sites of the calls on the stack, innermost first. `skip`: the innermost frames of the program that stand for no call. */
export function callersOf(stack: string, tables: SideTables, skip: 0 | 1): SiteId[] {
  const sites: SiteId[] = [];
  let left: number = skip;
  for (const [, index = "", offset = ""] of stack.matchAll(frame)) {
    if (Number(index) < tables.firstFunction || Number(index) >= tables.endFunction) continue;
    const site = callSiteAt(tables, Number.parseInt(offset, 16));
    if (left > 0) left--;
    else if (site !== undefined) sites.push(site);
  }
  return sites;
}

/** The sites with, after each, the calls by which its code was inlined; all as sites of the module. */
export function expandSites(sites: readonly SiteId[], tables: SideTables): SiteId[] {
  const chain: SiteId[] = [];
  for (const site of sites) addSite(chain, site, tables.sites);
  return chain.map((site) => originOf(site, tables));
}
