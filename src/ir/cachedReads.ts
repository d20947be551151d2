// Reads of memory that surely give what an earlier read gave come from a local
// instead: slots, globals and lengths, since engines do not know which stores
// hit them. A read that no turn of a loop changes moves in front of the loop.
//
// One walk in order of execution keeps facts: "what slot 1 of local 5 holds
// stands in local 9", "local 7 is a copy of local 5". A fact ends where one of
// its locals is set or its kind of memory is written (`writes.ts`). Behind a
// block or an `if`, facts that ended on any way through it are gone, and so are
// those that began inside (but for what stands before the first way out).
//
// A read in front of a loop may happen where the program would never read:
// that must not trap. So it is only done where static types say that the object
// has the slot if it is not null, and on the way through references a null is
// not followed.

import { choose, local, nullReference, operation } from "./build.ts";
import { findInvariantReads } from "./invariantReads.ts";
import type { Expression, Instruction, IRFunction, IRLocal, IRModule, LocalId } from "./ir.ts";
import { readKind, readText } from "./reads.ts";
import type { Read } from "./reads.ts";
import { visitNodes } from "./nodes.ts";
import type { IRNode } from "./nodes.ts";
import { rewriteInstruction, rewriteParts } from "./rewriting.ts";
import { leaves } from "./straightCode.ts";
import { ModuleWrites, slotKind } from "./writes.ts";
import type { Writes } from "./writes.ts";

export function cacheReads(module: IRModule, writes = new ModuleWrites(module)): IRModule {
  return { ...module, functions: module.functions.map((one) => new ReadCache(module, writes, one, 2).run()) };
}

/** Once more where arms have become straight (`floatArms.ts`): what several of them read is read once. */
export function cacheReadsOfQuick(module: IRModule, writes: ModuleWrites): IRModule {
  const again = (one: IRFunction): IRFunction => (one.restart === undefined ? one : new ReadCache(module, writes, one, 1).run());
  return { ...module, functions: module.functions.map(again) };
}

/** A local that holds what a read would give, or the local that another is a copy of. */
interface Fact {
  readonly holder: LocalId;
  /** It ends when this is set, or the holder; -1 for none. */
  readonly base: LocalId;
  /** It ends when this is written; null for a copy. */
  readonly memory: string | null;
}

type Facts = Map<string, Fact>;

const mostFacts = 40;
/** Without a loop, fewer reads of one thing do not pay for the pass. */
const manyReads = 4;

class ReadCache {
  private readonly module: IRModule;
  private readonly writes: ModuleWrites;
  private readonly within: IRFunction;
  private readonly locals: IRLocal[];
  /** How often each read stands in the function. */
  private readonly counts = new Map<string, number>();
  /** A read that stands in the function less often is not kept. */
  private readonly least: number;
  /** Keys of facts that ended, in order of the walk. */
  private readonly ended: string[] = [];

  constructor(module: IRModule, writes: ModuleWrites, within: IRFunction, least: number) {
    this.least = least;
    this.module = module;
    this.writes = writes;
    this.within = within;
    this.locals = [...within.locals];
  }

  run(): IRFunction {
    if (!this.countReads()) return this.within;
    const body = this.list(this.within.body, new Map());
    return this.locals.length === this.within.locals.length ? this.within : { ...this.within, locals: this.locals, body };
  }

  /** False where no read comes often and there is no loop. */
  private countReads(): boolean {
    let pays = false;
    visitNodes(this.within.body, (x) => {
      if (isRead(x)) {
        const text = readText(x);
        const count = 1 + (this.counts.get(text) ?? 0);
        this.counts.set(text, count);
        pays ||= count >= manyReads;
      } else if (x.kind === "loop") {
        pays = true;
      }
    });
    return pays;
  }

  // ------------------------------------------------------------------ the walk

  private list(body: readonly Instruction[], facts: Facts): Instruction[] {
    const made: Instruction[] = [];
    for (const x of body) this.instruction(x, facts, made);
    return made;
  }

  private instruction(x: Instruction, facts: Facts, made: Instruction[]): void {
    switch (x.kind) {
      case "if":
        return this.branches(x, facts, made);
      case "block":
        return this.block(x, facts, made);
      case "loop":
        return this.loop(x, facts, made);
      case "setLocal": {
        const value = this.expression(x.value, facts, made, true);
        const original = this.original(value, facts);
        made.push(value === x.value ? x : { ...x, value });
        this.end(x, facts);
        if (original.kind === "local" && original.local !== x.local && this.locals[x.local]?.representation === "ref")
          this.begin(facts, copyKey(x.local), { holder: original.local, base: x.local, memory: null });
        return;
      }
      default:
        made.push(rewriteInstruction(x, (part, isCertain) => this.expression(part, facts, made, isCertain)));
        this.end(x, facts);
    }
  }

  private branches(x: Extract<Instruction, { readonly kind: "if" }>, facts: Facts, made: Instruction[]): void {
    const test = this.expression(x.test, facts, made, true);
    const arms = [x.then, x.else].map((arm) => {
      const start = this.ended.length;
      const body = this.list(arm, new Map(facts));
      if (isPlainEnd(arm)) this.ended.length = start;
      const isLeft = leaves(arm);
      return { body, ended: isLeft ? [] : this.ended.slice(start) };
    });
    for (const arm of arms) for (const key of arm.ended) facts.delete(key);
    made.push({ ...x, test, then: arms[0]?.body ?? [], else: arms[1]?.body ?? [] });
  }

  /** What stands before the first way out is always done: its facts last. */
  private block(x: Extract<Instruction, { readonly kind: "block" }>, facts: Facts, made: Instruction[]): void {
    const certain = x.body.findIndex((one) => holdsBranch(one, x.label));
    const end = certain < 0 ? x.body.length : certain;
    const body = this.list(x.body.slice(0, end), facts);
    const start = this.ended.length;
    for (const one of this.list(x.body.slice(end), new Map(facts))) body.push(one);
    for (const key of this.ended.slice(start)) facts.delete(key);
    made.push({ ...x, body });
  }

  private loop(x: Extract<Instruction, { readonly kind: "loop" }>, facts: Facts, made: Instruction[]): void {
    const writes = this.writes.of(x.body);
    this.endBy(writes, facts);
    for (const read of findInvariantReads(this.module, this.locals, this.writes, x.body, writes)) this.hoist(read, facts, made);
    made.push({ ...x, body: this.list(x.body, new Map(facts)) });
  }

  // ----------------------------------------------------------------- expressions

  private expression(x: Expression, facts: Facts, made: Instruction[], isCertain: boolean): Expression {
    if (!isRead(x)) {
      return rewriteParts(x, (part, isSure) => this.expression(part, facts, made, isSure), isCertain);
    }
    if (x.kind === "global") return this.read(x, x, facts, made, isCertain);
    const object = this.original(this.expression(x.object, facts, made, isCertain), facts);
    return this.read(x, object === x.object ? x : { ...x, object }, facts, made, isCertain);
  }

  /** `x` with its object rewritten is `read`. */
  private read(x: Read, read: Read, facts: Facts, made: Instruction[], isCertain: boolean): Expression {
    if (read.kind !== "global" && read.object.kind !== "local") return read;
    const key = readText(read);
    const known = facts.get(key);
    if (known !== undefined) return local(known.holder);
    if (!isCertain || (this.counts.get(readText(x)) ?? 0) < this.least) return read;
    return this.keep(read, read, facts, made) ?? read;
  }

  /** The local that another is a copy of. */
  private original(x: Expression, facts: Facts): Expression {
    const copied = x.kind === "local" ? facts.get(copyKey(x.local)) : undefined;
    return copied === undefined ? x : local(copied.holder);
  }

  /** Sets a new local to `value`, which `read` would give. */
  private keep(read: Read, value: Expression, facts: Facts, made: Instruction[]): Expression | null {
    if (facts.size >= mostFacts) return null;
    const holder = this.locals.length;
    this.locals.push(this.localFor(read));
    made.push({ kind: "setLocal", local: holder, value });
    const base = read.kind !== "global" && read.object.kind === "local" ? read.object.local : -1;
    this.begin(facts, readText(read), { holder, base, memory: readKind(read) });
    return local(holder);
  }

  private localFor(read: Read): IRLocal {
    if (read.kind === "length") return { representation: "i32", name: null };
    const representation = read.kind === "slot" ? read.representation : (this.module.globals[read.global]?.representation ?? "i64");
    const knownSlots = read.kind === "slot" ? read.knownSlots : this.module.globals[read.global]?.knownSlots;
    return { representation, name: null, ...(knownSlots === undefined ? {} : { knownSlots }) };
  }

  /** In front of a loop; null where it is not kept. A null reference on the way is not followed. */
  private hoist(read: Read, facts: Facts, made: Instruction[]): Expression | null {
    if (read.kind === "global") return this.known(read, facts) ?? this.keep(read, read, facts, made);
    const object = isRead(read.object) ? this.hoist(read.object, facts, made) : this.original(read.object, facts);
    if (object?.kind !== "local") return null;
    const from: Read = { ...read, object };
    const known = this.known(from, facts);
    if (known !== null) return known;
    const isFollowed = from.kind === "slot" && from.representation === "ref";
    const value = isFollowed ? choose(operation("ref.isnull", object), nullReference, from, "ref") : from;
    return this.keep(from, value, facts, made);
  }

  private known(read: Read, facts: Facts): Expression | null {
    const found = facts.get(readText(read));
    return found === undefined ? null : local(found.holder);
  }

  // ----------------------------------------------------------------------- facts

  private begin(facts: Facts, key: string, fact: Fact): void {
    if (facts.size < mostFacts || facts.has(key)) facts.set(key, fact);
  }

  /** What one instruction without others inside ends. */
  private end(x: Instruction, facts: Facts): void {
    if (facts.size === 0) return;
    if (x.kind === "setLocal" || x.kind === "evaluate") {
      const local = x.kind === "setLocal" ? x.local : -1;
      if (changesMemory(x.value)) this.endBy(this.writes.of([x]), facts);
      else if (local >= 0) this.endWhere(facts, (fact) => fact.holder === local || fact.base === local);
    } else if (x.kind === "setSlot") {
      const kind = slotKind(x.slot, x.representation);
      this.endWhere(facts, (fact) => fact.memory === kind);
    } else if (!leavesFacts.has(x.kind)) {
      this.endBy(this.writes.of([x]), facts);
    }
  }

  private endBy(writes: Writes, facts: Facts): void {
    this.endWhere(facts, ({ holder, base, memory }) => {
      if (writes.locals.has(holder) || writes.locals.has(base)) return true;
      return memory !== null && (writes.isAll || writes.memory.has(memory));
    });
  }

  private endWhere(facts: Facts, isOver: (fact: Fact) => boolean): void {
    for (const [key, fact] of facts) {
      if (!isOver(fact)) continue;
      facts.delete(key);
      this.ended.push(key);
    }
  }
}

/** Instructions that end nothing; for all others the summary of writes is asked. */
const leavesFacts: ReadonlySet<string> = new Set<Instruction["kind"]>([
  "charge",
  "chargeSize",
  "statement",
  "setElement",
  "setCode",
  "retain",
  "release",
  "branch",
  "return",
  "trap",
]);

function changesMemory({ kind }: Expression): boolean {
  return kind === "call" || kind === "hostCall" || kind === "appendText" || kind === "sequence";
}

function isRead(x: IRNode): x is Read {
  return x.kind === "slot" || x.kind === "length" || x.kind === "global";
}

function copyKey(id: LocalId): string {
  return `copy ${id}`;
}

/** Ends the run, or the function, on every way. */
function isPlainEnd(arm: readonly Instruction[]): boolean {
  const last = arm.at(-1)?.kind;
  return (
    (last === "trap" || last === "uncaught" || last === "return") &&
    arm.every((x) => x.kind !== "if" && x.kind !== "block" && x.kind !== "loop")
  );
}

function holdsBranch(x: Instruction, label: number): boolean {
  switch (x.kind) {
    case "branch":
      return x.label === label;
    case "branchTable":
      return x.otherwise === label || x.labels.includes(label);
    case "setLocal":
    case "evaluate":
      return x.value.kind === "call" && x.value.handler === label;
    case "if":
      return x.then.some((one) => holdsBranch(one, label)) || x.else.some((one) => holdsBranch(one, label));
    case "block":
    case "loop":
      return x.body.some((one) => holdsBranch(one, label));
    default:
      return false;
  }
}
