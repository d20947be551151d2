// How lowering raises: as a pending exception where some `try` may see it,
// else as a fault that ends the run at once and needs no clean-up.

import { faultCodes } from "../base/codes/faults.ts";
import type { FaultCode } from "../base/codes/faults.ts";
import type { Span } from "../base/span.ts";
import { nodePrices } from "../library/prices.ts";
import { local } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Expression, Instruction, LabelId } from "./ir.ts";

/** The fault for an uncaught exception of Python's, or null where the table has none. */
function faultCodeOf(pythonName: string): FaultCode | null {
  for (const [code, help] of Object.entries(faultCodes)) {
    if (help.catchable && help.python === pythonName) return code as FaultCode;
  }
  return null;
}

/** Whether a raise at this place can be seen by anybody. */
export function isSeen(f: FunctionBuilder): boolean {
  return f.handler !== null || f.isProtected;
}

/** Where an exception goes from here. */
export function raiseTarget(f: FunctionBuilder): LabelId {
  if (f.handler !== null) return f.handler;
  f.usesFail = true;
  return f.failLabel;
}

/** Raises an exception of a built-in class with a fixed message; `leave` writes the jump to where it goes. */
export function raisePython(f: FunctionBuilder, name: string, message: string, span: Span, leave = branchToHandler): void {
  const site = f.site(span);
  const code = faultCodeOf(name);
  if (!isSeen(f) && code !== null) {
    f.emit({ kind: "trap", code, message: [message], site });
    return;
  }
  f.charge(nodePrices.raise + nodePrices.object + nodePrices.slot);
  const made = f.temporary("ref");
  const type = f.module.heapTypes.idOf(f.module.exceptionType(name));
  f.setLocal(made, { kind: "newRecord", type, site });
  f.emit({ kind: "setSlot", object: local(made), slot: 0, representation: "ref", value: f.module.text(message) });
  if (!isSeen(f)) {
    f.emit({ kind: "uncaught", value: local(made), site });
    return;
  }
  f.emit({ kind: "raise", value: local(made), site, again: false });
  leave(f);
}

function branchToHandler(f: FunctionBuilder): void {
  f.emit({ kind: "branch", label: raiseTarget(f) });
}

/** `if test: raise name(message)`; the test costs nothing. */
export function raiseIf(f: FunctionBuilder, test: Expression, name: string, message: string, span: Span): void {
  guard(f, test, () => raisePython(f, name, message, span));
}

/** A fault nobody can catch. */
export function trapIf(f: FunctionBuilder, test: Expression, code: FaultCode, message: string, span: Span): void {
  guard(f, test, () => f.emit({ kind: "trap", code, message: [message], site: f.site(span) }));
}

export function guard(f: FunctionBuilder, test: Expression, lower: () => void): void {
  const then: readonly Instruction[] = f.arm(lower);
  f.emit({ kind: "if", test, then, else: [] });
}
