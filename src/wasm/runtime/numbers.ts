// Runtime functions on numbers: what is too long to write out at each place.
// `word` is the fault word of the caller's site (see faults.ts). Slow paths of
// checked operations leave their operands for the host to print.

import { choose, define, f64, get, giveBack, i32, i64, load, loop, branchIf, op, set, setGlobal, store, when, call } from "../assembler.ts";
import type { Code, RuntimeFunction } from "../assembler.ts";
import { operandWords } from "../memory.ts";

/** Ends the run with a fault word. */
export function fail(word: Code): Code {
  return [setGlobal("fault", word), op("unreachable")];
}

const a = get("a");
const b = get("b");
const low = (x: Code): Code => op("i64.and", x, i64(0xffffffff));
const high = (x: Code): Code => op("i64.shr_u", x, i64(32));
const add = (x: Code, y: Code): Code => op("i64.add", x, y);
const sub = (x: Code, y: Code): Code => op("i64.sub", x, y);
const mul = (x: Code, y: Code): Code => op("i64.mul", x, y);
const eq = (x: Code, y: Code): Code => op("i64.eq", x, y);
const both = (x: Code, y: Code): Code => op("i32.and", x, y);
const isNegative = (x: Code): Code => op("i64.lt_s", x, i64(0));
const minimum = i64(-(2n ** 63n));

const pair = { a: "i64", b: "i64" } as const;
const checkedPair = { a: "i64", b: "i64", word: "i32" } as const;

const failInts = define("failInts", checkedPair, null, {}, [
  store("i64", i32(0), operandWords, a),
  store("i64", i32(0), operandWords + 8, b),
  fail(get("word")),
]);

const failFloat = define("failFloat", { a: "f64", word: "i32" }, null, {}, [store("f64", i32(0), operandWords, a), fail(get("word"))]);

/** Schoolbook multiplication of 32-bit halves. */
const multiplyHigh = define("multiplyHigh", pair, "i64", { middle: "i64", carry: "i64" }, [
  set("middle", add(mul(high(a), low(b)), high(mul(low(a), low(b))))),
  set("carry", add(mul(low(a), high(b)), low(get("middle")))),
  add(add(mul(high(a), high(b)), high(get("middle"))), high(get("carry"))),
]);

/** MIN / -1 is MIN. */
const divide = define("divide", pair, "i64", {}, choose("i64", eq(b, i64(-1)), sub(i64(0), a), op("i64.div_s", a, b)));

const floorDivide = define("floorDivide", pair, "i64", { q: "i64" }, [
  when(eq(b, i64(-1)), giveBack(sub(i64(0), a))),
  set("q", op("i64.div_s", a, b)),
  when(both(isNegative(op("i64.xor", a, b)), op("i64.ne", mul(get("q"), b), a)), giveBack(sub(get("q"), i64(1)))),
  get("q"),
]);

const floorDivideChecked = define("floorDivideChecked", checkedPair, "i64", {}, [
  when(both(eq(a, minimum), eq(b, i64(-1))), call("failInts", a, b, get("word"))),
  call("floorDivide", a, b),
]);

const modulo = define("modulo", pair, "i64", { r: "i64" }, [
  set("r", op("i64.rem_s", a, b)),
  when(both(op("i64.ne", get("r"), i64(0)), isNegative(op("i64.xor", get("r"), b))), giveBack(add(get("r"), b))),
  get("r"),
]);

const shiftLeftChecked = define("shiftLeftChecked", checkedPair, "i64", { r: "i64" }, [
  when(op("i64.eqz", a), giveBack(i64(0))),
  when(op("i64.lt_u", b, i64(64)), [set("r", op("i64.shl", a, b)), when(eq(op("i64.shr_s", get("r"), b), a), giveBack(get("r")))]),
  call("failInts", a, b, get("word")),
  op("unreachable"),
]);

const floatFromUnsigned = define("floatFromUnsigned", { a: "i64", word: "i32" }, "f64", { f: "f64" }, [
  set("f", op("f64.convert_i64_u", a)),
  when(
    op("i32.eqz", both(op("f64.lt", get("f"), f64(2 ** 64)), eq(op("i64.trunc_sat_f64_u", get("f")), a))),
    call("failInts", a, i64(0), get("word")),
  ),
  get("f"),
]);

const fitsFloat = (x: Code): Code => op("i64.le_u", add(x, i64(2n ** 53n)), i64(2n ** 54n));
const magnitude = (x: Code): Code => sub(op("i64.xor", x, op("i64.shr_s", x, i64(63))), op("i64.shr_s", x, i64(63)));

/** One digit in base 2^32 of u * 2^32 + next by a v whose top bit is set, for u < v: guessed by the upper half of v, at most two too high. */
const quotientDigit = define("quotientDigit", { u: "i64", next: "i64", v: "i64" }, "i64", { q: "i64", rest: "i64" }, [
  set("q", op("i64.div_u", get("u"), high(get("v")))),
  set("rest", sub(get("u"), mul(get("q"), high(get("v"))))),
  loop(
    "mend",
    when(
      op(
        "i32.or",
        op("i64.ge_u", get("q"), i64(2n ** 32n)),
        op("i64.gt_u", mul(get("q"), low(get("v"))), add(op("i64.shl", get("rest"), i64(32)), get("next"))),
      ),
      [
        set("q", sub(get("q"), i64(1))),
        set("rest", add(get("rest"), high(get("v")))),
        branchIf("mend", op("i64.lt_u", get("rest"), i64(2n ** 32n))),
      ],
    ),
  ),
  get("q"),
]);

const leadingZeros = (x: Code): Code => op("i64.clz", x);

/**
 * Correctly rounded a / b. Up to 2^53 the division of floats is. Beyond, both
 * magnitudes are moved up to bit 63 and divided in two digits: 63 bits or
 * more; what is left over becomes the lowest of them, so that the one rounding
 * of the conversion sees all; scaling by a power of two is exact.
 * Source: H. Warren, "Hacker's Delight" (2012), 9-4.
 */
const quotient = define("quotient", pair, "f64", { x: "i64", y: "i64", q: "i64", r: "i64", scale: "i64", f: "f64" }, [
  when(both(fitsFloat(a), fitsFloat(b)), giveBack(op("f64.div", op("f64.convert_i64_s", a), op("f64.convert_i64_s", b)))),
  when(op("i64.eqz", a), giveBack(choose("f64", isNegative(b), f64(-0), f64(0)))),
  set("x", magnitude(a)),
  set("y", magnitude(b)),
  set("scale", sub(leadingZeros(get("y")), leadingZeros(get("x")))),
  set("x", op("i64.shl", get("x"), leadingZeros(get("x")))),
  set("y", op("i64.shl", get("y"), leadingZeros(get("y")))),
  // x * 2^63 / y, so that the first digit is below 2^32.
  set("r", op("i64.shr_u", get("x"), i64(1))),
  set("x", op("i64.shl", op("i64.and", get("x"), i64(1)), i64(31))),
  set("q", call("quotientDigit", get("r"), get("x"), get("y"))),
  set("r", sub(add(op("i64.shl", get("r"), i64(32)), get("x")), mul(get("q"), get("y")))),
  set("x", call("quotientDigit", get("r"), i64(0), get("y"))),
  set("r", sub(op("i64.shl", get("r"), i64(32)), mul(get("x"), get("y")))),
  set("q", op("i64.or", op("i64.or", op("i64.shl", get("q"), i64(32)), get("x")), op("i64.extend_i32_u", op("i64.ne", get("r"), i64(0))))),
  set(
    "f",
    op("f64.mul", op("f64.convert_i64_u", get("q")), op("f64.reinterpret_i64", op("i64.shl", add(get("scale"), i64(1023 - 63)), i64(52)))),
  ),
  choose("f64", isNegative(op("i64.xor", a, b)), op("f64.neg", get("f")), get("f")),
]);

const isSafe = (x: Code): Code => op("i64.le_u", add(x, i64(2n ** 53n - 1n)), i64(2n ** 54n - 2n));

/** An i64 on its way to the host: a float where it is a safe integer, else NaN and the argument word at `at`. */
const passInt = define("passInt", { a: "i64", at: "i32" }, "f64", {}, [
  when(isSafe(a), giveBack(op("f64.convert_i64_s", a))),
  store("i64", get("at"), 0, a),
  f64(Number.NaN),
]);

/** The way back. */
const takeInt = define(
  "takeInt",
  { a: "f64", at: "i32" },
  "i64",
  {},
  choose("i64", op("f64.ne", a, a), load("i64", get("at")), op("i64.trunc_sat_f64_s", a)),
);

export const numberFunctions: readonly RuntimeFunction[] = [
  failInts,
  failFloat,
  multiplyHigh,
  divide,
  floorDivide,
  floorDivideChecked,
  modulo,
  shiftLeftChecked,
  floatFromUnsigned,
  quotientDigit,
  quotient,
  passInt,
  takeInt,
];
