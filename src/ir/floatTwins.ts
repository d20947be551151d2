// In the quick version of a function that only computes (`aheadFunctions.ts`):
// ints that came from a whole float, or are one of two constants, keep that
// float beside them. Where they become floats again nothing is converted, which
// takes a processor as long as two sums each way. Floats of 2^51 and more go the
// slow way, so that no sum of two such ints overflows or is inexact.
//
//     f = floor(x)                          f = floor(x)
//     if |f| < 2^63: i = int(f)             if |f| < 2^51: i = int(f); g = f + 0.0
//     else: go slow                         else: go slow
//     y = float(i + j)                      y = g + h

import { f64, i64, local, operation } from "./build.ts";
import type { Expression, Instruction, IRFunction, IRLocal, IRModule, LabelId, LocalId } from "./ir.ts";
import { bitsOf, countBits, join, smallBits, twinBits, wholeFloat } from "./quickFacts.ts";
import type { Facts, IntFact } from "./quickFacts.ts";
import { rewriteInstruction, rewriteParts } from "./rewriting.ts";
import { comparisonOf, isLeftEarly, leaves, localsSetIn } from "./straightCode.ts";
import { isTestedIndex } from "./testedIndexes.ts";

type If = Extract<Instruction, { readonly kind: "if" }>;

/** Up to here every int is a float. */
const exactBits = 53;

export function keepFloatTwins(module: IRModule): IRModule {
  return {
    ...module,
    functions: module.functions.map((one) => (one.restart === undefined ? one : new TwinKeeper(one, one.restart).run())),
  };
}

class TwinKeeper {
  private readonly within: IRFunction;
  private readonly restart: LabelId;
  private readonly locals: IRLocal[];
  private facts: Facts = new Map();

  constructor(within: IRFunction, restart: LabelId) {
    this.within = within;
    this.restart = restart;
    this.locals = [...within.locals];
  }

  run(): IRFunction {
    const body = this.within.body.map((x) => (x.kind === "block" && x.label === this.restart ? { ...x, body: this.list(x.body) } : x));
    return { ...this.within, locals: this.locals, body };
  }

  private list(body: readonly Instruction[]): readonly Instruction[] {
    const isCount = (x: Expression): boolean => this.intOf(x)?.isCount === true;
    return body.flatMap((x, at) => this.instruction(isTestedIndex(body, at, { isCount, restart: this.restart }) ? this.unchecked(x) : x));
  }

  private instruction(x: Instruction): readonly Instruction[] {
    switch (x.kind) {
      case "if":
        return this.conversion(x) ?? [this.arms(x)];
      case "block": {
        const body = this.list(x.body);
        if (isLeftEarly(x.body, x.label)) for (const id of localsSetIn(x.body)) this.change(id);
        return [{ ...x, body }];
      }
      case "setLocal":
        return this.set(x.local, this.rewritten(x.value));
      default:
        return [rewriteInstruction(x, (part) => this.rewritten(part))];
    }
  }

  /** The test of a whole float that becomes an int. */
  private conversion(x: If): readonly Instruction[] | null {
    const [only, set] = [x.else[0], x.then[0]];
    if (x.else.length !== 1 || only?.kind !== "branch" || only.label !== this.restart) return null;
    if (x.then.length !== 1 || set?.kind !== "setLocal" || set.value.kind !== "operation" || set.value.operation !== "i64.from_f64")
      return null;
    const [from] = set.value.operands;
    if (from?.kind !== "local" || this.facts.get(from.local)?.kind !== "whole" || !isRangeTest(x.test, from.local)) return null;
    const test = operation("f64.lt", operation("f64.abs", from), f64(2 ** twinBits));
    // A sum with 0.0 is 0.0 for -0.0.
    const kept = this.keep(operation("f64.add", from, f64(0)));
    this.change(set.local);
    this.facts.set(set.local, { kind: "int", bits: twinBits, float: local(kept.local) });
    return [{ ...x, test, then: [{ ...set, value: smallInt(from) }, kept] }];
  }

  private keep(value: Expression): Extract<Instruction, { readonly kind: "setLocal" }> {
    return { kind: "setLocal", local: this.locals.push({ representation: "f64", name: null }) - 1, value };
  }

  private arms(x: If): Instruction {
    const test = this.rewritten(x.test);
    const before = new Map(this.facts);
    const then = this.list(x.then);
    const afterThen = this.facts;
    this.facts = before;
    const otherwise = this.list(x.else);
    if (leaves(x.else)) this.facts = afterThen;
    else if (!leaves(x.then)) this.facts = join(this.facts, afterThen);
    return { ...x, test, then, else: otherwise };
  }

  private set(id: LocalId, value: Expression): readonly Instruction[] {
    const int = this.intOf(value);
    const test = comparisonOf(value);
    const choice = this.choiceOf(value);
    this.change(id);
    const set: Instruction = { kind: "setLocal", local: id, value };
    if (wholeFloat(value)) this.facts.set(id, { kind: "whole" });
    else if (test !== null) this.facts.set(id, { kind: "comparison", test });
    else if (int !== null && (int.float === null || value.kind === "local")) this.facts.set(id, int);
    else if (int !== null) this.facts.set(id, { kind: "int", bits: int.bits, float: null });
    if (choice === null) return [set];
    const kept = this.keep(choice);
    this.facts.set(id, { kind: "int", bits: twinBits, float: local(kept.local) });
    return [set, kept];
  }

  /** What is known of `id`, or by it, is over. */
  private change(id: LocalId): void {
    this.facts.delete(id);
    for (const [holder, fact] of this.facts) {
      if (fact.kind === "comparison" && fact.test.operands.some((one) => one.kind === "local" && one.local === id))
        this.facts.delete(holder);
    }
  }

  /** One of two constants by a comparison of floats. */
  private choiceOf(x: Expression): Expression | null {
    if (x.kind !== "choose" || x.then.kind !== "i64" || x.else.kind !== "i64" || x.test.kind !== "local") return null;
    const fact = this.facts.get(x.test.local);
    if (fact?.kind !== "comparison" || bitsOf(x.then.value) > twinBits || bitsOf(x.else.value) > twinBits) return null;
    const [then, otherwise] = [f64(Number(x.then.value)), f64(Number(x.else.value))];
    return { kind: "choose", test: fact.test, then, else: otherwise, representation: "f64", isStraight: true };
  }

  private rewritten(x: Expression): Expression {
    const [from] = (x.kind === "operation" && x.operation === "f64.from_i64_s") || isExactFloat(x) ? x.operands : [];
    const float = from === undefined || from.kind === "i64" ? null : (this.intOf(from)?.float ?? null);
    return float ?? rewriteParts(x, (part) => this.rewritten(part));
  }

  /** Null where nothing is known of it. */
  private intOf(x: Expression): IntFact | null {
    switch (x.kind) {
      case "local": {
        const fact = this.facts.get(x.local);
        return fact?.kind === "int" ? fact : null;
      }
      case "i64":
        return constantFact(x.value);
      case "slot":
        return x.isCount === true ? { kind: "int", bits: countBits, float: null, isCount: true } : null;
      case "checked":
      case "operation":
        return this.intOfOperation(x);
      default:
        return null;
    }
  }

  private intOfOperation(x: Extract<Expression, { readonly kind: "operation" | "checked" }>): IntFact | null {
    const mask = x.operation === "i64.and" ? x.operands.find((one) => one.kind === "i64" && one.value >= 0n) : undefined;
    if (mask?.kind === "i64") return { kind: "int", bits: bitsOf(mask.value), float: null };
    if (x.operation !== "i64.add" && x.operation !== "i64.sub") return null;
    const [left, right] = x.operands.map((one) => this.intOf(one));
    if (!left || !right) return null;
    const bits = 1 + Math.max(left.bits, right.bits);
    const isExact = bits <= exactBits && left.float !== null && right.float !== null;
    const name = x.operation === "i64.add" ? "f64.add" : "f64.sub";
    if (bits > smallBits) return null;
    return { kind: "int", bits, float: isExact && left.float && right.float ? operation(name, left.float, right.float) : null };
  }

  /** Where it overflows, what comes of it is no index, and the slow version says so. */
  private unchecked(x: Instruction): Instruction {
    if (x.kind !== "setLocal" || x.value.kind !== "checked" || x.value.operation !== "i64.add") return x;
    const { operands } = x.value;
    return operands.some((one) => this.intOf(one) !== null) ? { ...x, value: operation("i64.add", ...operands) } : x;
  }
}

/** Another test must stay: the one of a conversion is replaced by a stricter one. */
function isRangeTest(test: Expression, id: LocalId): boolean {
  if (test.kind !== "operation" || test.operation !== "f64.lt") return false;
  const [size, limit] = test.operands;
  const [float] = size?.kind === "operation" && size.operation === "f64.abs" ? size.operands : [];
  return float?.kind === "local" && float.local === id && limit?.kind === "f64" && limit.value === 2 ** 63;
}

function isExactFloat(x: Expression): x is Extract<Expression, { readonly kind: "checked" }> {
  return x.kind === "checked" && x.operation === "f64.from_i64_exact";
}

/** In a sum with 1.5 * 2^52 the ones stand in the last place: engines convert in eight instructions, as other floats might not fit. */
function smallInt(from: Expression): Expression {
  return operation("i64.sub", operation("i64.bits_of_f64", operation("f64.add", from, f64(1.5 * 2 ** 52))), i64(0x4338_0000_0000_0000n));
}

function constantFact(value: bigint): IntFact | null {
  const bits = bitsOf(value);
  if (bits > smallBits) return null;
  return { kind: "int", bits, float: bits <= twinBits ? f64(Number(value)) : null };
}
