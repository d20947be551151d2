// The work of one turn in the quick version of a counted loop: see
// `aheadLoops.ts`. Charges become spending without a test, or go in front of
// the loop; index tests that hold under conditions on the loop's bounds go.

import { i32, i64, local, operation } from "./build.ts";
import { mayStop } from "./countedLoops.ts";
import type { CountedLoop } from "./countedLoops.ts";
import type { Expression, Instruction, LocalId } from "./ir.ts";
import type { Known, LoopValues } from "./loopValues.ts";
import { endsRun } from "./quietCode.ts";
import { rewriteInstruction, rewriteParts } from "./rewriting.ts";

export class QuickBody {
  /** Tests before the loop, beside those of the counter and of small ints. */
  readonly conditions: Expression[] = [];
  /** What one turn spends at most. */
  most = 0;
  /** What every turn surely spends: all turns of it in front of the loop. */
  ahead = 0;
  /** Tests that are gone. */
  private saved = 0;
  private readonly counted: CountedLoop;
  private readonly values: LoopValues;

  constructor(counted: CountedLoop, values: LoopValues) {
    this.counted = counted;
    this.values = values;
  }

  get pays(): boolean {
    return this.saved > 0;
  }

  rewrite(): readonly Instruction[] {
    const work = this.list(this.counted.work);
    return this.mayLeave(work) ? work : this.chargeAhead(work.filter((x) => !this.isProgress(x)));
  }

  /** The loop of a mapped hook says at each turn how far it is, for the case that it stops there. */
  private isProgress(x: Instruction): boolean {
    if (!this.counted.isNarrow || x.kind !== "setElement" || x.index.kind !== "i32" || x.value.kind !== "operation") return false;
    const [counter] = x.value.operands;
    return x.value.operation === "i64.from_i32_s" && counter?.kind === "local" && counter.local === this.counted.counter;
  }

  private list(body: readonly Instruction[]): Instruction[] {
    return body.flatMap((x) => this.instruction(x));
  }

  private instruction(x: Instruction): readonly Instruction[] {
    switch (x.kind) {
      case "charge":
        this.most += x.amount;
        this.saved++;
        return [{ kind: "spend", amount: i64(x.amount) }];
      case "if":
        return this.isWanted(x) ? this.list(x.else) : this.branches(x);
      case "block": {
        const body = this.list(x.body);
        this.forget(x.body);
        return [{ ...x, body }];
      }
      case "setLocal":
        return [this.setLocal(x)];
      default:
        return [rewriteInstruction(x, (part) => this.simpler(part))];
    }
  }

  private setLocal(x: Extract<Instruction, { readonly kind: "setLocal" }>): Instruction {
    const { x: value, known } = this.values.evaluate(this.counted.isNarrow ? this.withoutStride(x.value) : x.value);
    if (value !== x.value && checks(x.value) > checks(value)) this.saved++;
    this.forgetLocal(x.local);
    if (known !== null && known.sum?.base !== x.local) this.values.set.set(x.local, known);
    return value === x.value ? x : { ...x, value };
  }

  /** In the loop of a mapped hook: `if result is null: ... else: store`, for a result that the host wants. */
  private isWanted(x: Extract<Instruction, { readonly kind: "if" }>): boolean {
    const [object] = x.test.kind === "operation" && x.test.operation === "ref.isnull" ? x.test.operands : [];
    if (!this.counted.isNarrow || object === undefined || x.else.length === 0 || !this.isInvariant(object)) return false;
    this.require(operation("i32.eqz", x.test));
    return true;
  }

  /** In the same loop, a column is read at `counter * stride`; nearly all strides are 1. */
  private withoutStride(x: Expression): Expression {
    if (x.kind === "operation" && x.operation === "i32.mul" && this.counted.isNarrow) {
      const [index, stride] = x.operands;
      if (index?.kind !== "local" || index.local !== this.counted.counter || stride === undefined || !this.isInvariant(stride)) return x;
      this.require(operation("i32.eq", stride, i32(1)));
      return index;
    }
    return rewriteParts(x, (part) => this.withoutStride(part));
  }

  private require(condition: Expression): void {
    this.saved++;
    if (!this.conditions.some((one) => isSame(one, condition))) this.conditions.push(condition);
  }

  private simpler(x: Expression): Expression {
    const { x: made } = this.values.evaluate(this.counted.isNarrow ? this.withoutStride(x) : x);
    if (made !== x && checks(x) > checks(made)) this.saved++;
    return made;
  }

  private branches(x: Extract<Instruction, { readonly kind: "if" }>): readonly Instruction[] {
    if (isGuard(x) && this.assume(x.test)) return [];
    const test = this.simpler(x.test);
    if (test.kind === "i32") {
      this.saved++;
      return this.list(test.value === 0 ? x.else : x.then);
    }
    const arms = [x.then, x.else].map((arm) => {
      if (endsRun(arm)) return arm;
      const before = new Map(this.values.set);
      const body = this.list(arm);
      this.values.set.clear();
      for (const [id, known] of before) this.values.set.set(id, known);
      return body;
    });
    for (const arm of [x.then, x.else]) if (!endsRun(arm)) this.forget(arm);
    return [{ ...x, test, then: arms[0] ?? [], else: arms[1] ?? [] }];
  }

  /** Nothing more is known of what the instructions set. */
  private forget(body: readonly Instruction[]): void {
    for (const x of body) {
      if (x.kind === "setLocal") this.forgetLocal(x.local);
      else if (x.kind === "if") {
        this.forget(x.then);
        this.forget(x.else);
      } else if (x.kind === "block" || x.kind === "loop") this.forget(x.body);
    }
  }

  private forgetLocal(id: LocalId): void {
    this.values.set.delete(id);
    for (const [other, { sum }] of this.values.set) if (sum?.base === id) this.values.set.delete(other);
  }

  /** `not (index < length)`, as one test before the loop; false where that cannot be. */
  private assume(test: Expression): boolean {
    const [less] = test.kind === "operation" && test.operation === "i32.eqz" ? test.operands : [];
    if (less?.kind !== "operation" || less.operation !== "i64.lt_u") return false;
    const [index, length] = less.operands;
    if (index === undefined || length === undefined || !this.isInvariant(length)) return false;
    const { known } = this.values.evaluate(index);
    const condition = known === null || known.low < 0n ? null : this.staysBelow(known, length);
    if (known === null || condition === null) return false;
    this.values.rely(known);
    this.require(condition);
    return true;
  }

  /** The largest value in all turns is below the length. */
  private staysBelow({ sum }: Known, length: Expression): Expression | null {
    if (sum === null) return null;
    const { counter, stop, isNarrow } = this.counted;
    if (sum.base === null) return operation("i64.lt_s", i64(sum.offset), length);
    if (sum.base === counter && isNarrow) return null;
    const last = sum.base === counter ? stop : local(sum.base);
    const past = operation("i64.add", last, i64(sum.base === counter ? sum.offset - 1n : sum.offset));
    return operation("i64.lt_s", past, length);
  }

  private isInvariant(x: Expression): boolean {
    if (x.kind === "local") return !this.counted.written.has(x.local);
    if (x.kind === "operation" && x.operation === "i64.from_i32_u") return x.operands.every((part) => this.isInvariant(part));
    return x.kind === "length" && this.isInvariant(x.object);
  }

  // --------------------------------------------------------------------- charges

  /** Whether a turn may end the run or leave the loop. */
  private mayLeave(work: readonly Instruction[]): boolean {
    return work.some((x) => mayStop(x)) || jumpsOut(work, new Set());
  }

  /** Takes out what is spent on every way. */
  private chargeAhead(work: readonly Instruction[]): Instruction[] {
    const made: Instruction[] = [];
    let isCertain = true;
    for (const x of work) {
      if (isCertain && x.kind === "spend" && x.amount.kind === "i64") this.ahead += Number(x.amount.value);
      else if (isCertain && x.kind === "block") made.push({ ...x, body: this.chargeAhead(x.body) });
      else made.push(x);
      isCertain &&= x.kind === "block" ? !jumpsOut(x.body, new Set([x.label])) : !jumps(x);
    }
    return made;
  }
}

/** An `if` whose arm is not meant to happen. */
function isGuard(x: Extract<Instruction, { readonly kind: "if" }>): boolean {
  return x.else.length === 0 && (endsRun(x.then) || x.then.some((one) => one.kind === "raise"));
}

function checks(x: Expression): number {
  if (x.kind === "operation" || x.kind === "checked")
    return (x.kind === "checked" ? 1 : 0) + x.operands.reduce((sum, operand) => sum + checks(operand), 0);
  if (x.kind === "choose") return 1 + checks(x.test) + checks(x.then) + checks(x.else);
  return x.kind === "element" ? checks(x.index) : 0;
}

function jumps(x: Instruction): boolean {
  if (x.kind === "branch" || x.kind === "branchTable" || x.kind === "return") return true;
  if (x.kind === "if") return x.then.some(jumps) || x.else.some(jumps);
  return (x.kind === "block" || x.kind === "loop") && x.body.some(jumps);
}

function jumpsOut(body: readonly Instruction[], inside: ReadonlySet<number>): boolean {
  return body.some((x) => {
    if (x.kind === "branch") return !inside.has(x.label);
    if (x.kind === "branchTable") return true;
    if (x.kind === "if") return jumpsOut(x.then, inside) || jumpsOut(x.else, inside);
    return (x.kind === "block" || x.kind === "loop") && jumpsOut(x.body, new Set([...inside, x.label]));
  });
}

/** Of conditions: sums, locals and constants. */
function isSame(a: Expression, b: Expression): boolean {
  if (a.kind === "local") return b.kind === "local" && a.local === b.local;
  if (a.kind === "i32") return b.kind === "i32" && a.value === b.value;
  if (a.kind === "i64") return b.kind === "i64" && a.value === b.value;
  if (a.kind === "length") return b.kind === "length" && isSame(a.object, b.object);
  if (a.kind !== "operation" || b.kind !== "operation" || a.operation !== b.operation) return false;
  return a.operands.every((operand, index) => b.operands[index] !== undefined && isSame(operand, b.operands[index]));
}
