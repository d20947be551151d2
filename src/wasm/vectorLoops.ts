// Two items at once: a loop whose turns do not depend on each other, whose
// items are floats that lie one behind the other, and whose body is arithmetic,
// gets a loop over pairs in front of it. It does as many turns as it can and
// leaves the rest, and everything else, to the loop as it stands. Both compute
// the same bits: the operations of a lane are those of the scalar.

import { heapOffsets } from "../ir/heap.ts";
import type { Expression, Instruction, LocalId } from "../ir/ir.ts";
import { isVectorValue } from "../ir/vectorBody.ts";
import type { FunctionEmission } from "./emission.ts";
import type { Loop } from "./fuelRegions.ts";
import type { OpcodeName } from "./opcodes.ts";

/** Item `index` stands at element `position + index * stride` of the storage. */
interface Place {
  readonly storage: LocalId;
  readonly position: LocalId;
  readonly stride: LocalId;
}

interface VectorLoop {
  readonly index: LocalId;
  readonly count: LocalId;
  readonly reads: readonly (Place & { readonly item: LocalId })[];
  readonly values: readonly { readonly local: LocalId; readonly value: Expression }[];
  readonly write: Place & { readonly value: Expression };
}

type Locals = FunctionEmission["function"]["locals"];

/** Null where the loop is of another form. */
export function matchVectorLoop(loop: Loop, locals: Locals): VectorLoop | null {
  if (loop.isIndependent !== true) return null;
  const head = loop.body[0];
  const store = loop.body.at(-3);
  const [index, count] = headOf(head);
  if (index === null || count === null || store?.kind !== "setElement" || store.representation !== "f64") return null;
  const target = placeOf(store.storage, store.index, index);
  if (target === null || !isVectorValue(locals, store.value, "f64")) return null;
  const reads: (Place & { readonly item: LocalId })[] = [];
  const values: { readonly local: LocalId; readonly value: Expression }[] = [];
  for (const x of loop.body.slice(1, -3)) {
    if (x.kind !== "setLocal") return null;
    if (x.value.kind === "element") {
      const place = x.value.representation === "f64" ? placeOf(x.value.storage, x.value.index, index) : null;
      if (place === null) return null;
      reads.push({ ...place, item: x.local });
    } else {
      if (!isVectorValue(locals, x.value, locals[x.local]?.representation)) return null;
      values.push({ local: x.local, value: x.value });
    }
  }
  return { index, count, reads, values, write: { ...target, value: store.value } };
}

/** `if (index >= count) leave` */
function headOf(head: Instruction | undefined): readonly [LocalId | null, LocalId | null] {
  if (head?.kind !== "if" || head.test.kind !== "operation" || head.test.operation !== "i32.ge_s") return [null, null];
  const [index, count] = head.test.operands;
  return index?.kind === "local" && count?.kind === "local" ? [index.local, count.local] : [null, null];
}

function placeOf(storage: Expression, at: Expression, index: LocalId): Place | null {
  if (storage.kind !== "local" || at.kind !== "operation" || at.operation !== "i32.add") return null;
  const [position, steps] = at.operands;
  if (position?.kind !== "local" || steps?.kind !== "operation" || steps.operation !== "i32.mul") return null;
  const [turn, stride] = steps.operands;
  if (turn?.kind !== "local" || turn.local !== index || stride?.kind !== "local") return null;
  return { storage: storage.local, position: position.local, stride: stride.local };
}

// ------------------------------------------------------------------- emission

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
    const bases = [...x.reads, x.write].map((place) => this.base(place));
    for (const read of x.reads) this.lanes.set(read.item, this.take("v128"));
    for (const one of x.values) this.lanes.set(one.local, this.take("v128"));
    for (const value of [...x.values.map((one) => one.value), x.write.value]) this.prepare(value);
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
    this.turns(bases, at, limit, pairs);
    e.getLocal(x.index);
    e.getLocal(limit);
    e.i32(3);
    e.op("i32.shr_u");
    e.op("i32.add");
    e.setLocal(x.index);
    e.close();
    for (const { type, local } of this.taken) e.giveLocal(type, local);
  }

  private turns(bases: readonly number[], at: number, limit: number, pairs: number): void {
    const { e, x } = this;
    e.open("loop", vectorLabel);
    for (let pair = 0; pair < pairs; pair++) {
      const offset = heapOffsets.elements + 16 * pair;
      for (const [index, read] of x.reads.entries()) {
        this.address(bases[index] ?? 0, at);
        this.memory("v128.load", offset);
        e.setLocal(this.lane(read.item));
      }
      for (const { local, value } of x.values) {
        this.value(value);
        e.setLocal(this.lane(local));
      }
      this.address(bases.at(-1) ?? 0, at);
      this.value(x.write.value);
      this.memory("v128.store", offset);
    }
    e.getLocal(at);
    e.i32(16 * pairs);
    e.op("i32.add");
    e.teeLocal(at);
    e.getLocal(limit);
    e.op("i32.lt_u");
    e.branch("br_if", vectorLabel);
    e.close();
  }

  /** All strides 1, and enough items. */
  private pushTest(items: number): void {
    const { e, x } = this;
    e.getLocal(x.count);
    e.getLocal(x.index);
    e.op("i32.sub");
    e.i32(items);
    e.op("i32.ge_s");
    for (const stride of new Set([...x.reads, x.write].map((place) => place.stride))) {
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
    e.getLocal(place.position);
    e.getLocal(x.index);
    e.op("i32.add");
    e.i32(3);
    e.op("i32.shl");
    e.op("i32.add");
    e.setLocal(base);
    return base;
  }

  private address(base: number, at: number): void {
    this.e.getLocal(base);
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
    return this.x.reads.length + [...this.x.values.map((one) => one.value), this.x.write.value].reduce((sum, one) => sum + count(one), 0);
  }

  // ------------------------------------------------------------------- values

  /** Constants, and locals that the loop does not set, in both lanes before it. */
  private prepare(x: Expression): void {
    const { e } = this;
    if (x.kind === "f64" || x.kind === "i32") {
      const key = constantKey(x);
      if (this.constants.has(key)) return;
      const lane = this.take("v128");
      this.constants.set(key, lane);
      if (x.kind === "f64") {
        e.f64(x.value);
        e.op("f64x2.splat");
      } else {
        e.i64(-x.value);
        e.op("i64x2.splat");
      }
      e.setLocal(lane);
    } else if (x.kind === "local") {
      this.prepareLocal(x.local);
    } else if (x.kind === "choose") {
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
