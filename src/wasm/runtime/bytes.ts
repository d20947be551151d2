// Bytes of the memory that are copied or compared. Engines enter code of their
// own for `memory.copy`, at the price of ten nanoseconds: short ranges, which
// are nearly all, go by words instead. Of a short range everything is read
// before anything is written, so that ranges may overlap.

import { add, block, branch, branchIf, call, copyMemory, define, get, i32, load, loop, op, set, store, sub, when } from "../assembler.ts";
import type { Code, RuntimeFunction } from "../assembler.ts";

const atLeast = (bytes: number): Code => op("i32.ge_u", get("bytes"), i32(bytes));
/** So many bytes before the end of the range at `of`. */
const fromEnd = (of: string, bytes: number): Code => sub(add(get(of), get("bytes")), i32(bytes));

const vectors = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;
/** `count` vectors from the start and as many to the end: all of a range that is half of them to all of them long. */
function byVectors(count: number): Code {
  const half = count / 2;
  const place = (of: string, index: number): readonly [Code, number] =>
    index < half ? [get(of), 16 * index] : [fromEnd(of, 16 * (count - index)), 0];
  const names = vectors.slice(0, count);
  return [
    ...names.map((name, index) => set(name, load("v128", ...place("from", index)))),
    ...names.map((name, index) => store("v128", ...place("to", index), get(name))),
    op("return"),
  ];
}

/** The first and the last word. */
function byWords(width: "i32" | "i64", bytes: number): Code {
  const [first, last] = width === "i32" ? ["low", "high"] : ["x", "y"];
  return [
    set(first, load(width, get("from"))),
    set(last, load(width, fromEnd("from", bytes))),
    store(width, get("to"), 0, get(first)),
    store(width, fromEnd("to", bytes), 0, get(last)),
    op("return"),
  ];
}

const locals = { low: "i32", high: "i32", x: "i64", y: "i64" } as const;
const vectorLocals = { a: "v128", b: "v128", c: "v128", d: "v128", e: "v128", f: "v128", g: "v128", h: "v128" } as const;

/** As `memory.copy`. */
const copyBytes = define("copyBytes", { to: "i32", from: "i32", bytes: "i32" }, null, { ...locals, ...vectorLocals }, [
  when(atLeast(17), [
    when(atLeast(129), copyMemory(get("to"), get("from"), get("bytes")), op("return")),
    when(atLeast(65), byVectors(8)),
    when(atLeast(33), byVectors(4)),
    byVectors(2),
  ]),
  when(atLeast(8), byWords("i64", 8)),
  when(atLeast(4), byWords("i32", 4)),
  when(get("bytes"), [
    set("low", load("u8", get("from"))),
    set("high", load("u8", fromEnd("from", 1))),
    set("from", load("u8", add(get("from"), op("i32.shr_u", get("bytes"), i32(1))))),
    store("u8", get("to"), 0, get("low")),
    store("u8", add(get("to"), op("i32.shr_u", get("bytes"), i32(1))), 0, get("from")),
    store("u8", fromEnd("to", 1), 0, get("high")),
  ]),
]);

/** How many bytes are alike from the start, in whole vectors of 16: what follows is looked at one by one. */
const sameBytes = define("sameBytes", { left: "i32", right: "i32", bytes: "i32" }, "i32", { at: "i32" }, [
  block(
    "other",
    loop(
      "next",
      branchIf("other", op("i32.gt_u", add(get("at"), i32(16)), get("bytes"))),
      branchIf(
        "other",
        op("v128.any_true", op("v128.xor", load("v128", add(get("left"), get("at"))), load("v128", add(get("right"), get("at"))))),
      ),
      set("at", add(get("at"), i32(16))),
      branch("next"),
    ),
  ),
  get("at"),
]);

export const byteFunctions: readonly RuntimeFunction[] = [copyBytes, sameBytes];
export const copied = (to: Code, from: Code, bytes: Code): Code => call("copyBytes", to, from, bytes);
