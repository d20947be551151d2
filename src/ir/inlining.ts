// Inlining of small functions, for executors that gain by it. What can be seen
// stays as it was: charges keep their amounts and places, and the sites of
// inlined code are clones that know the call they came by, so that a chain of
// calls reads as if nothing had been inlined. `origins` leads from a clone to
// the site that the module had.
//
// Inlined are functions without loops that cannot raise into their caller, are
// on no cycle, and have few instructions on the ways that come back. A call
//
//     r = call f(x)
//
// becomes: parameters and locals of `f` as locals of the caller, and a block
// which every `return v` of `f` leaves by `r = v; branch`. All of its nodes are
// copied, those on ways that stop too, so they are counted as well: how far a
// program grows is bounded.

import { zero } from "./build.ts";
import { isMapLoop } from "./mapLoop.ts";
import { highestLabel, visitNodes } from "./nodes.ts";
import { anyBodyOf } from "./placement.ts";
import { renameBody } from "./renaming.ts";
import type { FunctionId, Instruction, IRFunction, IRLocal, IRModule, LocalId, Site, SiteId } from "./ir.ts";

export interface InlinedSites {
  readonly sites: readonly Site[];
  /** For the last of the sites, beyond those of the original module: which of those they are clones of. */
  readonly origins: readonly SiteId[];
}

export interface InlinedModule extends Pick<InlinedSites, "origins"> {
  readonly module: IRModule;
}

/** Instructions on ways that come back: of a function to be inlined in a loop, and elsewhere. */
const mostOfCallee = 24;
const mostOutsideLoops = 8;
/** Nodes of a callee, with the ways that do not come back: they are copied too. */
const mostNodes = 1_000;
/** Nodes that go into all of the author's functions: a call is written faster than what it stands for. */
const mostOfModule = 300_000;
/** Of functions of the author's that are expanded because others call them. */
const deepest = 16;
/** Of a hook in the loop that maps it, with all that it calls: its call would be most of a cell's work. */
const mostOfMapped = 64;

/** `isDone`: functions that stay as they are. */
export function inlineCalls(module: IRModule, isDone: (id: FunctionId) => boolean = () => false): InlinedModule {
  const inliner = new Inliner(module);
  const functions = module.functions.map((one) => (isDone(one.id) ? one : inliner.expand(one.id)));
  return { module: { ...module, functions, sites: inliner.sites }, origins: inliner.origins };
}

export class Inliner {
  readonly sites: Site[];
  readonly origins: SiteId[];
  /** Instructions that go into one caller. */
  readonly mostOfCaller: number = 400;
  readonly #firstClone: number;
  readonly #module: IRModule;
  readonly #expanded = new Map<FunctionId, IRFunction>();
  readonly #small = new Map<FunctionId, boolean>();
  readonly #nodes = new WeakMap<IRFunction["body"], number>();
  #room = mostOfModule;
  #depth = 0;
  readonly #turning: ReadonlySet<FunctionId>;
  /** Clones by call site, then by the site they are of. */
  readonly #clones = new Map<SiteId, Map<SiteId, SiteId>>();

  constructor(module: IRModule, origins: readonly SiteId[] = []) {
    this.#module = module;
    this.sites = [...module.sites];
    this.origins = [...origins];
    this.#firstClone = module.sites.length - origins.length;
    this.#turning = calledInLoops(module);
  }

  /** It is called in a loop, and stands in no library. */
  isTurning(id: FunctionId): boolean {
    return this.#turning.has(id);
  }

  /** A call of it has become its body. */
  tookIn(_id: FunctionId): void {}

  expand(id: FunctionId): IRFunction {
    const known = this.#expanded.get(id);
    if (known !== undefined) return known;
    const original = this.#function(id);
    this.#depth++;
    const made = new CallerExpansion(this, original).expand();
    this.#depth--;
    this.#expanded.set(id, made);
    return made;
  }

  #function(id: FunctionId): IRFunction {
    const found = this.#module.functions[id];
    if (found === undefined) throw new RangeError(`no function ${id}`);
    return found;
  }

  /** The function with its own small calls inlined, or null where it is not to be inlined itself. */
  calleeOf(id: FunctionId): IRFunction | null {
    const original = this.#function(id);
    const isSmall = this.#small.get(id) ?? this.#isSmall(original);
    this.#small.set(id, isSmall);
    if (!isSmall) return null;
    if (this.#depth > deepest && !original.isLibrary) return original;
    const expanded = this.expand(id);
    return sizeOfBody(expanded.body) <= 2 * mostOfCallee && this.#nodesOf(expanded.body) <= mostNodes ? expanded : original;
  }

  #isSmall(one: IRFunction): boolean {
    if (one.depthWeight > 0 || one.mayRaise) return false;
    const body = anyBodyOf(one);
    return sizeOfBody(body) <= mostOfCallee && this.#nodesOf(body) <= mostNodes;
  }

  #nodesOf(body: IRFunction["body"]): number {
    const known = this.#nodes.get(body);
    if (known !== undefined) return known;
    let count = 0;
    visitNodes(body, () => count++);
    this.#nodes.set(body, count);
    return count;
  }

  /** False where the author's functions have grown enough. What the library does is the same in every program. */
  takeRoom(caller: IRFunction, callee: IRFunction): boolean {
    if (caller.isLibrary) return true;
    const nodes = this.#nodesOf(callee.body);
    if (nodes > this.#room) return false;
    this.#room -= nodes;
    return true;
  }

  /** The hook of a mapping loop; what it still calls can be inlined in turn. */
  mappedOf(id: FunctionId): IRFunction | null {
    const original = this.#function(id);
    if (original.depthWeight > 0 || original.mayRaise || sizeOfBody(original.body, true) > mostOfMapped) return null;
    const fits = ({ body }: IRFunction): boolean =>
      sizeOfBody(body, true) <= mostOfMapped && callsOf(body).every((one) => this.calleeOf(one) !== null);
    return [this.expand(id), original].find(fits) ?? null;
  }

  /** `site` as it stands where its function has been inlined at the call `at`. */
  cloneSite(site: SiteId, at: SiteId): SiteId {
    const clones = this.#clones.get(at) ?? new Map<SiteId, SiteId>();
    this.#clones.set(at, clones);
    const known = clones.get(site);
    if (known !== undefined) return known;
    const original = this.sites[site];
    if (original === undefined) throw new RangeError(`no site ${site}`);
    const calledFrom = original.calledFrom === null ? at : this.cloneSite(original.calledFrom, at);
    const clone = this.sites.length;
    this.sites.push({ ...original, calledFrom });
    this.origins.push(this.originOf(site));
    clones.set(site, clone);
    return clone;
  }

  originOf(site: SiteId): SiteId {
    return site < this.#firstClone ? site : (this.origins[site - this.#firstClone] ?? site);
  }
}

/** Of instructions on ways that come back; infinite where there is a loop or a call on them (or, where `withCalls`, only a loop). */
export function sizeOfBody(body: readonly Instruction[], withCalls = false): number {
  const last = body.at(-1)?.kind;
  if (last === "trap" || last === "uncaught") return 0;
  return body.reduce((sum, instruction) => sum + sizeOfInstruction(instruction, withCalls), 0);
}

function sizeOfInstruction(x: Instruction, withCalls: boolean): number {
  switch (x.kind) {
    case "loop":
      return Number.POSITIVE_INFINITY;
    case "setLocal":
    case "evaluate":
      return (x.value.kind === "call" && !withCalls) || x.value.kind === "hostCall" ? Number.POSITIVE_INFINITY : 1;
    case "if":
      return 1 + sizeOfBody(x.then, withCalls) + sizeOfBody(x.else, withCalls);
    case "block":
      return sizeOfBody(x.body, withCalls);
    case "statement":
      return 0;
    default:
      return 1;
  }
}

/** Of instructions that do nothing but call. */
function callsOf(body: readonly Instruction[]): FunctionId[] {
  return body.flatMap((x) => {
    if (x.kind === "if") return [...callsOf(x.then), ...callsOf(x.else)];
    if (x.kind === "block") return callsOf(x.body);
    return (x.kind === "setLocal" || x.kind === "evaluate") && x.value.kind === "call" ? [x.value.function] : [];
  });
}

type Call = Extract<Extract<Instruction, { readonly kind: "setLocal" }>["value"], { readonly kind: "call" }>;

/** One caller and what has been inlined into it. */
class CallerExpansion {
  readonly #inliner: Inliner;
  readonly #caller: IRFunction;
  readonly #locals: IRLocal[];
  /** Locals of calls outside of loops, by kind. */
  readonly #free = new Map<string, LocalId[]>();
  #nextLabel: number;
  #growth = 0;
  #loops = 0;

  constructor(inliner: Inliner, caller: IRFunction) {
    this.#inliner = inliner;
    this.#caller = caller;
    this.#locals = [...caller.locals];
    this.#nextLabel = 1 + highestLabel(caller.body);
  }

  expand(): IRFunction {
    const body = this.#body(this.#caller.body);
    return this.#growth === 0 ? this.#caller : { ...this.#caller, locals: this.#locals, body };
  }

  #body(body: readonly Instruction[]): readonly Instruction[] {
    let changed = false;
    const made = body.flatMap((x) => {
      const replaced = this.#instruction(x);
      if (replaced !== x) changed = true;
      return replaced;
    });
    return changed ? made : body;
  }

  #instruction(x: Instruction): Instruction | readonly Instruction[] {
    switch (x.kind) {
      case "setLocal":
        return x.value.kind === "call" ? (this.#inline(x.value, x.local) ?? x) : x;
      case "evaluate":
        return x.value.kind === "call" ? (this.#inline(x.value, null) ?? x) : x;
      case "if": {
        const then = this.#body(x.then);
        const otherwise = this.#body(x.else);
        return then === x.then && otherwise === x.else ? x : { ...x, then, else: otherwise };
      }
      case "block": {
        const body = this.#body(x.body);
        return body === x.body ? x : { ...x, body };
      }
      case "loop": {
        this.#loops++;
        const body = this.#body(x.body);
        this.#loops--;
        return body === x.body ? x : { ...x, body };
      }
      default:
        return x;
    }
  }

  get #isInLoop(): boolean {
    return this.#loops > 0 || this.#inliner.isTurning(this.#caller.id);
  }

  #inline(x: Call, target: LocalId | null): readonly Instruction[] | null {
    const callee = this.#inliner.calleeOf(x.function) ?? (isMapLoop(this.#caller) ? this.#inliner.mappedOf(x.function) : null);
    if (callee === null) return null;
    const size = sizeOfBody(callee.body, true);
    if (this.#growth + size > this.#inliner.mostOfCaller || (!this.#isInLoop && size > mostOutsideLoops)) return null;
    if (!this.#inliner.takeRoom(this.#caller, callee)) return null;
    this.#growth += 1 + size;
    this.#inliner.tookIn(x.function);
    const locals = callee.locals.map((one) => this.#takeLocal(one));
    const result = this.#resultLocal(callee, target);
    const label = this.#nextLabel++;
    const firstLabel = this.#nextLabel;
    this.#nextLabel += 1 + highestLabel(callee.body);
    const body = renameBody(callee.body, {
      local: (id) => locals[id] ?? id,
      label: (id) => firstLabel + id,
      site: (id) => this.#inliner.cloneSite(id, x.site),
    });
    const values = [...x.arguments, ...callee.locals.slice(callee.parameterCount).map(({ representation }) => zero(representation))];
    const set = values.map((value, index): Instruction => ({ kind: "setLocal", local: locals[index] ?? index, value }));
    if (this.#loops === 0) for (const [index, one] of callee.locals.entries()) this.#freeOf(one).push(locals[index] ?? index);
    const straight = withoutReturns(body, label, result);
    return [...set, { kind: "block", label, body: isMapLoop(this.#caller) ? this.#body(straight) : straight }];
  }

  /** Outside of loops one that an earlier call is done with: engines compile slowly what has many locals and many blocks. In loops each has its own, since passes know more of a local that is set in one place. */
  #takeLocal(one: IRLocal): LocalId {
    const free = this.#loops === 0 ? this.#freeOf(one).pop() : undefined;
    return free ?? this.#locals.push(one) - 1;
  }

  #freeOf({ representation, knownSlots }: IRLocal): LocalId[] {
    const kind = `${representation} ${knownSlots}`;
    const known = this.#free.get(kind);
    if (known !== undefined) return known;
    const made: LocalId[] = [];
    this.#free.set(kind, made);
    return made;
  }

  #resultLocal(callee: IRFunction, target: LocalId | null): LocalId | null {
    if (target !== null || callee.result === null) return target;
    this.#locals.push({ representation: callee.result, name: null });
    return this.#locals.length - 1;
  }
}

/** A `return` sets the result and leaves the block; at its very end it need not leave. */
function withoutReturns(body: readonly Instruction[], label: number, result: LocalId | null): Instruction[] {
  return body.flatMap((x, index) => replaceReturn(x, label, result, index === body.length - 1));
}

function replaceReturn(x: Instruction, label: number, result: LocalId | null, isLast: boolean): readonly Instruction[] {
  switch (x.kind) {
    case "return": {
      const set: readonly Instruction[] = x.value === null || result === null ? [] : [{ kind: "setLocal", local: result, value: x.value }];
      return isLast ? set : [...set, { kind: "branch", label }];
    }
    case "if":
      return [{ ...x, then: insideReturns(x.then, label, result), else: insideReturns(x.else, label, result) }];
    case "block":
    case "loop":
      return [{ ...x, body: insideReturns(x.body, label, result) }];
    default:
      return [x];
  }
}

function insideReturns(body: readonly Instruction[], label: number, result: LocalId | null): Instruction[] {
  return body.flatMap((x) => replaceReturn(x, label, result, false));
}

/** Of the author's functions: those called in a loop, and those that these call in turn. What the library does is the same in every program. */
function calledInLoops({ functions }: IRModule): ReadonlySet<FunctionId> {
  const calls = new Map<FunctionId, FunctionId[]>();
  const pending: FunctionId[] = [];
  for (const one of functions) {
    if (one.isLibrary) continue;
    calls.set(one.id, calledIn(one.body));
    visitNodes(one.body, (x) => {
      if (x.kind === "loop") for (const id of calledIn(x.body)) pending.push(id);
    });
  }
  const found = new Set<FunctionId>();
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (found.has(id) || !calls.has(id)) continue;
    found.add(id);
    for (const callee of calls.get(id) ?? []) pending.push(callee);
  }
  return found;
}

export function calledIn(body: readonly Instruction[]): FunctionId[] {
  const found: FunctionId[] = [];
  visitNodes(body, (x) => {
    if (x.kind === "call") found.push(x.function);
  });
  return found;
}
