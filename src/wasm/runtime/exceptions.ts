// The pending exception and its trace: the sites it has passed, kept in the
// linear memory while it unwinds. The traces of the exceptions taken last are
// kept aside, newest first, for one that is raised again. Bounds in ir/stops.ts.

import {
  add,
  branchIf,
  call,
  choose,
  copyMemory,
  define,
  fillMemory,
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
  tee,
  when,
} from "../assembler.ts";
import type { Code, RuntimeFunction } from "../assembler.ts";
import { takenTraces, traceSites } from "../../ir/stops.ts";
import { endlessOutput, mostMemory, runWords, takenBase, takenBytes, traceBase } from "../memory.ts";
import { fail } from "./numbers.ts";

const traceSite = define("traceSite", { site: "i32" }, null, {}, [
  when(op("i32.ge_u", getGlobal("traceLength"), i32(traceSites)), op("return")),
  store("i32", op("i32.shl", getGlobal("traceLength"), i32(2)), traceBase, get("site")),
  setGlobal("traceLength", add(getGlobal("traceLength"), i32(1))),
]);

/** Begins a trace. */
const raise = define("raise", { exception: "i32", site: "i32" }, null, {}, [
  setGlobal("pending", get("exception")),
  setGlobal("traceLength", i32(0)),
  call("traceSite", get("site")),
]);

/** Offset of the newest kept trace of that exception, or -1: from the last one taken backwards around the ring. */
const findTaken = define("findTaken", { exception: "i32" }, "i32", { at: "i32" }, [
  set("at", getGlobal("lastTaken")),
  loop(
    "next",
    when(op("i32.eq", load("i32", get("at"), takenBase), get("exception")), giveBack(get("at"))),
    set("at", choose("i32", get("at"), op("i32.sub", get("at"), i32(takenBytes)), i32(takenBytes * (takenTraces - 1)))),
    branchIf("next", op("i32.ne", get("at"), getGlobal("lastTaken"))),
  ),
  i32(-1),
]);

const raiseAgain = define("raiseAgain", { exception: "i32", site: "i32" }, null, { at: "i32" }, [
  when(op("i32.lt_s", tee("at", call("findTaken", get("exception"))), i32(0)), [
    call("raise", get("exception"), get("site")),
    op("return"),
  ]),
  setGlobal("pending", get("exception")),
  setGlobal("traceLength", load("i32", get("at"), takenBase + 4)),
  copyMemory(i32(traceBase), add(get("at"), i32(takenBase + 8)), op("i32.shl", getGlobal("traceLength"), i32(2))),
]);

/** Its trace takes the next place in the ring; the oldest is lost. */
const takePending = define("takePending", {}, "i32", { exception: "i32", at: "i32" }, [
  when(op("i32.eqz", tee("exception", getGlobal("pending"))), giveBack(i32(0))),
  set("at", add(getGlobal("lastTaken"), i32(takenBytes))),
  when(op("i32.eq", get("at"), i32(takenBytes * takenTraces)), set("at", i32(0))),
  setGlobal("lastTaken", get("at")),
  setGlobal("hasTaken", i32(1)),
  store("i32", get("at"), takenBase, get("exception")),
  store("i32", get("at"), takenBase + 4, getGlobal("traceLength")),
  copyMemory(add(get("at"), i32(takenBase + 8)), i32(traceBase), op("i32.shl", getGlobal("traceLength"), i32(2))),
  setGlobal("pending", i32(0)),
  get("exception"),
]);

const countHostCall = define("countHostCall", { word: "i32" }, null, {}, [
  when(op("i32.eqz", getGlobal("hostCalls")), fail(get("word"))),
  setGlobal("hostCalls", op("i32.sub", getGlobal("hostCalls"), i32(1))),
]);

/** Slow path of the record allocators: more bytes alive than ever before. */
const raisePeak = define("raisePeak", { live: "i32", word: "i32" }, null, {}, [
  when(op("i32.gt_u", get("live"), getGlobal("limit")), fail(get("word"))),
  setGlobal("peak", get("live")),
]);

/** Behind the memory's limit. */
const setOutput = define("setOutput", { output: "i32" }, null, {}, [
  setGlobal("outputLeft", get("output")),
  setGlobal("outputRoom", choose("i32", op("i32.eq", get("output"), i32(-1)), i32(endlessOutput), get("output"))),
  setGlobal(
    "mostBytes",
    op(
      "i64.add",
      op(
        "i64.add",
        op("i64.mul", op("i64.extend_i32_u", getGlobal("limit")), i64(mostMemory.heapFactor)),
        op("i64.mul", op("i64.extend_i32_u", getGlobal("outputRoom")), i64(mostMemory.outputFactor)),
      ),
      op("i64.extend_i32_u", add(getGlobal("baseTop"), i32(mostMemory.freeBytes))),
    ),
  ),
]);

/** A new budget: what is alive stays alive and counts. */
const begin = define("begin", { fuel: "f64", memory: "f64", depth: "f64", output: "f64", strings: "f64", hostCalls: "f64" }, null, {}, [
  setGlobal("fuel", op("i64.trunc_sat_f64_s", get("fuel"))),
  setGlobal("limit", op("i32.wrap_i64", op("i64.trunc_sat_f64_s", get("memory")))),
  setGlobal("depthLimit", op("i32.wrap_i64", op("i64.trunc_sat_f64_s", get("depth")))),
  call("setOutput", op("i32.wrap_i64", op("i64.trunc_sat_f64_s", get("output")))),
  setGlobal("stringLimit", op("i32.wrap_i64", op("i64.trunc_sat_f64_s", get("strings")))),
  setGlobal("hostCalls", op("i32.wrap_i64", op("i64.trunc_sat_f64_s", get("hostCalls")))),
  setGlobal("peak", getGlobal("live")),
]);

const word = (at: number): Code => load("i32", i32(0), at);

/** `reset` and `begin` by what the host has written, with what it has made for the arguments. */
const open = define("open", {}, null, {}, [
  store("i32", i32(0), runWords.isArmed, i32(0)),
  call("reset"),
  setGlobal("fuel", op("i64.trunc_sat_f64_s", load("f64", i32(0), runWords.fuel))),
  setGlobal("limit", word(runWords.memory)),
  setGlobal("depthLimit", word(runWords.depth)),
  call("setOutput", word(runWords.output)),
  setGlobal("stringLimit", word(runWords.strings)),
  setGlobal("hostCalls", word(runWords.hostCalls)),
  setGlobal("top", word(runWords.top)),
  setGlobal("live", word(runWords.live)),
  setGlobal("peak", word(runWords.peak)),
]);

/** What the host asks after each call, where it can read it without another one. */
const endRun = define("endRun", {}, null, {}, [
  store("i32", i32(0), runWords.pending, getGlobal("pending")),
  store("f64", i32(0), runWords.fuelLeft, op("f64.convert_i64_s", getGlobal("fuel"))),
  store("i32", i32(0), runWords.highest, getGlobal("peak")),
  store("i32", i32(0), runWords.outputLength, getGlobal("outputLength")),
]);

/** What a run begins with, whatever the last one left behind. */
const beginRun = define("beginRun", {}, null, {}, [
  when(word(runWords.isArmed), call("open")),
  setGlobal("fault", i32(0)),
  setGlobal("pending", i32(0)),
  setGlobal("depth", getGlobal("depthLimit")),
  when(getGlobal("hasTaken"), [fillMemory(i32(takenBase), i32(0), i32(takenBytes * takenTraces)), setGlobal("hasTaken", i32(0))]),
]);

const fuelLeft = define("fuelLeft", {}, "f64", {}, op("f64.convert_i64_s", getGlobal("fuel")));

export const exceptionFunctions: readonly RuntimeFunction[] = [
  traceSite,
  raise,
  findTaken,
  raiseAgain,
  takePending,
  countHostCall,
  raisePeak,
  setOutput,
  begin,
  open,
  beginRun,
  endRun,
  fuelLeft,
];
