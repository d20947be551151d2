// Every float and i32 operation of the IR in the interpreter, over edge values.

import { describe, expect, it } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { Operation } from "../src/ir/ir.ts";
import { local, op } from "./helpers/ir.ts";
import { apply, applyBranch, edgeIntegers, machineInteger, resultLetter } from "./helpers/operations.ts";

const integers = edgeIntegers;
const min = -(2n ** 63n);
const max = 2n ** 63n - 1n;
const unsigned = (value: bigint) => BigInt.asUintN(64, value);

describe("floats", () => {
  const floats = [
    0,
    -0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3.7,
    -3.7,
    1e300,
    -1e300,
    5e-324,
    2 ** 52,
    2 ** 52 + 1,
    2 ** 51 + 0.5,
    2 ** 53,
    0.49999999999999994,
    Infinity,
    -Infinity,
    NaN,
  ];

  const two: Partial<Record<Operation, (a: number, b: number) => number>> = {
    "f64.add": (a, b) => a + b,
    "f64.sub": (a, b) => a - b,
    "f64.mul": (a, b) => a * b,
    "f64.div": (a, b) => a / b,
    "f64.min": (a, b) => (a !== a || b !== b ? NaN : a === b ? (Object.is(a, -0) ? a : b) : a < b ? a : b),
    "f64.max": (a, b) => (a !== a || b !== b ? NaN : a === b ? (Object.is(a, 0) ? a : b) : a > b ? a : b),
    "f64.copysign": (a, b) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a)),
    "f64.eq": (a, b) => Number(a === b),
    "f64.ne": (a, b) => Number(a !== b),
    "f64.lt": (a, b) => Number(a < b),
    "f64.le": (a, b) => Number(a <= b),
    "f64.gt": (a, b) => Number(a > b),
    "f64.ge": (a, b) => Number(a >= b),
  };
  for (const [name, define2] of Object.entries(two)) {
    const operation = name as Operation;
    it(operation, () => {
      const run = apply(createInterpreter, "FF", resultLetter(operation), op(operation, local(0), local(1)));
      for (const a of floats) for (const b of floats) expect(run(a, b), `${a} ${b}`).toBe(define2(a, b));
    });
  }

  it("branches on comparisons, also where one is not a number", () => {
    for (const operation of ["f64.eq", "f64.ne", "f64.lt", "f64.le", "f64.gt", "f64.ge"] as const) {
      const plain = applyBranch(createInterpreter, "FF", op(operation, local(0), local(1)));
      const negated = applyBranch(createInterpreter, "FF", op("i32.eqz", op(operation, local(0), local(1))));
      for (const a of floats) {
        for (const b of floats) {
          expect(plain(a, b), `${a} ${operation} ${b}`).toBe(two[operation]!(a, b));
          expect(negated(a, b), `not ${a} ${operation} ${b}`).toBe(1 - two[operation]!(a, b));
        }
      }
    }
  });

  it("rounds half to even, and keeps the sign of zero", () => {
    const run = apply(createInterpreter, "F", "F", op("f64.nearest", local(0)));
    const cases: [number, number][] = [
      [0.5, 0],
      [-0.5, -0],
      [1.5, 2],
      [2.5, 2],
      [-2.5, -2],
      [0.49999999999999994, 0],
      [-0, -0],
      [3.7, 4],
      [-3.2, -3],
      [2 ** 52 + 1, 2 ** 52 + 1],
      [2 ** 51 + 0.5, 2 ** 51],
      [2 ** 51 + 1.5, 2 ** 51 + 2],
      [NaN, NaN],
      [-Infinity, -Infinity],
    ];
    for (const [from, to] of cases) expect(run(from), String(from)).toBe(to);
  });

  it("shows one NaN only, and the bits of everything else", () => {
    const run = apply(createInterpreter, "F", "I", op("i64.bits_of_f64", local(0)));
    const back = apply(createInterpreter, "I", "F", op("f64.from_bits", local(0)));
    const view = new DataView(new ArrayBuffer(8));
    for (const a of floats) {
      view.setFloat64(0, a);
      const bits = a === a ? view.getBigInt64(0) : 0x7ff8_0000_0000_0000n;
      expect(run(a)).toBe(machineInteger(bits));
      expect(back(machineInteger(bits))).toBe(a);
    }
    expect(back(machineInteger(0x7ff0_0000_0000_0001n))).toBeNaN();
    expect(run(-NaN)).toBe(machineInteger(0x7ff8_0000_0000_0000n));
  });

  it("converts integers by one rounding", () => {
    const from = apply(createInterpreter, "I", "F", op("f64.from_i64_s", local(0)));
    const fromUnsigned = apply(createInterpreter, "I", "F", op("f64.from_i64_u", local(0)));
    for (const a of [...integers, 2n ** 54n + 2n, 2n ** 54n + 6n, 2n ** 60n + 128n, 2n ** 60n + 129n]) {
      expect(from(machineInteger(a)), `${a}`).toBe(Number(a));
      expect(fromUnsigned(machineInteger(a)), `${a}`).toBe(Number(unsigned(a)));
    }
  });

  it("divides ints with one rounding", () => {
    const run = apply(createInterpreter, "II", "F", op("f64.quotient_of_i64", local(0), local(1)));
    // Values of CPython 3.11.
    const cases: [bigint, bigint, number][] = [
      [1n, 3n, 1 / 3],
      [0n, -5n, -0],
      [max, 3n, 3.0744573456182584e18],
      [max, max - 1n, 1],
      [min, -1n, 9223372036854775808],
      [2n ** 53n + 1n, 1n, 9007199254740992],
      [2n ** 54n + 2n, 2n, 9007199254740992],
      [2n ** 54n + 6n, 2n, 9007199254740996],
      [-7n, max, -7.589415207398531e-19],
      [9007199254740993n, 9007199254740995n, 0.9999999999999998],
    ];
    for (const [a, b, expected] of cases) expect(run(machineInteger(a), machineInteger(b)), `${a} / ${b}`).toBe(expected);
  });
});

describe("small integers", () => {
  const words = [0, 1, -1, 2, 255, 2 ** 31 - 1, -(2 ** 31), 65536, -65536];
  const definitions: Partial<Record<Operation, (a: number, b: number) => number>> = {
    "i32.eq": (a, b) => Number(a === b),
    "i32.ne": (a, b) => Number(a !== b),
    "i32.lt_s": (a, b) => Number(a < b),
    "i32.le_s": (a, b) => Number(a <= b),
    "i32.gt_s": (a, b) => Number(a > b),
    "i32.ge_s": (a, b) => Number(a >= b),
    "i32.lt_u": (a, b) => Number(a >>> 0 < b >>> 0),
    "i32.ge_u": (a, b) => Number(a >>> 0 >= b >>> 0),
    "i32.and": (a, b) => a & b,
    "i32.or": (a, b) => a | b,
    "i32.xor": (a, b) => a ^ b,
    "i32.add": (a, b) => (a + b) | 0,
    "i32.sub": (a, b) => (a - b) | 0,
    "i32.mul": (a, b) => Math.imul(a, b),
  };
  for (const [name, define2] of Object.entries(definitions)) {
    const operation = name as Operation;
    it(operation, () => {
      const run = apply(createInterpreter, "BB", "B", op(operation, local(0), local(1)));
      const branch = applyBranch(createInterpreter, "BB", op("i32.eqz", op(operation, local(0), local(1))));
      for (const a of words) {
        for (const b of words) {
          expect(run(a, b), `${a} ${b}`).toBe(define2(a, b) + 0);
          expect(branch(a, b)).toBe(define2(a, b) === 0 ? 1 : 0);
        }
      }
    });
  }

  it("widens with and without sign", () => {
    const withSign = apply(createInterpreter, "B", "I", op("i64.from_i32_s", local(0)));
    const without = apply(createInterpreter, "B", "I", op("i64.from_i32_u", local(0)));
    for (const a of words) {
      expect(withSign(a)).toBe(a);
      expect(without(a)).toBe(a >>> 0);
    }
  });
});
