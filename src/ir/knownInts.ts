// Ints whose bounds are plain from the code alone: constants, what a mask or a
// remainder leaves, what came from a float. Checked arithmetic on them that
// cannot fail turns plain, and tests whose outcome is known go, wherever the
// code stands. One walk in order of execution; at joins both sides count.
//
// On the way, the three tests before a float becomes an int (nan, infinity,
// range) go behind one that nearly always passes.

import { f64, local, operation } from "./build.ts";
import type { Expression, Instruction, IRFunction, IRModule, LocalId } from "./ir.ts";
import { hull, LoopValues, natural } from "./loopValues.ts";
import { findNaturals } from "./naturals.ts";
import type { Known } from "./loopValues.ts";
import { visitNodes } from "./nodes.ts";
import { rewriteInstruction } from "./rewriting.ts";
import { isLeftEarly, leaves, localsSetIn } from "./straightCode.ts";

export function foldKnownInts(module: IRModule): IRModule {
  return { ...module, functions: module.functions.map(fold) };
}

function fold(within: IRFunction): IRFunction {
  let checks = 0;
  visitNodes(within.body, (x) => {
    if (x.kind === "checked") checks++;
  });
  return checks === 0 ? within : { ...within, body: new KnownWalk(findNaturals(within)).list(within.body) };
}

class KnownWalk {
  private readonly values: LoopValues;

  constructor(naturals: ReadonlySet<LocalId>) {
    this.values = new LoopValues({ counter: -1, naturals, isInvariant: () => false, representationOf: () => undefined });
  }

  list(body: readonly Instruction[]): Instruction[] {
    const made: Instruction[] = [];
    for (let at = 0; at < body.length; at++) {
      const x = body[at];
      if (x === undefined) break;
      const conversion = matchConversion(x, body[at + 1], body[at + 2]);
      if (conversion === null) {
        this.instruction(x, made);
      } else {
        made.push(conversion);
        this.set(conversion.target, this.values.evaluate(conversion.value).known);
        at += 2;
      }
    }
    return made;
  }

  private instruction(x: Instruction, made: Instruction[]): void {
    switch (x.kind) {
      case "if":
        this.branches(x, made);
        return;
      case "block":
        made.push({ ...x, body: this.block(x) });
        return;
      case "loop": {
        this.forget(x.body);
        const before = new Map(this.values.set);
        made.push({ ...x, body: this.list(x.body) });
        this.restore(before);
        return;
      }
      case "setLocal": {
        const { x: value, known } = this.values.evaluate(x.value);
        made.push(value === x.value ? x : { ...x, value });
        this.set(x.local, known);
        return;
      }
      default:
        made.push(rewriteInstruction(x, (part) => this.values.evaluate(part).x));
    }
  }

  private set(id: LocalId, known: Known | null): void {
    if (known === null) this.values.set.delete(id);
    else this.values.set.set(id, known);
  }

  private branches(x: Extract<Instruction, { readonly kind: "if" }>, made: Instruction[]): void {
    const test = this.values.evaluate(x.test).x;
    if (test.kind === "i32") {
      for (const one of this.list(test.value === 0 ? x.else : x.then)) made.push(one);
      return;
    }
    const before = new Map(this.values.set);
    const then = this.list(x.then);
    const afterThen = new Map(this.values.set);
    this.restore(before);
    const otherwise = this.list(x.else);
    if (leaves(x.else)) this.restore(afterThen);
    else if (!leaves(x.then)) this.join(afterThen);
    else if (x.else.length === 0) this.passed(test);
    made.push({ ...x, test, then, else: otherwise });
  }

  /** `not (index < length)` has not been true. */
  private passed(test: Expression): void {
    const [less] = test.kind === "operation" && test.operation === "i32.eqz" ? test.operands : [];
    if (less?.kind !== "operation" || less.operation !== "i64.lt_u") return;
    const [index, length] = less.operands;
    if (index?.kind !== "local" || length === undefined) return;
    const { known } = this.values.evaluate(length);
    if (known !== null && known.low >= 0n && known.high > 0n) this.values.set.set(index.local, { ...natural, high: known.high - 1n });
  }

  /** What is known whichever of the two ways was gone. */
  private join(other: ReadonlyMap<LocalId, Known>): void {
    const { set } = this.values;
    for (const [id, known] of set) {
      const there = other.get(id);
      if (there === undefined) set.delete(id);
      else if (there !== known) set.set(id, hull(known, there));
    }
  }

  private block(x: Extract<Instruction, { readonly kind: "block" }>): readonly Instruction[] {
    const body = this.list(x.body);
    if (isLeftEarly(x.body, x.label)) this.forget(x.body);
    return body;
  }

  private restore(known: ReadonlyMap<LocalId, Known>): void {
    const { set } = this.values;
    set.clear();
    for (const [id, one] of known) set.set(id, one);
  }

  private forget(body: readonly Instruction[]): void {
    for (const id of localsSetIn(body)) this.values.set.delete(id);
  }
}

interface Conversion {
  readonly kind: "if";
  readonly test: Expression;
  readonly then: readonly Instruction[];
  readonly else: readonly Instruction[];
  readonly target: LocalId;
  readonly value: Expression;
}

const ints = 2 ** 63;

/** `if v is nan: fail; if v is infinite: fail; t = int(v)` */
function matchConversion(first: Instruction, second: Instruction | undefined, third: Instruction | undefined): Conversion | null {
  if (third?.kind !== "setLocal" || third.value.kind !== "checked" || third.value.operation !== "i64.from_f64") return null;
  const [v] = third.value.operands;
  if (v?.kind !== "local" || v.local === third.local) return null;
  if (!isTest(first, "f64.ne", v.local) || second === undefined || !isTest(second, "f64.eq", v.local)) return null;
  const value = operation("i64.from_f64", local(v.local));
  return {
    kind: "if",
    test: operation("f64.lt", operation("f64.abs", local(v.local)), f64(ints)),
    then: [{ ...third, value }],
    else: [first, second, third],
    target: third.local,
    value,
  };
}

function isTest(x: Instruction, name: string, id: LocalId): boolean {
  if (x.kind !== "if" || x.else.length > 0 || !leaves(x.then) || x.test.kind !== "operation" || x.test.operation !== name) return false;
  const [left] = x.test.operands;
  const [inner] = left?.kind === "operation" && left.operation === "f64.abs" ? left.operands : [left];
  return inner?.kind === "local" && inner.local === id;
}
