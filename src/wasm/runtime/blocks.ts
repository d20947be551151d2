// Blocks of memory below objects: one free list a size class. Classes are
// eights up to 128 bytes, then four to each doubling (`sizeClass` of memory.ts),
// so a block is at most a quarter larger than asked. Small blocks are carved
// from a room, a stretch of the heap that is for them alone. A large one is cut
// from a larger free one or comes from the top of the heap; there it goes back
// to it. Every free block carries its class in its type word, so the heap can
// be walked and free neighbours merged.

import {
  add,
  block,
  branch,
  branchIf,
  call,
  define,
  fillMemory,
  get,
  getGlobal,
  giveBack,
  growMemory,
  i32,
  i64,
  load,
  loop,
  memorySize,
  op,
  set,
  setGlobal,
  store,
  sub,
  tee,
  when,
  whenElse,
} from "../assembler.ts";
import type { Code, RuntimeFunction } from "../assembler.ts";
import { freeBlockMark, freeListCount, freeLists, pageBytes, rawBlockMark } from "../memory.ts";
import { fail } from "./numbers.ts";

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

const used = sub(getGlobal("top"), getGlobal("baseTop"));
const slackBytes = 2 ** 18;
const isHalfFree = op("i32.gt_u", shrU(used, i32(1)), add(sub(getGlobal("live"), getGlobal("baseLive")), i32(slackBytes)));
/** Bytes to be taken for each block that merging has looked at, before all is merged again. */
const takenForBlock = 16;
const pays = op("i32.le_s", getGlobal("untilMerge"), i32(0));
const take = (bytes: Code): Code => setGlobal("untilMerge", sub(getGlobal("untilMerge"), bytes));

const isBeyond = (end: Code): Code => op("i64.gt_u", op("i64.extend_i32_u", end), getGlobal("mostBytes"));
const bytesWith = (pages: Code): Code => op("i64.shl", op("i64.extend_i32_u", add(memorySize, pages)), i64(16));

/** Memory up to `to`, with a quarter more where that is allowed and the engine gives it; WG602 where it refuses. */
const grow = define("grow", { to: "i32", word: "i32" }, null, { pages: "i32", ahead: "i32" }, [
  set("pages", shrU(add(sub(get("to"), getGlobal("end")), i32(pageBytes - 1)), i32(16))),
  set("ahead", add(get("pages"), shrU(memorySize, i32(2)))),
  block(
    "grown",
    when(
      op("i64.le_u", bytesWith(get("ahead")), getGlobal("mostBytes")),
      branchIf("grown", op("i32.ne", growMemory(get("ahead")), i32(-1))),
    ),
    branchIf("grown", op("i32.ne", growMemory(get("pages")), i32(-1))),
    fail(get("word")),
  ),
  setGlobal("end", shl(memorySize, i32(16))),
]);

const listOf = (index: Code): Code => shl(index, i32(2));

/** Up to 2 KiB blocks are small: they come from rooms. Larger ones are cut from larger free blocks, and given back to the top. */
const smallBytes = 2048;
const lastSmall = 16 + (11 - 7) * 4;
/** Free blocks from this class on (4 KiB) may become rooms. */
const firstRoom = 16 + (12 - 7) * 4;
/** A room at most, and one at the top. */
const roomBytes = 2 ** 15;

/** A fresh block; `bytes` is what a class has. */
const carve = define("carve", { bytes: "i32", word: "i32" }, "i32", { at: "i32", to: "i32" }, [
  set("to", add(tee("at", getGlobal("room")), get("bytes"))),
  when(op("i32.gt_u", get("to"), getGlobal("roomEnd")), giveBack(call("refill", get("bytes"), get("word")))),
  setGlobal("room", get("to")),
  get("at"),
]);

/** What is left of the room becomes free blocks. */
const leaveRoom = define("leaveRoom", {}, null, {}, [
  call("freePieces", getGlobal("room"), sub(getGlobal("roomEnd"), getGlobal("room"))),
  setGlobal("room", i32(0)),
  setGlobal("roomEnd", i32(0)),
]);

/**
 * A room that `bytes` fit into is needed, or they are more than small. A room
 * is made of the smallest large free block, or at the top: so small objects lie
 * together, and not between large ones, where each would keep the free space
 * on both sides apart.
 */
const refill = define("refill", { bytes: "i32", word: "i32" }, "i32", { index: "i32", at: "i32", size: "i32" }, [
  when(op("i32.gt_u", get("bytes"), i32(smallBytes)), giveBack(call("takeLarge", get("bytes"), get("word")))),
  call("leaveRoom"),
  set("index", i32(firstRoom)),
  block(
    "found",
    loop(
      "search",
      branchIf("found", tee("at", load("i32", listOf(get("index")), freeLists))),
      branchIf("search", op("i32.lt_u", tee("index", add(get("index"), i32(1))), i32(freeListCount))),
    ),
  ),
  whenElse(
    get("at"),
    [
      store("i32", listOf(get("index")), freeLists, load("i32", get("at"))),
      set("size", call("classBytes", get("index"))),
      when(op("i32.gt_u", get("size"), i32(roomBytes)), [
        call("freePieces", add(get("at"), i32(roomBytes)), sub(get("size"), i32(roomBytes))),
        set("size", i32(roomBytes)),
      ]),
    ],
    [
      set("size", i32(roomBytes)),
      when(op("i32.lt_u", tee("at", sub(getGlobal("end"), getGlobal("top"))), get("size")), [
        when(op("i32.ge_u", get("at"), get("bytes")), set("size", get("at"))),
      ]),
      when(isBeyond(add(getGlobal("top"), get("size"))), set("size", get("bytes"))),
      set("at", call("takeFresh", get("size"), get("word"))),
    ],
  ),
  take(get("size")),
  setGlobal("room", add(get("at"), get("bytes"))),
  setGlobal("roomEnd", add(get("at"), get("size"))),
  get("at"),
]);

const takeLarge = define("takeLarge", { bytes: "i32", word: "i32" }, "i32", { at: "i32" }, [
  take(get("bytes")),
  when(tee("at", call("takeFree", get("bytes"))), giveBack(get("at"))),
  call("takeFresh", get("bytes"), get("word")),
]);

/**
 * At the top. Where the heap would grow while half of it is free, neighbours
 * are merged first: so the heap stays within a small multiple of what is alive.
 * Not again before as much has been taken as pays for looking at all blocks. At
 * the bound of the run's memory (`mostMemory`), all is merged before the run ends.
 */
const takeFresh = define("takeFresh", { bytes: "i32", word: "i32" }, "i32", { at: "i32", to: "i32" }, [
  set("to", add(tee("at", getGlobal("top")), get("bytes"))),
  when(op("i32.lt_u", get("to"), get("at")), fail(get("word"))),
  when(isBeyond(get("to")), [
    call("merge"),
    when(tee("at", call("takeFree", get("bytes"))), giveBack(get("at"))),
    set("to", add(tee("at", getGlobal("top")), get("bytes"))),
    when(op("i32.or", isBeyond(get("to")), op("i32.lt_u", get("to"), get("at"))), fail(get("word"))),
  ]),
  when(op("i32.gt_u", get("to"), getGlobal("end")), [
    when(op("i32.and", isHalfFree, pays), [
      call("merge"),
      when(tee("at", call("takeFree", get("bytes"))), giveBack(get("at"))),
      set("to", add(tee("at", getGlobal("top")), get("bytes"))),
    ]),
    when(op("i32.gt_u", get("to"), getGlobal("end")), call("grow", get("to"), get("word"))),
  ]),
  setGlobal("top", get("to")),
  get("at"),
]);

/** Walks the heap, joins free neighbours and makes the free lists anew. */
const merge = define("merge", {}, null, { at: "i32", blocks: "i32", run: "i32" }, [
  call("leaveRoom"),
  fillMemory(i32(freeLists), i32(0), i32(4 * freeListCount)),
  set("at", getGlobal("baseTop")),
  block(
    "done",
    loop(
      "next",
      branchIf("done", op("i32.ge_u", get("at"), getGlobal("top"))),
      whenElse(
        op("i32.and", load("i32", get("at"), 4), i32(freeBlockMark)),
        when(op("i32.eqz", get("run")), set("run", get("at"))),
        when(get("run"), [call("freePieces", get("run"), sub(get("at"), get("run"))), set("run", i32(0))]),
      ),
      set("at", add(get("at"), call("blockBytes", get("at")))),
      set("blocks", add(get("blocks"), i32(1))),
      branch("next"),
    ),
  ),
  when(get("run"), setGlobal("top", get("run"))),
  setGlobal("untilMerge", op("i32.mul", get("blocks"), i32(takenForBlock))),
]);

/** Of any block, free or taken. */
const blockBytes = define("blockBytes", { at: "i32" }, "i32", { type: "i32" }, [
  set("type", load("i32", get("at"), 4)),
  when(op("i32.and", get("type"), i32(freeBlockMark | rawBlockMark)), giveBack(call("classBytes", op("i32.and", get("type"), i32(0xff))))),
  call("classBytes", call("sizeClass", call("objectBytes", get("at")))),
]);

/** The smallest free block of that size or more, or 0; `bytes` is what a class has. */
const takeFree = define("takeFree", { bytes: "i32" }, "i32", { index: "i32", at: "i32" }, [
  set("index", call("sizeClass", get("bytes"))),
  set("at", load("i32", listOf(get("index")), freeLists)),
  when(get("at"), [store("i32", listOf(get("index")), freeLists, load("i32", get("at"))), giveBack(get("at"))]),
  call("takeLarger", get("index")),
]);

const takeBlock = define("takeBlock", { bytes: "i32", word: "i32" }, "i32", { index: "i32", at: "i32" }, [
  set("index", call("sizeClass", get("bytes"))),
  set("at", load("i32", listOf(get("index")), freeLists)),
  when(get("at"), [store("i32", listOf(get("index")), freeLists, load("i32", get("at"))), giveBack(get("at"))]),
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
    op("i32.gt_u", get("index"), i32(lastSmall)),
    when(op("i32.eq", add(get("at"), call("classBytes", get("index"))), getGlobal("top")), [setGlobal("top", get("at")), op("return")]),
  ),
  call("pushBlock", get("at"), get("index")),
]);

export const blockFunctions: readonly RuntimeFunction[] = [
  sizeClass,
  classBytes,
  grow,
  carve,
  leaveRoom,
  refill,
  takeLarge,
  takeFresh,
  merge,
  blockBytes,
  takeFree,
  takeBlock,
  takeLarger,
  freePieces,
  pushBlock,
  freeBlock,
];
