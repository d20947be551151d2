// Runtime functions on heap objects: making them, counting their owners,
// freeing them. Logical bytes are counted here by the formulas of
// types/layouts.ts; sizes are 64-bit until they are known to be allowed, so an
// absurd length is out of memory and never a small block. What dies is freed by
// a worklist threaded through the count words of dead objects.

import {
  add,
  block,
  branch,
  branchIf,
  call,
  choose,
  define,
  fillMemory,
  get,
  getGlobal,
  giveBack,
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
  wide,
} from "../assembler.ts";
import type { Code, RuntimeFunction } from "../assembler.ts";
import { heapOffsets, immortalCount } from "../../ir/heap.ts";
import { reservedTypes } from "../../types/layouts.ts";
import { faultKinds } from "../faults.ts";
import { freeBlockMark, freeListCount, freeLists, staticBase, typeEntry } from "../memory.ts";
import { fail } from "./numbers.ts";
import { otherKind } from "./words.ts";

const narrow = (x: Code): Code => op("i32.wrap_i64", x);
const isMortal = (count: Code): Code => op("i32.lt_u", count, i32(immortalCount));
const align = (bytes: Code): Code => op("i64.and", op("i64.add", bytes, i64(7)), i64(-8));
const entryOf = (type: Code): Code => add(i32(staticBase), op("i32.mul", type, i32(typeEntry.bytes)));

/** Logical bytes more, before they are taken. The one test on the common path: more than ever before. */
const account = define("account", { bytes: "i64", word: "i32" }, null, { live: "i64" }, [
  set("live", op("i64.add", wide(getGlobal("live")), get("bytes"))),
  when(op("i64.gt_u", get("live"), wide(getGlobal("peak"))), [
    when(op("i64.gt_u", get("live"), wide(getGlobal("limit"))), fail(otherKind(get("word"), faultKinds.memory))),
    setGlobal("peak", narrow(get("live"))),
  ]),
  setGlobal("live", narrow(get("live"))),
]);

/** Bytes that begin at `at`, a multiple of 8. */
const clear = define("clear", { at: "i32", bytes: "i32" }, null, {}, [
  when(op("i32.gt_u", get("bytes"), i32(128)), [fillMemory(get("at"), i32(0), get("bytes")), op("return")]),
  loop(
    "next",
    when(get("bytes"), [set("bytes", sub(get("bytes"), i32(8))), store("i64", add(get("at"), get("bytes")), 0, i64(0)), branch("next")]),
  ),
]);

/** An object of so many bytes with one owner, all else zero. */
const newObject = define("newObject", { type: "i32", bytes: "i64", word: "i32" }, "i32", { at: "i32" }, [
  call("account", get("bytes"), get("word")),
  set("at", call("takeBlock", narrow(get("bytes")), otherKind(get("word"), faultKinds.memory))),
  call("clear", add(get("at"), i32(8)), sub(narrow(get("bytes")), i32(8))),
  store("i32", get("at"), heapOffsets.count, i32(1)),
  store("i32", get("at"), heapOffsets.type, get("type")),
  get("at"),
]);

const newStorage = define("newStorage", { type: "i32", shift: "i32", length: "i32", word: "i32" }, "i32", { at: "i32" }, [
  set(
    "at",
    call(
      "newObject",
      get("type"),
      op("i64.add", i64(heapOffsets.elements), align(op("i64.shl", wide(get("length")), wide(get("shift"))))),
      get("word"),
    ),
  ),
  store("i32", get("at"), heapOffsets.length, get("length")),
  get("at"),
]);

/** As `newStorage`, but only the head is written: the loop that follows writes all elements. */
const newRoughStorage = define(
  "newRoughStorage",
  { type: "i32", shift: "i32", length: "i32", word: "i32" },
  "i32",
  { at: "i32", bytes: "i64" },
  [
    set("bytes", op("i64.add", i64(heapOffsets.elements), align(op("i64.shl", wide(get("length")), wide(get("shift")))))),
    call("account", get("bytes"), get("word")),
    set("at", call("takeBlock", narrow(get("bytes")), otherKind(get("word"), faultKinds.memory))),
    store("i32", get("at"), heapOffsets.count, i32(1)),
    store("i32", get("at"), heapOffsets.type, get("type")),
    store("i64", get("at"), heapOffsets.length, wide(get("length"))),
    get("at"),
  ],
);

/** Room for `capacity` code points; the string limit has been tested. */
const newRoom = define("newRoom", { capacity: "i32", word: "i32" }, "i32", { at: "i32" }, [
  set(
    "at",
    call(
      "newObject",
      i32(reservedTypes.text),
      op("i64.add", i64(heapOffsets.codes), align(op("i64.shl", wide(get("capacity")), i64(2)))),
      get("word"),
    ),
  ),
  store("i32", get("at"), heapOffsets.capacity, get("capacity")),
  get("at"),
]);

/** As `newRoom`, but only the head is written: its code points are written before anyone reads them. */
const newRoughRoom = define("newRoughRoom", { capacity: "i32", word: "i32" }, "i32", { at: "i32", bytes: "i64" }, [
  set("bytes", op("i64.add", i64(heapOffsets.codes), align(op("i64.shl", wide(get("capacity")), i64(2))))),
  call("account", get("bytes"), get("word")),
  set("at", call("takeBlock", narrow(get("bytes")), otherKind(get("word"), faultKinds.memory))),
  store("i32", get("at"), heapOffsets.count, i32(1)),
  store("i32", get("at"), heapOffsets.type, i32(reservedTypes.text)),
  store("i64", get("at"), heapOffsets.hash, i64(0)),
  store("i32", get("at"), heapOffsets.capacity, get("capacity")),
  get("at"),
]);

const testString = define("testString", { length: "i64", word: "i32" }, null, {}, [
  when(
    op("i64.gt_u", op("i64.shl", get("length"), i64(2)), wide(getGlobal("stringLimit"))),
    fail(otherKind(get("word"), faultKinds.string)),
  ),
]);

const newText = define("newText", { length: "i32", word: "i32" }, "i32", { at: "i32" }, [
  call("testString", wide(get("length")), get("word")),
  set("at", call("newRoom", get("length"), get("word"))),
  store("i32", get("at"), heapOffsets.length, get("length")),
  get("at"),
]);

/** Any type, for the host. */
const allocate = define("allocate", { type: "i32", length: "i32" }, "i32", { entry: "i32", kind: "i32" }, [
  set("kind", load("i32", tee("entry", entryOf(get("type"))), typeEntry.kind)),
  when(op("i32.eqz", get("kind")), giveBack(call("newText", get("length"), i32(0)))),
  when(
    op("i32.eq", get("kind"), i32(2)),
    giveBack(call("newStorage", get("type"), load("i32", get("entry"), typeEntry.size), get("length"), i32(0))),
  ),
  call("newObject", get("type"), wide(load("i32", get("entry"), typeEntry.size)), i32(0)),
]);

/** Logical bytes of an object, which are also the bytes it took. */
const objectBytes = define("objectBytes", { at: "i32" }, "i32", { entry: "i32", kind: "i32" }, [
  set("entry", entryOf(load("i32", get("at"), heapOffsets.type))),
  set("kind", load("i32", get("entry"), typeEntry.kind)),
  when(op("i32.eq", get("kind"), i32(1)), giveBack(load("i32", get("entry"), typeEntry.size))),
  narrow(
    choose(
      "i64",
      get("kind"),
      op(
        "i64.add",
        i64(heapOffsets.elements),
        align(op("i64.shl", wide(load("i32", get("at"), heapOffsets.length)), wide(load("i32", get("entry"), typeEntry.size)))),
      ),
      op("i64.add", i64(heapOffsets.codes), align(op("i64.shl", wide(load("i32", get("at"), heapOffsets.capacity)), i64(2)))),
    ),
  ),
]);

// ----------------------------------------------------------------- reference counts

const retain = define("retain", { at: "i32" }, null, { count: "i32" }, [
  when(get("at"), [set("count", load("i32", get("at"))), store("i32", get("at"), 0, add(get("count"), isMortal(get("count"))))]),
]);

const release = define("release", { at: "i32" }, null, { count: "i32" }, [
  when(get("at"), [
    set("count", load("i32", get("at"))),
    store("i32", get("at"), 0, tee("count", sub(get("count"), isMortal(get("count"))))),
    when(op("i32.eqz", get("count")), call("free", get("at"))),
  ]),
]);

/** One owner less while freeing: the head of the worklist after it. */
const drop = define("drop", { at: "i32", head: "i32" }, "i32", { count: "i32" }, [
  when(op("i32.eqz", get("at")), giveBack(get("head"))),
  set("count", load("i32", get("at"))),
  store("i32", get("at"), 0, tee("count", sub(get("count"), isMortal(get("count"))))),
  when(get("count"), giveBack(get("head"))),
  store("i32", get("at"), 0, get("head")),
  get("at"),
]);

/** The object has no owner; it and what only it owned go. */
const free = define("free", { head: "i32" }, null, { at: "i32", entry: "i32", left: "i32", walk: "i32", bytes: "i32" }, [
  loop(
    "next",
    set("at", get("head")),
    set("head", load("i32", get("at"))),
    set("entry", entryOf(load("i32", get("at"), heapOffsets.type))),
    set("bytes", call("objectBytes", get("at"))),
    when(
      load("i32", get("entry"), typeEntry.references),
      whenElse(
        op("i32.eq", load("i32", get("entry"), typeEntry.kind), i32(1)),
        [
          set("left", load("i32", get("entry"), typeEntry.references)),
          set("walk", load("i32", get("entry"), typeEntry.offsets)),
          loop(
            "slots",
            set("head", call("drop", load("i32", add(get("at"), load("u16", get("walk")))), get("head"))),
            set("walk", add(get("walk"), i32(2))),
            branchIf("slots", tee("left", sub(get("left"), i32(1)))),
          ),
        ],
        [
          set("left", load("i32", get("at"), heapOffsets.length)),
          set("walk", get("at")),
          loop(
            "elements",
            when(get("left"), [
              set("head", call("drop", load("i32", get("walk"), heapOffsets.elements), get("head"))),
              set("walk", add(get("walk"), i32(4))),
              set("left", sub(get("left"), i32(1))),
              branch("elements"),
            ]),
          ),
        ],
      ),
    ),
    setGlobal("live", sub(getGlobal("live"), get("bytes"))),
    call("freeBlock", get("at"), get("bytes")),
    branchIf("next", get("head")),
  ),
]);

function overRange(name: string, each: string): RuntimeFunction {
  return define(name, { storage: "i32", start: "i32", count: "i32" }, null, {}, [
    set("storage", add(get("storage"), op("i32.shl", get("start"), i32(2)))),
    loop(
      "next",
      when(get("count"), [
        call(each, load("i32", get("storage"), heapOffsets.elements)),
        set("storage", add(get("storage"), i32(4))),
        set("count", sub(get("count"), i32(1))),
        branch("next"),
      ]),
    ),
  ]);
}

function fillWith(name: string, type: "i32" | "i64", shift: number): RuntimeFunction {
  return define(name, { storage: "i32", start: "i32", count: "i32", value: type }, null, {}, [
    set("storage", add(get("storage"), op("i32.shl", get("start"), i32(shift)))),
    loop(
      "next",
      when(get("count"), [
        store(type, get("storage"), heapOffsets.elements, get("value")),
        set("storage", add(get("storage"), i32(2 ** shift))),
        set("count", sub(get("count"), i32(1))),
        branch("next"),
      ]),
    ),
  ]);
}

// ------------------------------------------------------------- resident part and reset

/** Everything alive gets a count that never ends; what is free below the mark stays so until the instance ends. */
const markResident = define("markResident", {}, null, { at: "i32" }, [
  call("leaveRoom"),
  set("at", getGlobal("baseTop")),
  block(
    "done",
    loop(
      "next",
      branchIf("done", op("i32.ge_u", get("at"), getGlobal("top"))),
      when(
        op("i32.eqz", op("i32.and", load("i32", get("at"), heapOffsets.type), i32(freeBlockMark))),
        store("i32", get("at"), heapOffsets.count, i32(immortalCount)),
      ),
      set("at", add(get("at"), call("blockBytes", get("at")))),
      branch("next"),
    ),
  ),
  setGlobal("mark", getGlobal("top")),
  setGlobal("baseTop", getGlobal("top")),
  setGlobal("baseLive", getGlobal("live")),
  call("reset"),
]);

const reset = define("reset", {}, null, {}, [
  setGlobal("top", getGlobal("baseTop")),
  setGlobal("end", op("i32.shl", memorySize, i32(16))),
  setGlobal("room", i32(0)),
  setGlobal("roomEnd", i32(0)),
  setGlobal("untilMerge", i32(0)),
  setGlobal("live", getGlobal("baseLive")),
  setGlobal("pending", i32(0)),
  setGlobal("traceLength", i32(0)),
  setGlobal("output", i32(0)),
  setGlobal("outputLength", i32(0)),
  setGlobal("outputCapacity", i32(0)),
  fillMemory(i32(freeLists), i32(0), i32(4 * freeListCount)),
]);

export const objectFunctions: readonly RuntimeFunction[] = [
  account,
  clear,
  newObject,
  newStorage,
  newRoughStorage,
  newRoom,
  newRoughRoom,
  testString,
  newText,
  allocate,
  objectBytes,
  retain,
  release,
  drop,
  free,
  overRange("retainRange", "retain"),
  overRange("releaseRange", "release"),
  fillWith("fill64", "i64", 3),
  fillWith("fill32", "i32", 2),
  markResident,
  reset,
];
