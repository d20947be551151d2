// The loop that runs register code. A wgen call is a frame in `machine.frames`,
// never one on the JavaScript stack. Instructions that are not the loop's own
// are functions in a table (see opcodes.ts).

import type { FunctionCode } from "./code.ts";
import { flattenFunction } from "./flatten.ts";
import { frameWords, type Machine } from "./machine.ts";
import { conditionTable, control, firstCondition, firstHandler, firstImmediate, handlerTable } from "./opcodes.ts";

/** Constants of this module, so that the comparisons below are with numbers known to the compiler. */
const { charge, jump, jumpZero, jumpNonZero, move, call, handler, table } = control;
const returnValue = control.return;
const { returnNothing } = control;
const conditions = conditionTable;
const handlers = handlerTable;
const beforeHandlers = firstHandler;
const beforeConditions = firstCondition;
const beforeImmediates = firstImmediate;

/** Runs from `pc` until the frame that the host called returns. */
export function runLoop(m: Machine): void {
  const { counters } = m;
  let { pc, base, r } = m;
  let code = m.code.words;
  for (;;) {
    const operation = code[pc]!;
    switch (operation) {
      case charge: {
        const left = counters[0]! - code[pc + 1]!;
        if (left < 0) {
          m.pc = pc;
          m.outOfFuel();
        }
        counters[0] = left;
        pc += 4;
        break;
      }
      case jump:
        pc = code[pc + 1]!;
        break;
      case jumpZero:
        pc = r[base + code[pc + 2]!] === 0 ? code[pc + 1]! : pc + 4;
        break;
      case jumpNonZero:
        pc = r[base + code[pc + 2]!] === 0 ? pc + 4 : code[pc + 1]!;
        break;
      case move: {
        const value = r[base + code[pc + 2]!]!;
        r[base + code[pc + 1]!] = value;
        if (value !== value) m.moveWide(base + code[pc + 1]!, base + code[pc + 2]!);
        pc += 4;
        break;
      }
      case call:
        m.pc = pc;
        m.base = base;
        enterFunction(m, code[pc + 2]!, base + code[pc + 3]!, pc);
        ({ pc, base, r } = m);
        code = m.code.words;
        break;
      case handler:
        pc += 4;
        break;
      case returnValue:
      case returnNothing:
        m.pc = pc;
        m.base = base;
        if (!leaveFunction(m, operation === returnValue ? base + code[pc + 2]! : -1)) return;
        ({ pc, base } = m);
        break;
      case table: {
        const index = r[base + code[pc + 2]!]! >>> 0;
        pc += 4 + 4 * Math.min(index, code[pc + 3]! - 1);
        break;
      }
      default:
        if (operation < beforeHandlers) {
          const holds = conditions[operation - beforeConditions]!(m, base + code[pc + 2]!, base + code[pc + 3]!);
          pc = holds ? code[pc + 1]! : pc + 4;
          break;
        }
        m.pc = pc;
        m.base = base;
        handlers[operation - beforeHandlers]!(
          m,
          base + code[pc + 1]!,
          base + code[pc + 2]!,
          operation < beforeImmediates ? base + code[pc + 3]! : code[pc + 3]!,
        );
        pc += 4;
    }
  }
}

/** Begins a call whose arguments stand from `base` on; `from` is the call's position, -1 for the host. */
export function enterFunction(m: Machine, id: number, base: number, from: number): void {
  const callee = m.code.functions[id] ?? flattenFunction(m.code, id);
  if (callee.depthWeight !== 0) {
    if (m.depth + callee.depthWeight > m.depthLimit) m.stopAtLimit("WG603");
    m.depth += callee.depthWeight;
  }
  m.ensureRegisters(base + callee.frameSize);
  const top = m.frameTop;
  if (top + frameWords > m.frames.length) m.growFrames();
  m.frames[top] = from;
  m.frames[top + 1] = m.base;
  m.frames[top + 2] = id;
  m.frameTop = top + frameWords;
  prepareFrame(m, callee, base);
  m.base = base;
  m.pc = callee.entry;
}

/** Locals beyond the parameters are zero; constants follow them. */
function prepareFrame(m: Machine, callee: FunctionCode, base: number): void {
  const { r } = m;
  const { localCount, constants } = callee;
  for (let i = callee.parameterCount; i < localCount; i++) r[base + i] = 0;
  const pool = m.code.constants;
  for (let i = 0; i < constants.length; i++) {
    const index = constants[i]!;
    r[base + localCount + i] = pool.r[index]!;
    m.wide[base + localCount + i] = pool.wide[index]!;
  }
}

/** Back to the caller, with the value in register `x` or none (-1); false where the host is the caller. */
function leaveFunction(m: Machine, x: number): boolean {
  const top = m.frameTop - frameWords;
  const call = m.frames[top]!;
  m.frameTop = top;
  m.base = m.frames[top + 1]!;
  m.depth -= m.code.functions[m.frames[top + 2]!]!.depthWeight;
  if (call < 0) {
    if (x >= 0) m.moveWide(m.resultRegister, x);
    return false;
  }
  const { words } = m.code;
  if (m.pending !== 0 && words[call + 5]! >= 0) {
    m.addToTrace(call);
    m.pc = words[call + 5]!;
    return true;
  }
  if (x >= 0) m.moveWide(m.base + words[call + 1]!, x);
  m.pc = call + 8;
  return true;
}
