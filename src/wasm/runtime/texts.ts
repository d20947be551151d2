// Runtime functions on texts: arrays of u32 code points with a length, a
// capacity and a kept hash. What must be alike in both tiers (price and room of
// an append, the hash) is described in ir/text.ts; this is its second writing.

import {
  add,
  block,
  branch,
  branchIf,
  call,
  define,
  get,
  getGlobal,
  giveBack,
  i32,
  i64,
  load,
  loop,
  op,
  set,
  setGlobal,
  store,
  sub,
  tee,
  when,
  wide,
} from "../assembler.ts";
import type { Code, RuntimeFunction } from "../assembler.ts";
import { copied } from "./bytes.ts";
import { heapOffsets, immortalCount, residentCharacters } from "../../ir/heap.ts";
import { appending, appendPrice, comparedFree, hashConstants } from "../../ir/text.ts";
import { faultKinds } from "../faults.ts";
import { characterBase, characterBytes, rawBlockMark } from "../memory.ts";
import { fail } from "./numbers.ts";
import { otherKind } from "./words.ts";

const xor = (x: Code, y: Code): Code => op("i32.xor", x, y);
const mul = (x: Code, y: Code): Code => op("i32.mul", x, y);
const lengthOf = (text: Code): Code => load("i32", text, heapOffsets.length);
const codesBytes = (length: Code): Code => op("i32.shl", length, i32(2));
const codesAt = (text: Code, index: Code): Code => add(add(text, i32(heapOffsets.codes)), codesBytes(index));
const nextCode = (name: string): Code => set(name, add(get(name), i32(4)));

const pair = { left: "i32", right: "i32" } as const;

/** Texts that are longer are compared by vectors first; `end` is that of the left one's part. */
const shortText = 8;
const skipSame = (length: Code): Code =>
  when(op("i32.gt_u", length, i32(shortText)), [
    set("same", call("sameBytes", codesAt(get("left"), i32(0)), codesAt(get("right"), i32(0)), codesBytes(length))),
    set("left", add(get("left"), get("same"))),
    set("right", add(get("right"), get("same"))),
  ]);

const textEqual = define("textEqual", pair, "i32", { end: "i32", length: "i32", same: "i32" }, [
  when(op("i32.eq", get("left"), get("right")), giveBack(i32(1))),
  when(op("i32.ne", tee("length", lengthOf(get("left"))), lengthOf(get("right"))), giveBack(i32(0))),
  set("end", add(get("left"), codesBytes(get("length")))),
  skipSame(get("length")),
  block(
    "equal",
    loop(
      "next",
      branchIf("equal", op("i32.eq", get("left"), get("end"))),
      when(op("i32.ne", load("i32", get("left"), heapOffsets.codes), load("i32", get("right"), heapOffsets.codes)), giveBack(i32(0))),
      nextCode("left"),
      nextCode("right"),
      branch("next"),
    ),
  ),
  i32(1),
]);

const compare = (less: Code, more: Code): Code => sub(more, less);

const compareLocals = { a: "i32", b: "i32", end: "i32", left0: "i32", right0: "i32", length: "i32", same: "i32" } as const;
const textCompare = define("textCompare", pair, "i32", compareLocals, [
  set("left0", lengthOf(get("left"))),
  set("right0", lengthOf(get("right"))),
  set("length", op("select", get("left0"), get("right0"), op("i32.lt_u", get("left0"), get("right0")))),
  set("end", add(get("left"), codesBytes(get("length")))),
  skipSame(get("length")),
  block(
    "prefix",
    loop(
      "next",
      branchIf("prefix", op("i32.eq", get("left"), get("end"))),
      set("a", load("i32", get("left"), heapOffsets.codes)),
      set("b", load("i32", get("right"), heapOffsets.codes)),
      when(op("i32.ne", get("a"), get("b")), giveBack(compare(op("i32.lt_u", get("a"), get("b")), op("i32.gt_u", get("a"), get("b"))))),
      nextCode("left"),
      nextCode("right"),
      branch("next"),
    ),
  ),
  compare(op("i32.lt_u", get("left0"), get("right0")), op("i32.gt_u", get("left0"), get("right0"))),
]);

const freeBytes = i32(4 * comparedFree);
/** 0 where the texts differ within the part that the base of the price covers, else `length`. */
const workOf = (length: Code): Code =>
  op(
    "select",
    i32(0),
    length,
    op("i32.lt_u", call("sameBytes", codesAt(get("left"), i32(0)), codesAt(get("right"), i32(0)), freeBytes), freeBytes),
  );

/** The left text is longer than `comparedFree`. */
const equalWork = define("equalWork", pair, "i32", {}, [
  when(op("i32.eq", get("left"), get("right")), giveBack(i32(0))),
  when(op("i32.ne", lengthOf(get("left")), lengthOf(get("right"))), giveBack(i32(0))),
  workOf(lengthOf(get("left"))),
]);

const compareWork = define("compareWork", pair, "i32", { a: "i32", b: "i32" }, [
  set("a", lengthOf(get("left"))),
  set("b", lengthOf(get("right"))),
  when(op("i32.le_u", get("b"), i32(comparedFree)), giveBack(i32(0))),
  workOf(op("select", get("a"), get("b"), op("i32.lt_u", get("a"), get("b")))),
]);

const mixShift = (by: number): Code => set("x", xor(get("x"), op("i32.shr_u", get("x"), i32(by))));
const mix = define("mix", { x: "i32" }, "i32", {}, [
  mixShift(16),
  set("x", mul(get("x"), i32(hashConstants.firstMix))),
  mixShift(15),
  set("x", mul(get("x"), i32(hashConstants.secondMix))),
  mixShift(16),
  get("x"),
]);

const textHash = define("textHash", { text: "i32" }, "i64", { low: "i32", high: "i32", code: "i32", at: "i32", end: "i32", hash: "i64" }, [
  when(op("i64.ne", tee("hash", load("i64", get("text"), heapOffsets.hash)), i64(0)), giveBack(get("hash"))),
  set("low", i32(hashConstants.lowSeed)),
  set("high", i32(hashConstants.highSeed)),
  set("end", add(tee("at", get("text")), codesBytes(lengthOf(get("text"))))),
  block(
    "hashed",
    loop(
      "next",
      branchIf("hashed", op("i32.eq", get("at"), get("end"))),
      set("code", load("i32", get("at"), heapOffsets.codes)),
      set("low", mul(xor(get("low"), get("code")), i32(hashConstants.lowFactor))),
      set("high", xor(get("high"), get("code"))),
      set(
        "high",
        mul(op("i32.or", op("i32.shl", get("high"), i32(5)), op("i32.shr_u", get("high"), i32(27))), i32(hashConstants.highFactor)),
      ),
      nextCode("at"),
      branch("next"),
    ),
  ),
  set("low", call("mix", xor(get("low"), lengthOf(get("text"))))),
  set("high", call("mix", add(get("high"), get("low")))),
  set("hash", op("i64.or", op("i64.shl", wide(op("i32.and", get("high"), i32(hashConstants.highBits))), i64(32)), wide(get("low")))),
  when(op("i64.eqz", get("hash")), set("hash", i64(1))),
  store("i64", get("text"), heapOffsets.hash, get("hash")),
  get("hash"),
]);

const eighths = Math.round(8 * appending.each);
const priceOf = (length: Code, base: number): Code =>
  op("i64.add", i64(base), op("i64.shr_u", op("i64.add", op("i64.mul", wide(length), i64(eighths)), i64(7)), i64(3)));

/** Takes `left`; see `appendPrice` for the order of things. */
const appendText = define(
  "appendText",
  { left: "i32", right: "i32", word: "i32" },
  "i32",
  { a: "i32", b: "i32", total: "i32", joined: "i32" },
  [
    set("total", add(tee("a", lengthOf(get("left"))), tee("b", lengthOf(get("right"))))),
    when(
      op(
        "i32.or",
        op("i32.eqz", get("b")),
        op(
          "i32.and",
          op("i32.eq", load("i32", get("left")), i32(1)),
          op("i32.ge_u", sub(load("i32", get("left"), heapOffsets.capacity), get("a")), get("b")),
        ),
      ),
      [
        call("chargeAmount", priceOf(get("b"), appendPrice(0, null)), get("word")),
        when(op("i32.eqz", get("b")), giveBack(get("left"))),
        call("testString", wide(get("total")), get("word")),
        copied(codesAt(get("left"), get("a")), codesAt(get("right"), i32(0)), codesBytes(get("b"))),
        store("i32", get("left"), heapOffsets.length, get("total")),
        store("i64", get("left"), heapOffsets.hash, i64(0)),
        giveBack(get("left")),
      ],
    ),
    call("chargeAmount", priceOf(get("total"), appendPrice(0, 0)), get("word")),
    call("testString", wide(get("total")), get("word")),
    set("joined", call("newRoughRoom", add(add(get("total"), op("i32.shr_u", get("total"), i32(1))), i32(4)), get("word"))),
    copied(codesAt(get("joined"), i32(0)), codesAt(get("left"), i32(0)), codesBytes(get("a"))),
    copied(codesAt(get("joined"), get("a")), codesAt(get("right"), i32(0)), codesBytes(get("b"))),
    store("i32", get("joined"), heapOffsets.length, get("total")),
    call("release", get("left")),
    get("joined"),
  ],
);

const characterText = define("characterText", { code: "i32", word: "i32" }, "i32", { at: "i32" }, [
  when(
    op("i32.lt_u", get("code"), i32(residentCharacters)),
    giveBack(add(i32(characterBase), op("i32.mul", get("code"), i32(characterBytes)))),
  ),
  set("at", call("newText", i32(1), get("word"))),
  store("i32", get("at"), heapOffsets.codes, get("code")),
  get("at"),
]);

/** Writes the resident one-character texts; once an instance. */
const prepare = define("prepare", {}, null, { code: "i32", at: "i32" }, [
  set("at", i32(characterBase)),
  loop(
    "next",
    store("i32", get("at"), heapOffsets.count, i32(immortalCount)),
    store("i32", get("at"), heapOffsets.length, i32(1)),
    store("i32", get("at"), heapOffsets.capacity, i32(1)),
    store("i32", get("at"), heapOffsets.codes, get("code")),
    set("at", add(get("at"), i32(characterBytes))),
    set("code", add(get("code"), i32(1))),
    branchIf("next", op("i32.lt_u", get("code"), i32(residentCharacters))),
  ),
]);

const utf8Bytes = (code: Code): Code =>
  add(i32(1), add(op("i32.ge_u", code, i32(0x80)), add(op("i32.ge_u", code, i32(0x800)), op("i32.ge_u", code, i32(0x10000)))));

/** Code points into the output buffer, after site and number; the host drains it. Bytes count as UTF-8. What no log would show is not kept. */
const print = define("print", { text: "i32", word: "i32" }, null, { length: "i32", at: "i32", left: "i32", bytes: "i64" }, [
  set("length", lengthOf(get("text"))),
  set("at", get("text")),
  set("left", get("length")),
  loop(
    "next",
    when(get("left"), [
      set("bytes", op("i64.add", get("bytes"), wide(utf8Bytes(load("i32", get("at"), heapOffsets.codes))))),
      nextCode("at"),
      set("left", sub(get("left"), i32(1))),
      branch("next"),
    ]),
  ),
  when(op("i64.gt_u", get("bytes"), wide(getGlobal("outputLeft"))), fail(otherKind(get("word"), faultKinds.output))),
  setGlobal("outputLeft", sub(getGlobal("outputLeft"), op("i32.wrap_i64", get("bytes")))),
  when(op("i32.gt_u", get("length"), getGlobal("outputRoom")), set("length", getGlobal("outputRoom"))),
  when(op("i32.eqz", get("length")), op("return")),
  setGlobal("outputRoom", sub(getGlobal("outputRoom"), get("length"))),
  set("left", add(codesBytes(get("length")), i32(8))),
  call("reserveOutput", add(getGlobal("outputLength"), get("left")), get("word")),
  set("at", add(getGlobal("output"), getGlobal("outputLength"))),
  store("i32", get("at"), 0, op("i32.shr_u", get("word"), i32(6))),
  store("i32", get("at"), 4, get("length")),
  copied(add(get("at"), i32(8)), codesAt(get("text"), i32(0)), codesBytes(get("length"))),
  setGlobal("outputLength", add(getGlobal("outputLength"), get("left"))),
]);

/** The buffer is no object and counts in no budget but the output's: a raw block, whose first two words are its own. */
const reserveOutput = define("reserveOutput", { bytes: "i32", word: "i32" }, null, { larger: "i32", room: "i32" }, [
  when(op("i32.le_u", get("bytes"), getGlobal("outputCapacity")), op("return")),
  set("room", op("i32.shl", get("bytes"), i32(1))),
  set("larger", call("takeBlock", add(get("room"), i32(8)), otherKind(get("word"), faultKinds.memory))),
  store("i32", get("larger"), 4, op("i32.or", call("sizeClass", add(get("room"), i32(8))), i32(rawBlockMark))),
  copied(add(get("larger"), i32(8)), getGlobal("output"), getGlobal("outputLength")),
  call("freeOutput"),
  setGlobal("output", add(get("larger"), i32(8))),
  setGlobal("outputCapacity", get("room")),
]);

const freeOutput = define("freeOutput", {}, null, {}, [
  when(
    getGlobal("outputCapacity"),
    call("freeBlock", op("i32.sub", getGlobal("output"), i32(8)), add(getGlobal("outputCapacity"), i32(8))),
  ),
]);

/** The host has read the output: the buffer goes, so that only objects stand in the heap. */
const dropOutput = define("dropOutput", {}, null, {}, [
  call("freeOutput"),
  setGlobal("output", i32(0)),
  setGlobal("outputLength", i32(0)),
  setGlobal("outputCapacity", i32(0)),
]);

export const textFunctions: readonly RuntimeFunction[] = [
  textEqual,
  textCompare,
  equalWork,
  compareWork,
  mix,
  textHash,
  appendText,
  characterText,
  prepare,
  print,
  reserveOutput,
  freeOutput,
  dropOutput,
];
