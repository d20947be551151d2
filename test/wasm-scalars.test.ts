// The compiled tier against the interpreter on hand-built IR: every operation
// on edge numbers, checked operations at their borders, control flow, and every
// fuel budget of a few small programs.

import { describe, expect, test } from "vitest";
import type { MachineValue } from "../src/ir/instance.ts";
import type { CheckedOperation, Expression, Operation, Representation } from "../src/ir/ir.ts";
import { resultOfOperation } from "../src/ir/representation.ts";
import {
  block,
  branch,
  call,
  charge,
  checked,
  count,
  define,
  f64,
  give,
  i32,
  i64,
  local,
  loop,
  moduleOf,
  op,
  plenty,
  set,
  when,
} from "./helpers/ir.ts";
import { runBoth, sweepFuel } from "./helpers/tiers.ts";

const maximum = 2n ** 63n - 1n;
const minimum = -(2n ** 63n);
const integers: readonly MachineValue[] = [
  0,
  1,
  -1,
  2,
  -2,
  3,
  7,
  -7,
  10,
  63,
  64,
  2 ** 31,
  -(2 ** 31),
  2 ** 32 + 1,
  3037000499,
  3037000500,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  2n ** 53n,
  2n ** 53n + 1n,
  -(2n ** 53n) - 1n,
  2n ** 62n,
  maximum,
  maximum - 1n,
  minimum,
  minimum + 1n,
  0x5555_5555_5555_5555n,
];
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
  1e-300,
  5e-324,
  1e300,
  2 ** 52 + 0.5,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  2 ** 63 - 1024,
  2 ** 64,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];
const words = [0, 1, -1, 2, 31, 32, 0x7fffffff, -0x80000000, 255];

const letters: Record<Representation, string> = { i64: "I", f64: "F", i32: "B", ref: "R" };
const samples: Record<Representation, readonly MachineValue[]> = { i64: integers, f64: floats, i32: words, ref: [0] };

/** Operand representations of each operation. */
function operandsOf(name: Operation): Representation[] {
  const [family = "", what = ""] = name.split(".");
  if (name === "f64.quotient_of_i64") return ["i64", "i64"];
  if (/^from_(i64|i32|f64|bits)|^bits_of/.test(what)) return [what.includes("f64") ? "f64" : what.includes("i32") ? "i32" : "i64"];
  const isUnary = /^(clz|ctz|popcnt|eqz|isnull|neg|abs|sqrt|floor|ceil|trunc|nearest)$/.test(what);
  const one = family as Representation;
  return isUnary ? [one] : [one, one];
}

/** Cases that lowering has excluded. */
function isExcluded(name: Operation, values: readonly MachineValue[]): boolean {
  const [left = 0, right = 0] = values;
  const divides = /^i64\.(div|rem|floordiv|mod)|quotient/.test(name);
  if (divides && BigInt(right) === 0n) return true;
  if (name === "i64.floordiv") return BigInt(left) === minimum && BigInt(right) === -1n;
  if (name === "i64.from_f64") return !(Number(left) >= -(2 ** 63) && Number(left) < 2 ** 63);
  return name === "f64.from_bits" && Number.isNaN(Number(left));
}

function combine(kinds: readonly Representation[]): MachineValue[][] {
  return kinds.reduce<MachineValue[][]>((rows, kind) => rows.flatMap((row) => samples[kind].map((value) => [...row, value])), [[]]);
}

const operations: readonly Operation[] = [
  "i64.add",
  "i64.sub",
  "i64.mul",
  "i64.and",
  "i64.or",
  "i64.xor",
  "i64.shl",
  "i64.shr_s",
  "i64.shr_u",
  "i64.div_s",
  "i64.div_u",
  "i64.rem_s",
  "i64.rem_u",
  "i64.floordiv",
  "i64.mod",
  "i64.mulhigh_u",
  "i64.clz",
  "i64.ctz",
  "i64.popcnt",
  "i64.eq",
  "i64.ne",
  "i64.lt_s",
  "i64.le_s",
  "i64.gt_s",
  "i64.ge_s",
  "i64.lt_u",
  "i32.eq",
  "i32.ne",
  "i32.lt_s",
  "i32.lt_u",
  "i32.ge_u",
  "i32.gt_s",
  "i32.le_s",
  "i32.ge_s",
  "i32.and",
  "i32.or",
  "i32.xor",
  "i32.add",
  "i32.sub",
  "i32.mul",
  "i32.eqz",
  "ref.eq",
  "ref.isnull",
  "f64.add",
  "f64.sub",
  "f64.mul",
  "f64.div",
  "f64.neg",
  "f64.abs",
  "f64.sqrt",
  "f64.floor",
  "f64.ceil",
  "f64.trunc",
  "f64.nearest",
  "f64.min",
  "f64.max",
  "f64.copysign",
  "f64.eq",
  "f64.ne",
  "f64.lt",
  "f64.le",
  "f64.gt",
  "f64.ge",
  "i64.from_i32_s",
  "i64.from_i32_u",
  "i32.from_i64",
  "f64.from_i64_s",
  "f64.from_i64_u",
  "i64.from_f64",
  "i64.bits_of_f64",
  "f64.from_bits",
  "f64.quotient_of_i64",
];

const checks: readonly (readonly [CheckedOperation, Representation[], Representation])[] = [
  ["i64.add", ["i64", "i64"], "i64"],
  ["i64.sub", ["i64", "i64"], "i64"],
  ["i64.mul", ["i64", "i64"], "i64"],
  ["i64.neg", ["i64"], "i64"],
  ["i64.abs", ["i64"], "i64"],
  ["i64.shl", ["i64", "i64"], "i64"],
  ["i64.floordiv", ["i64", "i64"], "i64"],
  ["f64.from_i64_exact", ["i64"], "f64"],
  ["f64.from_u64_exact", ["i64"], "f64"],
  ["i64.from_u64", ["i64"], "i64"],
  ["u64.from_i64", ["i64"], "i64"],
  ["i64.from_f64", ["f64"], "i64"],
];

const signature = (kinds: readonly Representation[], result: Representation): string =>
  `${kinds.map((kind) => letters[kind]).join("")}>${letters[result]}`;

const functions = [
  ...operations.map((name) =>
    define(signature(operandsOf(name), resultOfOperation(name)), "", [give(op(name, ...operandsOf(name).map((_, index) => local(index))))]),
  ),
  ...checks.map(([name, kinds, result]) =>
    define(signature(kinds, result), "", [give(checked(name, ...kinds.map((_, index) => local(index))))]),
  ),
];
const module = moduleOf(functions);

describe("operations on edge numbers", () => {
  test.each(operations.map((name, id) => [name, id] as const))("%s", (name, id) => {
    for (const values of combine(operandsOf(name))) if (!isExcluded(name, values)) runBoth(module, id, values);
  });

  test.each(checks.map(([name, kinds], index) => [name, kinds, index] as const))("checked %s", (name, kinds, index) => {
    for (const values of combine(kinds)) {
      const [left = 0, right = 0] = values;
      if (name === "i64.floordiv" && BigInt(right) === 0n) continue;
      if (name === "i64.shl" && BigInt(right) < 0n) continue;
      if (name === "i64.from_f64" && !Number.isFinite(Number(left))) continue;
      runBoth(module, operations.length + index, values);
    }
  });
});

/** A constant on the right is emitted otherwise than a variable. */
test("constants on the right", () => {
  const names: readonly Operation[] = ["i64.floordiv", "i64.mod", "i64.div_s", "i64.rem_s"];
  const divisors = [1n, -1n, 2n, 3n, 7n, 8n, -8n, 10n, 2n ** 40n, 2n ** 62n, maximum, -3n];
  const constants = [...divisors, 0n, 5n, -5n, minimum];
  const cases: readonly Expression[] = [
    ...names.flatMap((name) => divisors.map((value) => op(name, local(0), i64(value)))),
    ...(["i64.add", "i64.sub", "i64.mul"] as const).flatMap((name) =>
      constants.flatMap((value) => [checked(name, local(0), i64(value)), checked(name, i64(value), local(0))]),
    ),
  ];
  const all = moduleOf(cases.map((value) => define("I>I", "", [give(value)])));
  for (const [id, value] of cases.entries()) {
    for (const left of integers) {
      const [, right] = value.kind === "operation" ? value.operands : [];
      if (
        right?.kind === "i64" &&
        right.value === -1n &&
        BigInt(left) === minimum &&
        value.kind === "operation" &&
        value.operation === "i64.floordiv"
      )
        continue;
      runBoth(all, id, [left]);
    }
  }
});

test("a local changed by a later operand is read before", () => {
  const bump: Expression = { kind: "sequence", body: [set(0, op("i64.add", local(0), i64(5)))], value: local(0) };
  const made = moduleOf([define("I>I", "", [give(checked("i64.add", local(0), bump))])]);
  runBoth(made, 0, [2n ** 62n]);
  expect(runBoth(made, 0, [1])).toMatchObject({ value: 7 });
});

test("branch tables, choices and loops", () => {
  const made = moduleOf([
    define("B>I", "II", [
      block(
        0,
        block(1, block(2, { kind: "branchTable", index: local(0), labels: [2, 1], otherwise: 0 }), give(i64(100))),
        set(1, i64(7)),
        branch(0),
      ),
      count(
        10,
        2,
        i64(5),
        set(
          1,
          op("i64.add", local(1), {
            kind: "choose",
            test: op("i32.from_i64", op("i64.and", local(2), i64(1))),
            then: i64(10),
            else: local(2),
            representation: "i64",
          }),
        ),
      ),
      give(local(1)),
    ]),
  ]);
  for (const value of [0, 1, 2, -1]) runBoth(made, 0, [value]);
});

describe("budgets", () => {
  const fibonacci = moduleOf([
    define(
      "I>I",
      "II",
      [
        charge(3, 1),
        when(op("i64.lt_s", local(0), i64(2)), [give(local(0))]),
        set(1, call(0, [op("i64.sub", local(0), i64(1))], null, 2)),
        charge(1, 3),
        set(2, call(0, [op("i64.sub", local(0), i64(2))], null, 4)),
        give(checked("i64.add", local(1), local(2))),
      ],
      { depthWeight: 67 },
    ),
    define("I>I", "II", [
      { kind: "chargeSize", base: 2, each: 0.125, size: local(0), site: 5 },
      count(0, 1, local(0), charge(2, 6), set(2, checked("i64.mul", op("i64.add", local(2), i64(3)), i64(3)))),
      give(local(2)),
    ]),
  ]);

  test("every fuel budget stops both tiers alike", () => {
    sweepFuel(fibonacci, 0, [6]);
    sweepFuel(fibonacci, 1, [30]);
  });

  test("an overflow in a loop", () => {
    expect(runBoth(fibonacci, 1, [50])).toMatchObject({ ok: false, stop: { code: "WG520" } });
  });

  test("sizes beyond all fuel", () => {
    for (const size of [-1, 0, 1, 7, 8, 9, 2 ** 53 - 1, maximum, minimum]) runBoth(fibonacci, 1, [size], { ...plenty, fuel: 5 });
  });

  test("depth in weighted frames", () => {
    for (const depth of [0, 1, 2, 3, 5, 8, 9, 10]) runBoth(fibonacci, 0, [8], { ...plenty, depth });
    expect(runBoth(fibonacci, 0, [20], { ...plenty, depth: 10 })).toMatchObject({ stop: { code: "WG603" } });
  });

  test("a thousand frames and a chain of them all", () => {
    const deep = moduleOf([
      define(
        "I>I",
        "",
        [charge(1, 1), when(op("i64.eq", local(0), i64(0)), [give(checked("i64.add", i64(maximum), i64(1)))]), give(local(0))],
        { depthWeight: 64 },
      ),
      define(
        "I>I",
        "I",
        [
          when(op("i64.eq", local(0), i64(0)), [set(1, call(0, [i64(0)], null, 2)), give(local(1))]),
          set(1, call(1, [op("i64.sub", local(0), i64(1))], null, 3)),
          give(local(1)),
        ],
        { depthWeight: 64 },
      ),
    ]);
    const outcome = runBoth(deep, 1, [990]);
    expect(outcome).toMatchObject({ ok: false, stop: { code: "WG520" } });
    if (!outcome.ok) expect(outcome.stop.chain).toHaveLength(992);
  });
});

test("trap messages print their values", () => {
  const made = moduleOf(
    [
      define("IFB", "", [
        {
          kind: "trap",
          code: "WG523",
          message: ["a ", local(0), " b ", local(1), " c ", local(2), " d ", { kind: "text", text: 0 }],
          site: 3,
        },
      ]),
    ],
    { texts: ["héllo \u{1f600}"] },
  );
  for (const float of floats) runBoth(made, 0, [5, float, 1]);
  runBoth(made, 0, [minimum, 0, 0]);
});

test("a module is emitted alike each time", () => {
  const again = moduleOf([
    define(">F", "F", [
      loop(0, set(0, op("f64.add", local(0), f64(0.5))), when(op("f64.lt", local(0), f64(100)), [branch(0)])),
      give(local(0)),
    ]),
  ]);
  expect(runBoth(again, 0)).toMatchObject({ value: 100 });
  void i32;
});
