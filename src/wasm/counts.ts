// Retain and release, written out: the count changes where it stands, without
// a branch for what is immortal; only the last release calls the runtime.

import { immortalCount } from "../ir/heap.ts";
import type { Expression } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";

/** Runs `emit` with the local that holds the value. */
function withLocal(e: FunctionEmission, value: Expression, emit: (local: number) => void): void {
  if (value.kind === "local") return emit(value.local);
  const local = e.takeLocal("i32");
  emitExpression(e, value);
  e.setLocal(local);
  emit(local);
  e.giveLocal("i32", local);
}

/** 1 where the count is one that changes. */
function pushIsMortal(e: FunctionEmission, count: number): void {
  e.getLocal(count);
  e.i32(immortalCount);
  e.op("i32.lt_u");
}

export function emitRetain(e: FunctionEmission, value: Expression): void {
  withLocal(e, value, (object) => {
    const count = e.takeLocal("i32");
    e.getLocal(object);
    e.open("if");
    e.getLocal(object);
    e.getLocal(object);
    e.memory("i32.load", 2, 0);
    e.teeLocal(count);
    pushIsMortal(e, count);
    e.op("i32.add");
    e.memory("i32.store", 2, 0);
    e.close();
    e.giveLocal("i32", count);
  });
}

export function emitRelease(e: FunctionEmission, value: Expression): void {
  withLocal(e, value, (object) => {
    const count = e.takeLocal("i32");
    e.getLocal(object);
    e.open("if");
    e.getLocal(object);
    e.getLocal(object);
    e.memory("i32.load", 2, 0);
    e.teeLocal(count);
    pushIsMortal(e, count);
    e.op("i32.sub");
    e.teeLocal(count);
    e.memory("i32.store", 2, 0);
    e.getLocal(count);
    e.op("i32.eqz");
    e.open("if");
    e.getLocal(object);
    e.callRuntime("free");
    e.close();
    e.close();
    e.giveLocal("i32", count);
  });
}
