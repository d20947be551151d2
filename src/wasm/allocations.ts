// Objects made: records by an allocator of their own type (emitted after all
// functions, only for types that are made), the rest by the runtime.

import { heapOffsets } from "../ir/heap.ts";
import type { Expression } from "../ir/ir.ts";
import { recordBytes } from "../types/layouts.ts";
import {
  add,
  call,
  define,
  fillMemory,
  get,
  getGlobal,
  i32,
  i64,
  load,
  op,
  set,
  setGlobal,
  store,
  tee,
  when,
  whenElse,
  assemble,
} from "./assembler.ts";
import type { Code, RuntimeFunction } from "./assembler.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";
import { classBytes, freeLists, sizeClass } from "./memory.ts";
import { shiftOf } from "./plan.ts";
import { runtimeIndex } from "./runtime/prelude.ts";
import type { Signature } from "./encoder.ts";

type Allocation = Extract<Expression, { readonly kind: "newRecord" | "newStorage" | "newText" | "appendText" | "characterText" }>;

export function emitAllocation(e: FunctionEmission, x: Allocation): void {
  switch (x.kind) {
    case "newRecord":
      e.word("memory", x.site);
      return e.callFunction({ kind: "allocator", id: x.type }, x.site, false);
    case "newStorage": {
      const type = e.plan.module.types[x.type];
      e.name({ kind: "type", id: x.type });
      e.i32(type?.kind === "storage" ? shiftOf(type.element) : 0);
      emitExpression(e, x.length);
      e.word("memory", x.site);
      return e.callRuntime(x.isOverwritten === true ? "newRoughStorage" : "newStorage", x.site);
    }
    case "newText":
      emitExpression(e, x.length);
      break;
    case "appendText":
      emitExpression(e, x.left);
      emitExpression(e, x.right);
      break;
    case "characterText":
      emitExpression(e, x.code);
      break;
  }
  e.word("memory", x.site);
  e.callRuntime(x.kind, x.site);
}

/** Above this, slots are cleared by memory.fill. */
const mostStores = 24;

const bodies = new Map<string, Uint8Array>();
/** A hundred bytes each. */
const mostBodies = 5000;

export const allocatorSignature: Signature = { parameters: ["i32"], results: ["i32"] };

/** Of `recordAllocator`, for a module whose own functions begin there: the same for many modules. */
export function allocatorBody(type: number, slots: number, firstRuntime: number): Uint8Array {
  const key = `${type} ${slots} ${firstRuntime}`;
  let body = bodies.get(key);
  if (body === undefined) {
    body = assemble(recordAllocator(type, slots), (name) => firstRuntime + runtimeIndex(name));
    if (bodies.size >= mostBodies) bodies.clear();
    bodies.set(key, body);
  }
  return body;
}

/** The allocator of one record type: accounting, a block off its free list, the header, zero slots. */
function recordAllocator(type: number, slots: number): RuntimeFunction {
  const bytes = recordBytes(slots);
  const list = freeLists + 4 * sizeClass(bytes);
  const header = (BigInt(type) << 32n) | 1n;
  return define(`new ${type}`, { word: "i32" }, "i32", { at: "i32", live: "i32" }, [
    when(op("i32.gt_u", tee("live", add(getGlobal("live"), i32(bytes))), getGlobal("peak")), call("raisePeak", get("live"), get("word"))),
    setGlobal("live", get("live")),
    whenElse(
      tee("at", load("i32", i32(0), list)),
      store("i32", i32(0), list, load("i32", get("at"))),
      set("at", call("carve", i32(classBytes(sizeClass(bytes))), get("word"))),
    ),
    store("i64", get("at"), heapOffsets.count, i64(header)),
    zeroSlots(slots),
    get("at"),
  ]);
}

function zeroSlots(slots: number): Code {
  if (slots > mostStores) return fillMemory(add(get("at"), i32(heapOffsets.slots)), i32(0), i32(8 * slots));
  return Array.from({ length: slots }, (_, slot) => store("i64", get("at"), heapOffsets.slots + 8 * slot, i64(0)));
}
