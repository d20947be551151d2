// Sites of the compiled code. Those of the module keep their numbers; clones
// that inlining has made get theirs when code names them first. So their
// numbers depend on the code alone, not on the order in which passes ran or on
// what was kept of them.

import type { Site, SiteId } from "../ir/ir.ts";
import type { InlinedSites } from "../ir/inlining.ts";

export class SiteNumbers {
  /** Of the module, then clones in order of their numbers. */
  readonly all: Site[];
  /** Of which sites the clones are. */
  readonly origins: SiteId[] = [];
  readonly #inlined: InlinedSites;
  /** Clones by the call they came by, then by the site they are of. */
  readonly #clones = new Map<SiteId, Map<SiteId, SiteId>>();

  constructor(inlined: InlinedSites) {
    this.#inlined = inlined;
    this.all = inlined.sites.slice(0, inlined.sites.length - inlined.origins.length);
  }

  /** The number of a site as inlining has left it. */
  of(id: SiteId): SiteId {
    const { sites, origins } = this.#inlined;
    const origin = origins[id - (sites.length - origins.length)];
    const from = sites[id]?.calledFrom;
    return origin === undefined || from === undefined || from === null ? id : this.clone(origin, this.of(from));
  }

  /** `origin` of the module, as it stands where its function was inlined at the call `from`. */
  clone(origin: SiteId, from: SiteId): SiteId {
    const clones = this.#clones.get(from) ?? new Map<SiteId, SiteId>();
    this.#clones.set(from, clones);
    const known = clones.get(origin);
    if (known !== undefined) return known;
    const original = this.all[origin];
    if (original === undefined) throw new RangeError(`no site ${origin}`);
    const made = this.all.push({ ...original, calledFrom: from }) - 1;
    this.origins.push(origin);
    clones.set(origin, made);
    return made;
  }

  /** Of which site of the module that is a clone; null for one of the module's own. */
  originOf(id: SiteId): SiteId | null {
    return this.origins[id - (this.all.length - this.origins.length)] ?? null;
  }

  /** Numbers them all in order: where tables by site must have their size before there is code. */
  takeAll(): void {
    for (const id of this.#inlined.sites.keys()) this.of(id);
  }
}
