// Fuel in amounts that are known only at run time, and the counters of a
// profile build. `word` is a fault word of the charge's site.

import { add, call, define, f64, get, getGlobal, i32, i64, load, op, set, setGlobal, store, when } from "../assembler.ts";
import type { Code, RuntimeFunction } from "../assembler.ts";
import { faultKinds } from "../faults.ts";
import { fail } from "./numbers.ts";
import { otherKind } from "./words.ts";

const left = op("f64.convert_i64_s", getGlobal("fuel"));

/** Of a charge about to be made, what one site spends: `before` is what other parts of it have spent, and no more than there is can be. */
const countPart = define("countPart", { site: "i32", amount: "f64", before: "f64" }, null, { at: "i32" }, [
  set("at", add(getGlobal("counters"), op("i32.shl", get("site"), i32(3)))),
  store(
    "f64",
    get("at"),
    0,
    op("f64.add", load("f64", get("at")), op("f64.max", f64(0), op("f64.min", get("amount"), op("f64.sub", left, get("before"))))),
  ),
]);

const spend = (amount: Code, whole: Code): Code => [
  when(getGlobal("counters"), call("countPart", op("i32.shr_u", get("word"), i32(6)), amount, f64(0))),
  when(op("f64.gt", amount, left), [setGlobal("fuel", i64(-1)), fail(otherKind(get("word"), faultKinds.fuel))]),
  setGlobal("fuel", op("i64.sub", getGlobal("fuel"), whole)),
];

/** The arithmetic is `sizeCharge` of ir/text.ts. */
const chargeSize = define("chargeSize", { size: "i64", base: "f64", each: "f64", word: "i32" }, null, { cost: "f64" }, [
  set(
    "cost",
    op("f64.ceil", op("f64.add", get("base"), op("f64.mul", get("each"), op("f64.max", f64(0), op("f64.convert_i64_s", get("size")))))),
  ),
  spend(get("cost"), op("i64.trunc_sat_f64_s", get("cost"))),
]);

const chargeAmount = define(
  "chargeAmount",
  { amount: "i64", word: "i32" },
  null,
  {},
  spend(op("f64.convert_i64_s", get("amount")), get("amount")),
);

export const fuelFunctions: readonly RuntimeFunction[] = [countPart, chargeSize, chargeAmount];
