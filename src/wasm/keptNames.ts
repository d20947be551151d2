// What kept code names, apart from any program: a number of the function
// itself or of one below it, as that function's kept form has it. Code of a
// function that was inlined names what its own form names; a clone of a site is
// the site and the calls that led to it.

import { InternalError } from "../base/internalError.ts";
import type { FunctionId, IRModule, SiteId } from "../ir/ir.ts";
import { reservedTypes } from "../ir/ir.ts";
import { calleesOf, placementOf } from "../ir/placement.ts";
import type { Placement } from "../ir/placement.ts";
import type { Answered } from "../ir/recording.ts";
import type { Named, Note } from "./functionCode.ts";
import type { SiteNumbers } from "./siteNumbers.ts";

type Kind = Answered["kind"];

/** From one of the functions met so far (the first is the function itself) to one that it calls. */
export interface Step {
  readonly from: number;
  readonly callee: FunctionId;
}

/** A number in the form of one of the functions met. */
interface Place {
  readonly of: number;
  readonly id: number;
}

export interface KeptNote {
  readonly start: number;
  readonly end: number;
  /** Its numbers mean nothing. */
  readonly what: Named;
  /** What it names, but for sites. */
  readonly place: Place | null;
  /** A site, the call it came by, the call that came by ... */
  readonly site: readonly Place[];
}

const reserved: ReadonlySet<number> = new Set(Object.values(reservedTypes));

/** In the program that code was made for: what of a function's own and of those below it numbers stand for. */
export class NamesBelow {
  readonly steps: Step[] = [];
  readonly #module: IRModule;
  readonly #sites: SiteNumbers;
  readonly #met: Placement[] = [];
  readonly #seen = new Set<FunctionId>();
  /** How many of those met have been asked for their callees. */
  #followed = 0;

  constructor(module: IRModule, sites: SiteNumbers, id: FunctionId) {
    this.#module = module;
    this.#sites = sites;
    this.#meet(id);
  }

  #meet(id: FunctionId): boolean {
    const one = this.#module.functions[id];
    const placement = one === undefined ? undefined : placementOf(one);
    if (placement === undefined || this.#seen.has(id)) return false;
    this.#seen.add(id);
    this.#met.push(placement);
    return true;
  }

  keep({ start, end, what }: Note): KeptNote {
    const kind = kindOf(what);
    const place = kind === null ? null : this.#find(kind, "id" in what ? what.id : 0);
    const site = this.#chain(siteOf(what));
    return { start, end, what, place, site };
  }

  #chain(site: SiteId | null): readonly Place[] {
    const places: Place[] = [];
    for (let at = site; at !== null;) {
      const origin = this.#sites.originOf(at);
      places.push(this.#find("site", origin ?? at));
      at = origin === null ? null : (this.#sites.all[at]?.calledFrom ?? null);
    }
    return places;
  }

  #find(kind: Kind, id: number): Place {
    if (kind === "type" && reserved.has(id)) return { of: 0, id };
    for (let of = 0; of < this.#met.length || this.#follow(); of++) {
      const placement = this.#met[of];
      const found = placement === undefined ? undefined : inverseOf(placement)[kind].get(id);
      if (found !== undefined) return { of, id: found };
    }
    throw new InternalError(`code names the ${kind} ${id}, for which no function below has asked`);
  }

  /** Meets what the next of those met calls. False where there is nothing more. */
  #follow(): boolean {
    const before = this.#met.length;
    while (this.#met.length === before && this.#followed < before) {
      const from = this.#followed++;
      const placement = this.#met[from];
      if (placement === undefined) return false;
      for (const callee of calleesOf(placement)) if (this.#meet(placement.to.function(callee))) this.steps.push({ from, callee });
    }
    return this.#met.length > before;
  }
}

type Inverse = Readonly<Record<Kind, ReadonlyMap<number, number>>>;

const inverses = new WeakMap<Placement, Inverse>();

function inverseOf(placement: Placement): Inverse {
  const known = inverses.get(placement);
  if (known !== undefined) return known;
  const { names, to } = placement;
  const made = {
    site: new Map<number, number>(),
    text: new Map<number, number>(),
    type: new Map<number, number>(),
    function: new Map<number, number>(),
  };
  for (const { kind, id } of names) made[kind].set(to[kind](id), id);
  inverses.set(placement, made);
  return made;
}

function kindOf(what: Named): Kind | null {
  switch (what.kind) {
    case "text":
    case "type":
    case "function":
      return what.kind;
    case "allocator":
      return "type";
    case "runtime":
    case "word":
    case "site":
    case "calledAt":
    case "check":
    case "trap":
      return null;
  }
}

function siteOf(what: Named): SiteId | null {
  if ("site" in what) return what.site;
  return "entry" in what ? what.entry.site : null;
}

// ------------------------------------------------------------- another program

/** The functions that steps lead to, in the program in which `id` is the function itself. */
export class PlacesBelow {
  readonly #sites: SiteNumbers;
  readonly #met: Placement[] = [];

  constructor(module: IRModule, sites: SiteNumbers, id: FunctionId, steps: readonly Step[]) {
    this.#sites = sites;
    this.#met.push(placed(module, id));
    for (const { from, callee } of steps) this.#met.push(placed(module, this.#of(from).to.function(callee)));
  }

  #of(index: number): Placement {
    const found = this.#met[index];
    if (found === undefined) throw new RangeError("a step that leads nowhere");
    return found;
  }

  #number(kind: Kind, { of, id }: Place): number {
    return this.#of(of).to[kind](id);
  }

  named({ what, place, site }: KeptNote): Named {
    const kind = kindOf(what);
    if (kind !== null && place !== null) return { ...what, id: this.#number(kind, place) } as Named;
    if ("site" in what) return { ...what, site: this.#site(site, 0) };
    return "entry" in what ? ({ ...what, entry: { ...what.entry, site: this.#site(site, 0) } } as Named) : what;
  }

  #site(chain: readonly Place[], index: number): SiteId {
    const place = chain[index];
    if (place === undefined) throw new RangeError("a site without a place");
    const own = this.#number("site", place);
    return index === chain.length - 1 ? own : this.#sites.clone(own, this.#site(chain, index + 1));
  }
}

function placed(module: IRModule, id: FunctionId): Placement {
  const one = module.functions[id];
  const found = one === undefined ? undefined : placementOf(one);
  if (found === undefined) throw new RangeError(`function ${id} is kept nowhere`);
  return found;
}
