// Locals of long functions share their places: what an engine needs of memory
// to translate a function grows with its locals times its branches, and a long
// one has thousands of locals, each used by a line or two.
//
// A local is in use from the instruction by which all ways to it go to the last
// that names it. Outside of loops every way goes forward, so two locals whose
// uses lie apart never hold a value at the same time; what a loop names is in
// use as long as the outermost loop runs. Where a place is taken over it is
// made zero, as a local begins.

import { zero } from "../ir/build.ts";
import type { Instruction, IRFunction, IRLocal, LocalId } from "../ir/ir.ts";
import { renameBody } from "../ir/renaming.ts";

/** Functions with fewer are left as they are. */
export const fewestShared = 256;

type Body = readonly Instruction[];

/** An instruction on the way to a mention: its number, the list it stands in (one may occur twice, so lists are numbered too) and its place there. */
interface Step {
  readonly list: number;
  readonly body: Body;
  readonly index: number;
  readonly start: number;
}

interface Use {
  readonly id: LocalId;
  /** From outside to the first mention. */
  readonly steps: readonly Step[];
  /** How many of the steps' lists hold all mentions. */
  depth: number;
  /** Number of the last instruction that names it. */
  last: number;
}

export function shareLocals(of: IRFunction, fewest: number = fewestShared): IRFunction {
  if (of.locals.length < fewest) return of;
  const uses = new UseFinder(of).find();
  const places = new Places(of, uses);
  if (places.shared === 0) return of;
  return { ...of, locals: places.locals, body: places.rewritten(of.body) };
}

class UseFinder {
  readonly #parameters: number;
  readonly #uses = new Map<LocalId, Use>();
  readonly #steps: Step[] = [];
  readonly #body: Body;
  #lists = 0;
  #at = 0;

  constructor({ body, parameterCount }: IRFunction) {
    this.#body = body;
    this.#parameters = parameterCount;
  }

  find(): readonly Use[] {
    this.#visit(this.#body);
    return [...this.#uses.values()];
  }

  #visit(body: Body): void {
    const list = this.#lists++;
    const depth = this.#steps.length;
    for (const [index, item] of body.entries()) {
      this.#steps[depth] = { list, body, index, start: this.#at++ };
      if (item.kind === "block") this.#visit(item.body);
      else if (item.kind === "if") {
        this.#mention(item.test);
        this.#visit(item.then);
        this.#visit(item.else);
      } else this.#mention(item);
    }
    this.#steps.length = depth;
  }

  /** All that an instruction or expression names, loops within it included. */
  #mention(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      if (name === "local") this.#use(part as LocalId);
      else if (name !== "parts") this.#mention(part);
    }
  }

  #use(id: LocalId): void {
    if (id < this.#parameters) return;
    const known = this.#uses.get(id);
    const last = this.#at - 1;
    if (known === undefined) {
      this.#uses.set(id, { id, steps: [...this.#steps], depth: this.#steps.length, last });
      return;
    }
    known.last = last;
    while (known.steps[known.depth - 1]?.list !== this.#steps[known.depth - 1]?.list) known.depth -= 1;
  }
}

class Places {
  readonly locals: IRLocal[];
  /** How many locals have gone. */
  readonly shared: number;
  readonly #placeOf = new Map<LocalId, LocalId>();
  /** By list: what is made zero before an item of it. */
  readonly #zeroed = new Map<number, Map<number, Instruction[]>>();
  #lists = 0;

  constructor(of: IRFunction, uses: readonly Use[]) {
    this.locals = of.locals.slice(0, of.parameterCount);
    const free = new Map<string, LocalId[]>();
    const busy: { readonly last: number; readonly pool: string; readonly place: LocalId }[] = [];
    const sorted = uses.map((use) => ({ use, start: use.steps[use.depth - 1]!.start })).sort((a, b) => a.start - b.start);
    for (const { use, start } of sorted) {
      for (let at = busy.length - 1; at >= 0; at--) {
        const { last, pool, place } = busy[at]!;
        if (last >= start) continue;
        busy.splice(at, 1);
        poolOf(free, pool).push(place);
      }
      const description = of.locals[use.id]!;
      const pool = JSON.stringify({ ...description, name: null });
      const taken = poolOf(free, pool).pop();
      const place = taken ?? this.locals.push(description) - 1;
      if (taken !== undefined) this.#takeOver(use, place, description);
      this.#placeOf.set(use.id, place);
      busy.push({ last: use.last, pool, place });
    }
    this.shared = of.locals.length - this.locals.length;
  }

  #takeOver(use: Use, place: LocalId, { representation }: IRLocal): void {
    this.locals[place] = { ...this.locals[place]!, name: null };
    const { list, body, index } = use.steps[use.depth - 1]!;
    const first = body[index];
    if (first?.kind === "setLocal" && first.local === use.id && !names(first.value, use.id)) return;
    const items = this.#zeroed.get(list) ?? new Map<number, Instruction[]>();
    this.#zeroed.set(list, items);
    items.set(index, [...(items.get(index) ?? []), { kind: "setLocal", local: place, value: zero(representation) }]);
  }

  /** Visits lists in the order in which they were numbered. */
  rewritten(body: Body): Body {
    const zeroed = this.#zeroed.get(this.#lists++);
    return body.flatMap((item, index): Body => [...(zeroed?.get(index) ?? []), ...this.#renamed(item)]);
  }

  #renamed(item: Instruction): Body {
    if (item.kind === "block") return [{ ...item, body: this.rewritten(item.body) }];
    if (item.kind !== "if") return this.#rename([item]);
    const test = this.#rename([{ kind: "evaluate", value: item.test }])[0] as Instruction & { readonly kind: "evaluate" };
    return [{ ...item, test: test.value, then: this.rewritten(item.then), else: this.rewritten(item.else) }];
  }

  #rename(body: Body): Body {
    return renameBody(body, { local: (id) => this.#placeOf.get(id) ?? id, label: (id) => id, site: (id) => id });
  }
}

function poolOf(pools: Map<string, LocalId[]>, name: string): LocalId[] {
  const pool = pools.get(name) ?? [];
  pools.set(name, pool);
  return pool;
}

function names(value: unknown, id: LocalId): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, part]) => (name === "local" ? part === id : names(part, id)));
}
