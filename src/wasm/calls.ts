// Calls, returns and pending exceptions. The offset of every call instruction
// goes into the side table with its site: from an engine's stack trace the host
// reads the chain of calls back.

import type { Expression, Instruction } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";
import { argumentWords } from "./memory.ts";

export function emitCall(e: FunctionEmission, x: Extract<Expression, { readonly kind: "call" }>): void {
  for (const value of x.arguments) emitExpression(e, value);
  e.callFunction({ kind: "function", id: x.function }, x.site, true);
  const mayRaise = e.plan.module.functions[x.function]?.mayRaise === true;
  if (!mayRaise || x.handler === null) return;
  e.getGlobal("pending");
  e.open("if");
  e.site(x.site);
  e.callRuntime("traceSite");
  if (e.leavesRegion(x.handler)) e.syncFuel();
  e.branch("br", x.handler);
  e.close();
}

/** Integers go as floats where exact, else through an argument word: see `passInt`. */
export function emitHostCall(e: FunctionEmission, x: Extract<Expression, { readonly kind: "hostCall" }>): void {
  const host = e.plan.module.hostFunctions[x.host];
  for (const [index, value] of x.arguments.entries()) {
    emitExpression(e, value);
    if (host?.parameters[index] !== "i64") continue;
    e.i32(argumentWords + 8 * index);
    e.callRuntime("passInt");
  }
  e.word("hostCalls", x.site);
  e.callRuntime("countHostCall", x.site);
  e.callFunction({ kind: "host", id: x.host }, x.site, false);
  if (host?.result !== "i64") return;
  e.i32(argumentWords);
  e.callRuntime("takeInt");
}

export function emitReturn(e: FunctionEmission, value: Expression | null): void {
  if (value !== null) emitExpression(e, value);
  e.syncFuel();
  emitDepthBack(e);
  e.op("return");
}

/** At entry: the weight off the depth left. Whose call it was, the stack says. */
export function emitDepthTest(e: FunctionEmission): void {
  const weight = e.function.depthWeight;
  if (weight === 0) return;
  const left = e.takeLocal("i32");
  e.getGlobal("depth");
  e.i32(weight);
  e.op("i32.sub");
  e.teeLocal(left);
  e.i32(0);
  e.op("i32.lt_s");
  e.failIf("depth", 0);
  e.getLocal(left);
  e.setGlobal("depth");
  e.giveLocal("i32", left);
}

export function emitDepthBack(e: FunctionEmission): void {
  const weight = e.function.depthWeight;
  if (weight === 0) return;
  e.getGlobal("depth");
  e.i32(weight);
  e.op("i32.add");
  e.setGlobal("depth");
}

export function emitRaise(e: FunctionEmission, x: Extract<Instruction, { readonly kind: "raise" }>): void {
  emitExpression(e, x.value);
  e.site(x.site);
  e.callRuntime(x.again ? "raiseAgain" : "raise");
}

export function emitTakePending(e: FunctionEmission): void {
  e.callRuntime("takePending");
}
