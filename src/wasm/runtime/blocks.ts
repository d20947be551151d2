// Blocks of memory below objects: one free list a size class, refilled from
// the top of the heap. Classes are eights up to 128 bytes, then four to each
// doubling (`sizeClass` of memory.ts), so a block is at most a quarter larger
// than asked. A large block is also cut from a larger free one; a large block
// at the top goes back to it. Every free block carries its class in its type
// word, so the heap can be walked.

import {
  branch,
  branchIf,
  block,
  call,
  define,
  get,
  getGlobal,
  giveBack,
  growMemory,
  i32,
  load,
  loop,
  memorySize,
  op,
  set,
  setGlobal,
  store,
  tee,
  when,
} from "../assembler.ts";
import type { Code, RuntimeFunction } from "../assembler.ts";
import { freeBlockMark, freeListCount, freeLists, pageBytes } from "../memory.ts";
import { fail } from "./numbers.ts";

const add = (x: Code, y: Code): Code => op("i32.add", x, y);
const sub = (x: Code, y: Code): Code => op("i32.sub", x, y);
const shl = (x: Code, y: Code): Code => op("i32.shl", x, y);
const shrU = (x: Code, y: Code): Code => op("i32.shr_u", x, y);

const sizeClass = define("sizeClass", { bytes: "i32" }, "i32", { exponent: "i32" }, [
  when(op("i32.le_u", get("bytes"), i32(128)), giveBack(shrU(add(get("bytes"), i32(7)), i32(3)))),
  set("exponent", sub(i32(31), op("i32.clz", tee("bytes", sub(get("bytes"), i32(1)))))),
  add(add(i32(17), shl(sub(get("exponent"), i32(7)), i32(2))), op("i32.and", shrU(get("bytes"), sub(get("exponent"), i32(2))), i32(3))),
]);

const classBytes = define("classBytes", { index: "i32" }, "i32", { exponent: "i32" }, [
  when(op("i32.le_u", get("index"), i32(16)), giveBack(shl(get("index"), i32(3)))),
  set("index", sub(get("index"), i32(17))),
  set("exponent", add(i32(7), shrU(get("index"), i32(2)))),
  add(shl(i32(1), get("exponent")), shl(add(op("i32.and", get("index"), i32(3)), i32(1)), sub(get("exponent"), i32(2)))),
]);

/** Memory up to `to`, with a quarter more where the engine gives it; WG602 where it refuses. */
const grow = define("grow", { to: "i32", word: "i32" }, null, { pages: "i32" }, [
  set("pages", shrU(add(sub(get("to"), getGlobal("end")), i32(pageBytes - 1)), i32(16))),
  block(
    "grown",
    branchIf("grown", op("i32.ne", growMemory(add(get("pages"), shrU(memorySize, i32(2)))), i32(-1))),
    branchIf("grown", op("i32.ne", growMemory(get("pages")), i32(-1))),
    fail(get("word")),
  ),
  setGlobal("end", shl(memorySize, i32(16))),
]);

/** Fresh bytes at the top; `bytes` is what a class has. */
const carve = define("carve", { bytes: "i32", word: "i32" }, "i32", { at: "i32", to: "i32" }, [
  set("to", add(tee("at", getGlobal("top")), get("bytes"))),
  when(op("i32.lt_u", get("to"), get("at")), fail(get("word"))),
  when(op("i32.gt_u", get("to"), getGlobal("end")), call("grow", get("to"), get("word"))),
  setGlobal("top", get("to")),
  get("at"),
]);

const listOf = (index: Code): Code => shl(index, i32(2));

/** From this class on (4 KiB) blocks are cut from larger ones and given back to the top. */
const firstLarge = 16 + (12 - 7) * 4;

const takeBlock = define("takeBlock", { bytes: "i32", word: "i32" }, "i32", { index: "i32", at: "i32" }, [
  set("index", call("sizeClass", get("bytes"))),
  set("at", load("i32", listOf(get("index")), freeLists)),
  when(get("at"), [store("i32", listOf(get("index")), freeLists, load("i32", get("at"))), giveBack(get("at"))]),
  when(op("i32.gt_u", get("index"), i32(firstLarge)), when(tee("at", call("takeLarger", get("index"))), giveBack(get("at")))),
  call("carve", call("classBytes", get("index")), get("word")),
]);

/** Cut from the smallest larger free block, or 0. */
const takeLarger = define("takeLarger", { index: "i32" }, "i32", { larger: "i32", at: "i32", bytes: "i32" }, [
  set("larger", get("index")),
  block(
    "none",
    loop(
      "search",
      set("larger", add(get("larger"), i32(1))),
      branchIf("none", op("i32.ge_u", get("larger"), i32(freeListCount))),
      set("at", load("i32", listOf(get("larger")), freeLists)),
      branchIf("search", op("i32.eqz", get("at"))),
      store("i32", listOf(get("larger")), freeLists, load("i32", get("at"))),
      set("bytes", call("classBytes", get("index"))),
      call("freePieces", add(get("at"), get("bytes")), sub(call("classBytes", get("larger")), get("bytes"))),
      giveBack(get("at")),
    ),
  ),
  i32(0),
]);

/** A rest of any size becomes free blocks of whole classes. */
const freePieces = define("freePieces", { at: "i32", bytes: "i32" }, null, { index: "i32", piece: "i32" }, [
  loop(
    "next",
    when(get("bytes"), [
      set("index", call("sizeClass", get("bytes"))),
      when(
        op("i32.gt_u", tee("piece", call("classBytes", get("index"))), get("bytes")),
        set("piece", call("classBytes", tee("index", sub(get("index"), i32(1))))),
      ),
      call("pushBlock", get("at"), get("index")),
      set("at", add(get("at"), get("piece"))),
      set("bytes", sub(get("bytes"), get("piece"))),
      branch("next"),
    ]),
  ),
]);

const pushBlock = define("pushBlock", { at: "i32", index: "i32" }, null, {}, [
  store("i32", get("at"), 0, load("i32", listOf(get("index")), freeLists)),
  store("i32", get("at"), 4, op("i32.or", get("index"), i32(freeBlockMark))),
  store("i32", listOf(get("index")), freeLists, get("at")),
]);

/** `bytes` as when it was taken. */
const freeBlock = define("freeBlock", { at: "i32", bytes: "i32" }, null, { index: "i32" }, [
  set("index", call("sizeClass", get("bytes"))),
  when(
    op("i32.gt_u", get("index"), i32(firstLarge)),
    when(op("i32.eq", add(get("at"), call("classBytes", get("index"))), getGlobal("top")), [setGlobal("top", get("at")), op("return")]),
  ),
  call("pushBlock", get("at"), get("index")),
]);

export const blockFunctions: readonly RuntimeFunction[] = [
  sizeClass,
  classBytes,
  grow,
  carve,
  takeBlock,
  takeLarger,
  freePieces,
  pushBlock,
  freeBlock,
];
