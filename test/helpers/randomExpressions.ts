// Random expressions of IR: ints, floats and bools over the locals that every
// random function has (see randomIR.ts), with numbers at the edges.

import type { CheckedOperation, Expression, Operation } from "../../src/ir/ir.ts";
import { checked, f64, i64, local, op } from "./ir.ts";

/** mulberry32 */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Locals of every function: three ints, two floats, two bools (all parameters but the last ones), then references and temporaries. */
export const at = {
  ints: [0, 1, 2],
  floats: [3, 4],
  bools: [5, 6],
  texts: [7, 8],
  nodes: [9, 10],
  integers: 11,
  references: 12,
  spare: 13,
  counter: 14,
  seen: 18,
} as const;
export const parameters = "III";
export const locals = "FFBBRRRRRRRIIIIR";
export const outside = 0;

const edges = [
  0n,
  1n,
  -1n,
  2n,
  3n,
  7n,
  -8n,
  10n,
  63n,
  100n,
  2n ** 31n,
  -(2n ** 32n),
  2n ** 53n - 1n,
  2n ** 53n + 1n,
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const floatEdges = [0, -0, 1, -1, 0.5, 1.5, 2.5, 3.7, -2.6, 1e300, -1e-300, 2 ** 53, 2 ** 63, Number.POSITIVE_INFINITY, Number.NaN];

export class ExpressionMaker {
  protected readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  upTo(count: number): number {
    return Math.floor(this.random() * count);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.upTo(items.length)]!;
  }

  site(): number {
    return this.upTo(10);
  }

  // ------------------------------------------------------------- expressions

  int(depth: number): Expression {
    if (depth === 0 || this.random() < 0.2) return this.random() < 0.5 ? local(this.pick(at.ints)) : i64(this.pick(edges));
    const binary: readonly Operation[] = [
      "i64.add",
      "i64.sub",
      "i64.mul",
      "i64.and",
      "i64.or",
      "i64.xor",
      "i64.shl",
      "i64.shr_s",
      "i64.shr_u",
      "i64.mulhigh_u",
    ];
    const divisions: readonly Operation[] = ["i64.div_u", "i64.rem_s", "i64.rem_u", "i64.mod", "i64.div_s"];
    const unary: readonly Operation[] = ["i64.clz", "i64.ctz", "i64.popcnt"];
    const checkedBinary: readonly CheckedOperation[] = ["i64.add", "i64.sub", "i64.mul"];
    const checkedUnary: readonly CheckedOperation[] = ["i64.neg", "i64.abs", "u64.from_i64", "i64.from_u64"];
    const small = (): Expression => op("i64.and", this.int(depth - 1), i64(0xffff));
    const divisor = (): Expression => op("i64.or", this.int(depth - 1), i64(1));
    return this.pick<() => Expression>([
      () => op(this.pick(binary), this.int(depth - 1), this.int(depth - 1)),
      () => op(this.pick(divisions), this.int(depth - 1), this.random() < 0.5 ? divisor() : i64(this.pick([1n, 2n, 3n, 8n, -1n, -7n]))),
      () => op(this.pick(unary), this.int(depth - 1)),
      () =>
        this.checked(
          this.pick(checkedBinary),
          this.random() < 0.9 ? small() : this.int(depth - 1),
          this.random() < 0.9 ? small() : this.int(depth - 1),
        ),
      () => this.checked(this.pick(checkedUnary), this.random() < 0.9 ? small() : this.int(depth - 1)),
      () => this.checked("i64.floordiv", this.int(depth - 1), divisor()),
      () => this.checked("i64.shl", small(), op("i64.and", this.int(depth - 1), i64(this.random() < 0.9 ? 31 : 127))),
      () => op("i64.bits_of_f64", this.float(depth - 1)),
      () => op("i64.from_i32_u", this.bool(depth - 1)),
      () => ({
        kind: "choose",
        test: this.bool(depth - 1),
        then: this.int(depth - 1),
        else: this.int(depth - 1),
        representation: "i64",
      }),
      () => ({ kind: "global", global: 0 }),
    ])();
  }

  checked(name: CheckedOperation, ...operands: Expression[]): Expression {
    return { ...checked(name, ...operands), site: this.site() } as Expression;
  }

  float(depth: number): Expression {
    if (depth === 0 || this.random() < 0.2) return this.random() < 0.5 ? local(this.pick(at.floats)) : f64(this.pick(floatEdges));
    const binary: readonly Operation[] = ["f64.add", "f64.sub", "f64.mul", "f64.div", "f64.min", "f64.max", "f64.copysign"];
    const unary: readonly Operation[] = ["f64.neg", "f64.abs", "f64.sqrt", "f64.floor", "f64.ceil", "f64.trunc", "f64.nearest"];
    return this.pick<() => Expression>([
      () => op(this.pick(binary), this.float(depth - 1), this.float(depth - 1)),
      () => op(this.pick(unary), this.float(depth - 1)),
      () => op(this.pick(["f64.from_i64_s", "f64.from_i64_u"] as const), this.int(depth - 1)),
      () => this.checked("f64.from_i64_exact", op("i64.and", this.int(depth - 1), i64(0xffff_ffff))),
      () => op("f64.from_bits", op("i64.shl", this.int(depth - 1), i64(3))),
      () => op("f64.quotient_of_i64", this.int(depth - 1), op("i64.or", this.int(depth - 1), i64(1))),
      () => ({
        kind: "choose",
        test: this.bool(depth - 1),
        then: this.float(depth - 1),
        else: this.float(depth - 1),
        representation: "f64",
      }),
      () => ({ kind: "global", global: 1 }),
    ])();
  }

  bool(depth: number): Expression {
    if (depth === 0) return local(this.pick(at.bools));
    const ints: readonly Operation[] = ["i64.eq", "i64.ne", "i64.lt_s", "i64.le_s", "i64.gt_s", "i64.ge_s", "i64.lt_u"];
    const floats: readonly Operation[] = ["f64.eq", "f64.ne", "f64.lt", "f64.le", "f64.gt", "f64.ge"];
    return this.pick<() => Expression>([
      () => op(this.pick(ints), this.int(depth - 1), this.int(depth - 1)),
      () => op(this.pick(floats), this.float(depth - 1), this.float(depth - 1)),
      () => op("i32.eqz", this.bool(depth - 1)),
      () => op(this.pick(["i32.and", "i32.or", "i32.xor"] as const), this.bool(depth - 1), this.bool(depth - 1)),
      () => op("ref.isnull", local(this.pick([...at.texts, ...at.nodes]))),
      () => op("ref.eq", local(this.pick(at.texts)), local(this.pick(at.texts))),
      () => local(this.pick(at.bools)),
      () => ({ kind: "global", global: 2 }),
    ])();
  }
}
