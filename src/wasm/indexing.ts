// Python's indexes count from the end where negative. Lowering writes that as
// two instructions,
//
//     t = x < 0 ? x + length : x
//     if not (t unsigned< length): fail
//
// of which nearly always neither the correction nor the failure happens. Both
// go behind one test: `t = x; if not (t unsigned< length) { the two above }`
// computes the same, since a negative x is never below the length.

import type { Expression, Instruction } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";

export interface IndexTest {
  readonly index: number;
  readonly target: number;
  readonly length: Expression;
}

/** Recognises the pair. */
export function matchIndexTest(first: Instruction, second: Instruction | undefined): IndexTest | null {
  if (first.kind !== "setLocal" || first.value.kind !== "choose" || second?.kind !== "if" || second.else.length > 0) return null;
  const { test, then, else: otherwise } = first.value;
  if (otherwise.kind !== "local") return null;
  const [tested, zero] = operandsOf(test, "i64.lt_s");
  const [moved, length] = operandsOf(then, "i64.add");
  const [bounds] = operandsOf(second.test, "i32.eqz");
  const [target, limit] = operandsOf(bounds, "i64.lt_u");
  if (length === undefined || !isSame(length, limit) || zero?.kind !== "i64" || zero.value !== 0n) return null;
  if (!isSame(otherwise, tested) || !isSame(otherwise, moved) || target?.kind !== "local" || target.local !== first.local) return null;
  return { index: otherwise.local, target: first.local, length };
}

function operandsOf(x: Expression | undefined, operation: string): readonly Expression[] {
  return x?.kind === "operation" && x.operation === operation ? x.operands : [];
}

/** Equal expressions that only read; others count as different. */
function isSame(a: Expression, b: Expression | undefined): boolean {
  if (a.kind === "local") return b?.kind === "local" && a.local === b.local;
  if (a.kind === "slot") return b?.kind === "slot" && a.slot === b.slot && isSame(a.object, b.object);
  if (a.kind === "length") return b?.kind === "length" && isSame(a.object, b.object);
  if (a.kind !== "operation" || b?.kind !== "operation" || a.operation !== b.operation) return false;
  return a.operands.every((operand, index) => isSame(operand, b.operands[index]));
}

/** `emitBoth` emits the two instructions as they are. */
export function emitIndexTest(e: FunctionEmission, x: IndexTest, emitBoth: () => void): void {
  e.getLocal(x.index);
  e.teeLocal(x.target);
  emitExpression(e, x.length);
  e.op("i64.ge_u");
  e.open("if");
  emitBoth();
  e.close();
}

// ------------------------------------------------------------- what is known

interface Fact {
  readonly index: number;
  readonly length: Expression;
  /** Holds the index to use. */
  readonly kept: number;
}

/** In one stretch of straight code; beyond it nothing more is remembered. */
const mostFacts = 12;

/**
 * Index tests that still hold in straight code: a swap `xs[i], xs[j] = xs[j],
 * xs[i]` tests each index once. A fact ends where its locals or a slot that may
 * be its length are set, at calls, and where control flow joins.
 */
export class IndexFacts {
  readonly #e: FunctionEmission;
  #facts: Fact[] = [];
  readonly #taken: number[] = [];

  constructor(e: FunctionEmission) {
    this.#e = e;
  }

  /** Sets the target from an earlier test of the same index and length that has passed; false where there is none. */
  reuse(x: IndexTest): boolean {
    const known = this.#facts.find((fact) => fact.index === x.index && isSame(fact.length, x.length));
    if (known === undefined) return false;
    this.#e.getLocal(known.kept);
    this.#e.setLocal(x.target);
    this.#forget(x.target);
    return true;
  }

  /** `x` has been emitted: its target is set and within bounds. It is kept in a local of its own. */
  add(x: IndexTest): void {
    this.#forget(x.target);
    if (x.target === x.index || mentions(x.length, x.target) || this.#taken.length >= mostFacts) return;
    const kept = this.#e.takeLocal("i64");
    this.#taken.push(kept);
    this.#e.getLocal(x.target);
    this.#e.setLocal(kept);
    this.#facts.push({ index: x.index, length: x.length, kept });
  }

  #forget(local: number): void {
    this.#facts = this.#facts.filter((fact) => !dependsOn(fact, local));
  }

  /** At the end of the straight code. */
  end(): void {
    for (const local of this.#taken) this.#e.giveLocal("i64", local);
  }

  /** What an instruction leaves standing. */
  pass(x: Instruction): void {
    if (this.#facts.length === 0) return;
    switch (x.kind) {
      case "setLocal":
        if (calls(x.value)) this.#facts = [];
        else this.#forget(x.local);
        return;
      case "setSlot":
        if (x.representation === "i64") this.#facts = this.#facts.filter((fact) => !readsSlot(fact.length, x.slot));
        return;
      case "evaluate":
        if (calls(x.value)) this.#facts = [];
        return;
      case "if":
        if (!endsTheRun(x.then) || x.else.length > 0) this.#facts = [];
        return;
      case "block":
      case "loop":
        this.#facts = [];
        return;
      case "charge":
      case "chargeSize":
      case "spend":
      case "setGlobal":
      case "setElement":
      case "setCode":
      case "copyElements":
      case "fillElements":
      case "copyCodes":
      case "retain":
      case "retainRange":
      case "releaseRange":
      case "release":
      case "branch":
      case "branchTable":
      case "return":
      case "raise":
      case "trap":
      case "uncaught":
      case "print":
      case "statement":
        return;
    }
  }
}

function calls(x: Expression): boolean {
  return x.kind === "call" || x.kind === "hostCall" || x.kind === "sequence";
}

function dependsOn(fact: Fact, local: number): boolean {
  return fact.index === local || mentions(fact.length, local);
}

function mentions(x: Expression, local: number): boolean {
  if (x.kind === "local") return x.local === local;
  if (x.kind === "slot" || x.kind === "length") return mentions(x.object, local);
  return x.kind === "operation" && x.operands.some((operand) => mentions(operand, local));
}

function readsSlot(x: Expression, slot: number): boolean {
  if (x.kind === "slot") return x.slot === slot || readsSlot(x.object, slot);
  if (x.kind === "length") return readsSlot(x.object, slot);
  return x.kind === "operation" && x.operands.some((operand) => readsSlot(operand, slot));
}

function endsTheRun(body: readonly Instruction[]): boolean {
  return body.length === 1 && body[0]?.kind === "trap";
}
