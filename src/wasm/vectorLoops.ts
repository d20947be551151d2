// Two items at once: a loop whose turns do not depend on each other, whose
// items are floats that lie one behind the other, and whose body is arithmetic
// (`vectorSteps.ts`), gets a loop over pairs in front of it. It does as many
// turns as it can and leaves the rest, and everything else, to the loop as it
// stands. Both compute the same bits: the operations of a lane are those of the
// scalar.

import { heapOffsets } from "../ir/heap.ts";
import type { Expression, LocalId } from "../ir/ir.ts";
import { emitFuelLeft } from "./charges.ts";
import type { FunctionEmission } from "./emission.ts";
import type { OpcodeName } from "./opcodes.ts";
import type { Place, Spend, Step, VectorLoop } from "./vectorSteps.ts";

/** Bodies up to this size are written twice, for four items a turn. */
const smallBody = 48;

export function emitVectorLoop(e: FunctionEmission, x: VectorLoop): void {
  new VectorEmission(e, x).emit();
}

class VectorEmission {
  private readonly e: FunctionEmission;
  private readonly x: VectorLoop;
  /** v128 locals by IR local, and by constant. */
  private readonly lanes = new Map<LocalId, number>();
  private readonly constants = new Map<string, number>();
  private readonly bases = new Map<Place, number>();
  /** By what is spent: how often, in both lanes, less than zero. */
  private readonly spent = new Map<Spend, number>();
  private readonly taken: { readonly type: "i32" | "v128"; readonly local: number }[] = [];

  constructor(e: FunctionEmission, x: VectorLoop) {
    this.e = e;
    this.x = x;
  }

  emit(): void {
    const { e, x } = this;
    const pairs = this.size() <= smallBody ? 2 : 1;
    this.pushTest(2 * pairs);
    e.open("if");
    for (const place of x.places) this.bases.set(place, this.base(place));
    this.prepareSteps();
    const limit = this.take("i32");
    const at = this.take("i32");
    e.getLocal(x.count);
    e.getLocal(x.index);
    e.op("i32.sub");
    e.i32(-2 * pairs);
    e.op("i32.and");
    e.i32(3);
    e.op("i32.shl");
    e.setLocal(limit);
    e.i32(0);
    e.setLocal(at);
    this.turns(at, limit, pairs);
    e.getLocal(x.index);
    e.getLocal(limit);
    e.i32(3);
    e.op("i32.shr_u");
    e.op("i32.add");
    e.setLocal(x.index);
    for (const [step, times] of this.spent) this.spendAll(step, times);
    e.close();
    for (const { type, local } of this.taken) e.giveLocal(type, local);
  }

  private turns(at: number, limit: number, pairs: number): void {
    const { e, x } = this;
    e.open("loop", vectorLabel);
    for (let pair = 0; pair < pairs; pair++) for (const step of x.steps) this.step(step, at, heapOffsets.elements + 16 * pair);
    e.getLocal(at);
    e.i32(16 * pairs);
    e.op("i32.add");
    e.teeLocal(at);
    e.getLocal(limit);
    e.op("i32.lt_u");
    e.branch("br_if", vectorLabel);
    e.close();
  }

  private step(step: Step, at: number, offset: number): void {
    const { e } = this;
    switch (step.kind) {
      case "read":
        this.address(step.place, at);
        this.memory("v128.load", offset);
        return e.setLocal(this.lane(step.item));
      case "value":
        this.value(step.value);
        return e.setLocal(this.lane(step.local));
      case "write":
        this.address(step.place, at);
        this.value(step.value);
        return this.memory("v128.store", offset);
      case "spend":
        return this.spend(step);
    }
  }

  /** Each lane counts for itself; a mask is 0 or -1. */
  private spend(step: Spend): void {
    const { e } = this;
    const times = this.spent.get(step);
    if (times === undefined) return;
    e.getLocal(times);
    e.getLocal(this.lane(step.mask));
    e.op("i64x2.add");
    e.setLocal(times);
  }

  private spendAll({ amount }: Spend, times: number): void {
    const { e } = this;
    emitFuelLeft(e);
    for (const lane of [0, 1]) {
      e.getLocal(times);
      e.op("f64x2.extract_lane");
      e.code.u32(lane);
      e.op("i64.reinterpret_f64");
    }
    e.op("i64.add");
    e.i64(amount);
    e.op("i64.mul");
    e.op("i64.add");
    if (e.fuelLocal === null) e.setGlobal("fuel");
    else e.setLocal(e.fuelLocal);
  }

  /** All strides 1, and enough items. */
  private pushTest(items: number): void {
    const { e, x } = this;
    e.getLocal(x.count);
    e.getLocal(x.index);
    e.op("i32.sub");
    e.i32(items);
    e.op("i32.ge_s");
    for (const stride of new Set(x.places.flatMap(({ steps }) => (steps === null ? [] : [steps.stride])))) {
      e.getLocal(stride);
      e.i32(1);
      e.op("i32.eq");
      e.op("i32.and");
    }
  }

  /** Where the item of the present index stands, but for the head of the storage. */
  private base(place: Place): number {
    const { e, x } = this;
    const base = this.take("i32");
    e.getLocal(place.storage);
    if (place.steps !== null) e.getLocal(place.steps.position);
    e.getLocal(x.index);
    if (place.steps !== null) e.op("i32.add");
    e.i32(3);
    e.op("i32.shl");
    e.op("i32.add");
    e.setLocal(base);
    return base;
  }

  private address(place: Place, at: number): void {
    this.e.getLocal(this.bases.get(place) ?? 0);
    this.e.getLocal(at);
    this.e.op("i32.add");
  }

  private memory(name: "v128.load" | "v128.store", offset: number): void {
    this.e.op(name);
    this.e.code.u32(3);
    this.e.code.u32(offset);
  }

  private take(type: "i32" | "v128"): number {
    const local = this.e.takeLocal(type);
    this.taken.push({ type, local });
    return local;
  }

  private lane(local: LocalId): number {
    return this.lanes.get(local) ?? 0;
  }

  private size(): number {
    const count = (x: Expression): number => {
      if (x.kind === "operation") return x.operands.reduce((sum, part) => sum + count(part), 1);
      return x.kind === "choose" ? 1 + count(x.test) + count(x.then) + count(x.else) : 1;
    };
    return this.x.steps.reduce((sum, step) => sum + (step.kind === "value" || step.kind === "write" ? count(step.value) : 1), 0);
  }

  // ------------------------------------------------------------------- values

  private prepareSteps(): void {
    const { e } = this;
    const isMetered = e.plan.options.unmetered !== true;
    for (const step of this.x.steps) {
      if (step.kind === "read") this.lanes.set(step.item, this.take("v128"));
      else if (step.kind === "value" && !this.lanes.has(step.local)) this.lanes.set(step.local, this.take("v128"));
    }
    for (const step of this.x.steps) {
      if (step.kind === "value" || step.kind === "write") this.prepare(step.value);
      else if (step.kind === "spend" && isMetered) this.prepareSpend(step);
    }
  }

  private prepareSpend(step: Spend): void {
    const times = this.take("v128");
    this.spent.set(step, times);
    this.prepareLocal(step.mask);
    this.e.i64(0);
    this.e.op("i64x2.splat");
    this.e.setLocal(times);
  }

  /** The same in both lanes; once. */
  private constant(key: string, value: bigint | number): void {
    const { e } = this;
    if (this.constants.has(key)) return;
    const lane = this.take("v128");
    this.constants.set(key, lane);
    if (typeof value === "number") e.f64(value);
    else e.i64(value);
    e.op(typeof value === "number" ? "f64x2.splat" : "i64x2.splat");
    e.setLocal(lane);
  }

  /** Constants, and locals that the loop does not set, in both lanes before it. */
  private prepare(x: Expression): void {
    if (x.kind === "f64") this.constant(constantKey(x), x.value);
    else if (x.kind === "i32") this.constant(constantKey(x), BigInt(-x.value));
    else if (x.kind === "local") this.prepareLocal(x.local);
    else if (x.kind === "choose") {
      for (const part of [x.test, x.then, x.else]) this.prepare(part);
    } else if (x.kind === "operation") {
      for (const part of x.operands) this.prepare(part);
    }
  }

  private prepareLocal(local: LocalId): void {
    const { e } = this;
    if (this.lanes.has(local)) return;
    const lane = this.take("v128");
    this.lanes.set(local, lane);
    if (e.function.locals[local]?.representation === "f64") {
      e.getLocal(local);
      e.op("f64x2.splat");
    } else {
      e.i64(0);
      e.getLocal(local);
      e.op("i64.extend_i32_u");
      e.op("i64.sub");
      e.op("i64x2.splat");
    }
    e.setLocal(lane);
  }

  private value(x: Expression): void {
    const { e } = this;
    if (x.kind === "f64" || x.kind === "i32") {
      e.getLocal(this.constants.get(constantKey(x)) ?? 0);
    } else if (x.kind === "local") {
      e.getLocal(this.lane(x.local));
    } else if (x.kind === "choose") {
      for (const part of [x.then, x.else, x.test]) this.value(part);
      e.op("v128.bitselect");
    } else if (x.kind === "operation") {
      for (const part of x.operands) this.value(part);
      e.op(laneOperation(x.operation));
    }
  }
}

/** Innermost wherever it stands. */
const vectorLabel = -2;

function constantKey(x: Expression & { readonly kind: "f64" | "i32" }): string {
  return `${x.kind} ${Object.is(x.value, -0) ? "-0" : x.value}`;
}

function laneOperation(operation: string): OpcodeName {
  switch (operation) {
    case "i32.and":
      return "v128.and";
    case "i32.or":
      return "v128.or";
    case "i32.xor":
      return "v128.xor";
    case "i32.eqz":
      return "v128.not";
    default:
      return operation.replace("f64.", "f64x2.") as OpcodeName;
  }
}
