// Every integer operation of the IR in the interpreter, over edge values,
// against an independent definition by bigints.

import { describe, expect, it } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { CheckedOperation, Operation } from "../src/ir/ir.ts";
import { checked, define, give, local, moduleOf, op, plenty } from "./helpers/ir.ts";
import { apply, applyBranch, edgeIntegers, machineInteger, quiet, resultLetter } from "./helpers/operations.ts";

const min = -(2n ** 63n);
const max = 2n ** 63n - 1n;

const integers = edgeIntegers;

const signed = (value: bigint) => BigInt.asIntN(64, value);
const unsigned = (value: bigint) => BigInt.asUintN(64, value);
const truth = (value: boolean) => (value ? 1n : 0n);
const floorDivide = (a: bigint, b: bigint) => (a - floorModulo(a, b)) / b;
const floorModulo = (a: bigint, b: bigint) => ((a % b) + b) % b;
const bitsOf = (value: bigint) => unsigned(value).toString(2).padStart(64, "0");

/** Null where the operation is not defined. */
type Definition = (a: bigint, b: bigint) => bigint | null;

const binary: Partial<Record<Operation, Definition>> = {
  "i64.add": (a, b) => signed(a + b),
  "i64.sub": (a, b) => signed(a - b),
  "i64.mul": (a, b) => signed(a * b),
  "i64.and": (a, b) => a & b,
  "i64.or": (a, b) => a | b,
  "i64.xor": (a, b) => a ^ b,
  "i64.shl": (a, b) => signed(a << (b & 63n)),
  "i64.shr_s": (a, b) => a >> (b & 63n),
  "i64.shr_u": (a, b) => signed(unsigned(a) >> (b & 63n)),
  "i64.div_s": (a, b) => (b === 0n ? null : signed(a / b)),
  "i64.rem_s": (a, b) => (b === 0n ? null : a % b),
  "i64.div_u": (a, b) => (b === 0n ? null : signed(unsigned(a) / unsigned(b))),
  "i64.rem_u": (a, b) => (b === 0n ? null : signed(unsigned(a) % unsigned(b))),
  "i64.floordiv": (a, b) => (b === 0n || (a === min && b === -1n) ? null : floorDivide(a, b)),
  "i64.mod": (a, b) => (b === 0n ? null : floorModulo(a, b)),
  "i64.mulhigh_u": (a, b) => signed((unsigned(a) * unsigned(b)) >> 64n),
  "i64.eq": (a, b) => truth(a === b),
  "i64.ne": (a, b) => truth(a !== b),
  "i64.lt_s": (a, b) => truth(a < b),
  "i64.le_s": (a, b) => truth(a <= b),
  "i64.gt_s": (a, b) => truth(a > b),
  "i64.ge_s": (a, b) => truth(a >= b),
  "i64.lt_u": (a, b) => truth(unsigned(a) < unsigned(b)),
};

const unary: Partial<Record<Operation, (a: bigint) => bigint>> = {
  "i64.clz": (a) => BigInt(64 - bitsOf(a).replace(/^0+/, "").length),
  "i64.ctz": (a) => BigInt(64 - bitsOf(a).replace(/0+$/, "").length),
  "i64.popcnt": (a) => BigInt(bitsOf(a).replaceAll("0", "").length),
  "i32.from_i64": (a) => BigInt.asIntN(32, a),
};

describe("integers", () => {
  for (const [name, define2] of Object.entries(binary)) {
    const operation = name as Operation;
    it(operation, () => {
      const run = apply(createInterpreter, "II", resultLetter(operation), op(operation, local(0), local(1)));
      for (const a of integers) {
        for (const b of integers) {
          const expected = define2(a, b);
          if (expected !== null) expect(run(machineInteger(a), machineInteger(b)), `${a} ${b}`).toBe(machineInteger(expected));
        }
      }
    });
  }

  for (const [name, define1] of Object.entries(unary)) {
    const operation = name as Operation;
    it(operation, () => {
      const run = apply(createInterpreter, "I", resultLetter(operation), op(operation, local(0)));
      for (const a of integers) expect(run(machineInteger(a)), `${a}`).toBe(machineInteger(define1(a)));
    });
  }

  it("branches on comparisons as it computes them", () => {
    for (const operation of ["i64.eq", "i64.ne", "i64.lt_s", "i64.le_s", "i64.gt_s", "i64.ge_s"] as const) {
      for (const negated of [false, true]) {
        const test = op(operation, local(0), local(1));
        const body = applyBranch(createInterpreter, "II", negated ? op("i32.eqz", test) : test);
        for (const a of integers) {
          for (const b of integers) {
            const holds = binary[operation]!(a, b) === 1n;
            expect(body(machineInteger(a), machineInteger(b)), `${a} ${operation} ${b}`).toBe(holds !== negated ? 1 : 0);
          }
        }
      }
    }
  });

  it("keeps small results of wide operands small: comparisons see one form", () => {
    const difference = op("i64.sub", local(0), local(1));
    const run = apply(createInterpreter, "IIB", "B", op("i64.eq", difference, { kind: "i64", value: 1n }));
    expect(run(max, max - 1n)).toBe(1);
  });
});

describe("checked", () => {
  const definitions: Partial<Record<CheckedOperation, Definition>> = {
    "i64.add": (a, b) => a + b,
    "i64.sub": (a, b) => a - b,
    "i64.mul": (a, b) => a * b,
    "i64.neg": (a) => -a,
    "i64.abs": (a) => (a < 0n ? -a : a),
    "i64.shl": (a, b) => (b < 0n ? null : b < 200n ? a << b : a === 0n ? 0n : 2n ** 100n),
    "i64.floordiv": (a, b) => (b === 0n ? null : floorDivide(a, b)),
    "u64.from_i64": (a) => (a < 0n ? 2n ** 100n : a),
  };
  for (const [name, define2] of Object.entries(definitions)) {
    const operation = name as CheckedOperation;
    it(operation, () => {
      const run = apply(createInterpreter, "II", "I", checked(operation, local(0), local(1)));
      for (const a of integers) {
        for (const b of integers) {
          const expected = define2(a, b);
          if (expected === null) continue;
          const fits = expected === signed(expected);
          expect(run(machineInteger(a), machineInteger(b)), `${a} ${b}`).toBe(fits ? machineInteger(expected) : null);
        }
      }
    });
  }

  it("reads u64 as int below 2^63 only", () => {
    const run = apply(createInterpreter, "I", "I", checked("i64.from_u64", local(0)));
    for (const a of integers) expect(run(machineInteger(a))).toBe(a < 0n ? null : machineInteger(a));
  });

  it("converts exactly or not at all", () => {
    const from = apply(createInterpreter, "I", "F", checked("f64.from_i64_exact", local(0)));
    const fromUnsigned = apply(createInterpreter, "I", "F", checked("f64.from_u64_exact", local(0)));
    for (const a of integers) {
      expect(from(machineInteger(a)), `${a}`).toBe(BigInt(Number(a)) === a ? Number(a) : null);
      const u = unsigned(a);
      expect(fromUnsigned(machineInteger(a)), `${u}`).toBe(BigInt(Number(u)) === u ? Number(u) : null);
    }
  });

  it("truncates floats into 64 bits", () => {
    const run = apply(createInterpreter, "F", "I", checked("i64.from_f64", local(0)));
    const cases: [number, bigint | null][] = [
      [0.9, 0n],
      [-0.9, 0n],
      [-0, 0n],
      [1e18, 10n ** 18n],
      [2 ** 63, null],
      [-(2 ** 63), min],
      [2 ** 63 - 1024, 2n ** 63n - 1024n],
      [-(2 ** 63) - 2048, null],
      [2 ** 53, 2n ** 53n],
      [-2.5, -2n],
    ];
    for (const [from, to] of cases) expect(run(from), String(from)).toBe(to === null ? null : machineInteger(to));
  });

  it("shows the operands in the message", () => {
    const instance = createInterpreter(
      moduleOf([define(">I", "", [give(checked("i64.mul", { kind: "i64", value: 2n ** 62n }, { kind: "i64", value: -3n }))])]),
      quiet,
    );
    instance.setBudget(plenty);
    expect(instance.call(0, [])).toMatchObject({
      ok: false,
      stop: { code: "WG520", message: "OverflowError: 4611686018427387904 * (-3) is outside the 64 bits of an int", chain: [0] },
    });
  });
});
