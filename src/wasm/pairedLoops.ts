// Two turns at once of a loop around a loop (`ir/pairedNest.ts`): a loop over
// pairs of turns in front of it. Floats that differ between the two are the
// lanes of a vector, other values are worked out for each, and what is the same
// once. The last turn or two are left to the loop as it stands, so locals hold
// afterwards what they would. Lanes compute the bits of the scalar.

import { heapOffsets } from "../ir/heap.ts";
import type { Expression, LocalId } from "../ir/ir.ts";
import { varies } from "../ir/pairedNest.ts";
import type { PairedNest, Step } from "../ir/pairedNest.ts";
import { rewriteParts } from "../ir/rewriting.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitElementAddress, emitExpression } from "./expressions.ts";
import type { OpcodeName, ValueType } from "./opcodes.ts";
import { valueType } from "./plan.ts";

/** Innermost wherever they stand. */
const outerLabel = -3;
const innerLabel = -4;

export function emitPairedLoop(e: FunctionEmission, nest: PairedNest): void {
  new PairEmission(e, nest).emit();
}

class PairEmission {
  private readonly e: FunctionEmission;
  private readonly nest: PairedNest;
  /** Of the nest's locals: the wasm local in the first turn of a pair, and in the second. */
  private readonly first = new Map<LocalId, number>();
  private readonly second = new Map<LocalId, number>();
  /** Floats of both turns: v128. */
  private readonly lanes = new Map<LocalId, number>();
  /** In both lanes before the loop: constants, and locals that the nest does not set. */
  private readonly same = new Map<string, number>();
  private readonly taken: { readonly type: ValueType; readonly local: number }[] = [];

  constructor(e: FunctionEmission, nest: PairedNest) {
    this.e = e;
    this.nest = nest;
  }

  emit(): void {
    const { e, nest } = this;
    this.pushGoesOn();
    e.open("if");
    this.takeLocals();
    const steps = [...nest.before, ...nest.inner.work, ...nest.after];
    for (const x of steps) if (this.isLanes(x)) this.prepare(x.value);
    e.open("loop", outerLabel);
    e.getLocal(nest.counter);
    e.i64(1);
    e.op("i64.add");
    e.setLocal(this.second.get(nest.counter) ?? 0);
    for (const x of nest.before) this.step(x);
    this.innerLoop();
    for (const x of nest.after) this.step(x);
    this.advance(nest.counter, 2);
    this.pushGoesOn();
    e.branch("br_if", outerLabel);
    e.close();
    e.close();
    for (const { type, local } of this.taken) e.giveLocal(type, local);
  }

  /** Are there two turns, and one that is left? */
  private pushGoesOn(): void {
    const { e, nest } = this;
    e.getLocal(nest.counter);
    e.i64(2);
    e.op("i64.add");
    emitExpression(e, nest.stop);
    e.op("i64.lt_s");
  }

  /** It has a turn at least. */
  private innerLoop(): void {
    const { e } = this;
    const { counter, stop, work } = this.nest.inner;
    const own = this.first.get(counter) ?? counter;
    e.open("loop", innerLabel);
    for (const x of work) this.step(x);
    this.advance(own, 1);
    e.getLocal(own);
    this.scalar(stop, this.first);
    e.op("i64.lt_s");
    e.branch("br_if", innerLabel);
    e.close();
  }

  private advance(counter: number, by: number): void {
    this.e.getLocal(counter);
    this.e.i64(by);
    this.e.op("i64.add");
    this.e.setLocal(counter);
  }

  // ------------------------------------------------------------------------ locals

  private takeLocals(): void {
    const { nest } = this;
    this.second.set(nest.counter, this.take("i64"));
    for (const x of [...nest.before, ...nest.inner.work, ...nest.after]) {
      if (x.kind !== "setLocal" || this.first.has(x.local) || this.lanes.has(x.local)) continue;
      const type = valueType(this.e.function.locals[x.local]?.representation ?? "i64");
      const isVarying = nest.varying.has(x.local);
      if (isVarying && type === "f64") {
        this.lanes.set(x.local, this.take("v128"));
        continue;
      }
      const own = this.take(type);
      this.first.set(x.local, own);
      this.second.set(x.local, isVarying ? this.take(type) : own);
    }
  }

  private take(type: ValueType): number {
    const local = this.e.takeLocal(type);
    this.taken.push({ type, local });
    return local;
  }

  // ------------------------------------------------------------------------- steps

  private isLanes(x: Step): boolean {
    return x.kind === "setElement" || this.lanes.has(x.local);
  }

  private step(x: Step): void {
    const { e } = this;
    if (x.kind === "setElement") return this.store(x);
    const lane = this.lanes.get(x.local);
    if (lane !== undefined) {
      this.vector(x.value);
      return e.setLocal(lane);
    }
    this.scalar(x.value, this.first);
    e.setLocal(this.first.get(x.local) ?? 0);
    if (!this.nest.varying.has(x.local)) return;
    this.scalar(x.value, this.second);
    e.setLocal(this.second.get(x.local) ?? 0);
  }

  private store({ storage, index, value }: Extract<Step, { readonly kind: "setElement" }>): void {
    const { e } = this;
    const both = this.take("v128");
    this.vector(value);
    e.setLocal(both);
    for (const [lane, turn] of [this.first, this.second].entries()) {
      emitElementAddress(e, renamed(storage, turn), renamed(index, turn), "f64");
      e.getLocal(both);
      e.op("f64x2.extract_lane");
      e.code.u32(lane);
      e.memory("f64.store", 3, heapOffsets.elements);
    }
  }

  // ------------------------------------------------------------------------ values

  private scalar(x: Expression, turn: ReadonlyMap<LocalId, number>): void {
    emitExpression(this.e, renamed(x, turn));
  }

  /** In front of the loop, where it is the same in all turns. */
  private prepare(x: Expression): void {
    const { e } = this;
    const key = this.keyOf(x);
    if (key === null) return visitParts(x, (part) => this.prepare(part));
    if (this.same.has(key)) return;
    const lane = this.take("v128");
    this.same.set(key, lane);
    emitExpression(e, x);
    e.op("f64x2.splat");
    e.setLocal(lane);
  }

  private keyOf(x: Expression): string | null {
    if (x.kind === "f64") return Object.is(x.value, -0) ? "-0" : `${x.value}`;
    const isOutside = x.kind === "local" && this.e.function.locals[x.local]?.representation === "f64";
    return isOutside && !this.first.has(x.local) && !this.lanes.has(x.local) ? `%${x.local}` : null;
  }

  private vector(x: Expression): void {
    const { e } = this;
    const key = this.keyOf(x);
    const prepared = key === null ? undefined : this.same.get(key);
    if (prepared !== undefined) return e.getLocal(prepared);
    if (!varies(x, this.nest.varying)) return this.splat(x, this.first);
    if (x.kind === "local") return e.getLocal(this.lanes.get(x.local) ?? 0);
    if (x.kind === "operation" && !x.operation.startsWith("f64.from_")) {
      for (const part of x.operands) this.vector(part);
      return e.op(x.operation.replace("f64.", "f64x2.") as OpcodeName);
    }
    this.splat(x, this.first);
    this.scalar(x, this.second);
    e.op("f64x2.replace_lane");
    e.code.u32(1);
  }

  private splat(x: Expression, turn: ReadonlyMap<LocalId, number>): void {
    const { e } = this;
    if (x.kind !== "element") {
      this.scalar(x, turn);
      return e.op("f64x2.splat");
    }
    emitElementAddress(e, renamed(x.storage, turn), renamed(x.index, turn), "f64");
    e.op("v128.load64_splat");
    e.code.u32(3);
    e.code.u32(heapOffsets.elements);
  }
}

function visitParts(x: Expression, visit: (part: Expression) => void): void {
  if (x.kind === "operation") for (const part of x.operands) visit(part);
}

/** With the wasm locals of a turn. */
function renamed(x: Expression, turn: ReadonlyMap<LocalId, number>): Expression {
  if (x.kind === "local") return { kind: "local", local: turn.get(x.local) ?? x.local };
  return rewriteParts(x, (part) => renamed(part, turn));
}
