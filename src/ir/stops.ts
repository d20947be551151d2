// The texts of everything that stops a run, in one place, so that both tiers
// say the same. Faults begin with Python's name, and so do the limits that
// Python has too (depth, memory); limits name themselves, their value and how
// to raise it.

import { faultCodes, type FaultCode } from "../base/codes/faults.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import type { Budget, Stop } from "./instance.ts";
import type { CheckedOperation, Site, SiteId } from "./ir.ts";

export type StopCode = FaultCode | LimitCode;

/** The trace of a pending exception keeps its first sites; later ones are dropped. */
export const traceSites = 256;
/**
 * The traces of the last so many takings (`takePending` of an exception) are
 * kept, for `raise` with `again`: it goes on with the newest one of its object;
 * without one the trace begins anew. Takings are counted, not addresses, which
 * differ between the tiers; a raise removes none.
 */
export const takenTraces = 8;

/** Adds a site to a chain or a trace: itself, then the calls it was inlined by. */
export function addSite(chain: SiteId[], site: SiteId, sites: readonly Site[]): void {
  for (let next: SiteId | null = site; next !== null; next = sites[next]?.calledFrom ?? null) chain.push(next);
}

/** A stop at a limit; `chain` as in `Stop`. */
export function limitStop(code: LimitCode, budget: Budget, chain: readonly SiteId[]): Stop {
  return { code, message: limitText(code, budget), chain };
}

function limitText(code: LimitCode, budget: Budget): string {
  switch (code) {
    case "WG601":
      return `out of fuel: the limit \`fuel\` of ${group(budget.fuel)} units is spent${raise("fuel")}`;
    case "WG602":
      return `MemoryError: out of memory: the limit \`memoryBytes\` of ${group(budget.memoryBytes - (budget.hostBytes ?? 0))} bytes is reached${raise("memoryBytes")}`;
    case "WG603":
      return `RecursionError: calls nested too deep: the limit \`depth\` of ${group(budget.depth)} frames is reached (a frame weighs 1 and 1/64 for each local); write a loop in place of the recursion`;
    case "WG604":
      return `too much output: the limit \`outputBytes\` of ${group(budget.outputBytes)} bytes is reached${raise("outputBytes")}`;
    case "WG605":
      return `a string too long: the limit \`stringBytes\` is ${group(budget.stringBytes)} bytes, 4 for each character${raise("stringBytes")}`;
    case "WG606":
      return `too many host calls: the limit \`hostCalls\` of ${group(budget.hostCalls)} is reached${raise("hostCalls")}`;
    case "WG607":
      return `a result too large for the host${raise("resultBytes")}`;
  }
}

function raise(limit: string): string {
  return `; whoever runs this can raise it with the option \`limits.${limit}\``;
}

/** 10000000 as 10,000,000: messages are for people. */
function group(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** The stop of a `trap` instruction. Python's name is put before the text here; lowering gives the text without it. */
export function trapStop(code: StopCode, text: string, chain: readonly SiteId[]): Stop {
  return { code, message: isFault(code) ? `${faultCodes[code].python}: ${text}` : text, chain };
}

function isFault(code: StopCode): code is FaultCode {
  return Object.hasOwn(faultCodes, code);
}

const byPythonName = new Map<string, FaultCode>();
for (const [code, help] of Object.entries(faultCodes)) {
  if (help.catchable && !byPythonName.has(help.python)) byPythonName.set(help.python, code as FaultCode);
}

/** The stop of an exception that nothing caught, by the name of its class. */
export function uncaughtStop(className: string, text: string, chain: readonly SiteId[]): Stop {
  const message = text === "" ? className : `${className}: ${text}`;
  return { code: byPythonName.get(className) ?? "WG512", message, chain };
}

/** The stop of a host function that threw: its message and nothing else of it. */
export function hostStop(name: string, error: unknown, chain: readonly SiteId[]): Stop {
  const text = error instanceof Error ? error.message : "it failed";
  return { code: "WG512", message: `RuntimeError: host function \`${name}\`: ${text}`, chain };
}

/**
 * The stop of a checked operation, with the values at hand. Operands as they
 * are in the source: i64 as a bigint (u64 as its unsigned value), f64 as a number.
 */
export function checkedStop(operation: CheckedOperation, operands: readonly (bigint | number)[], chain: readonly SiteId[]): Stop {
  const [left = 0n, right = 0n] = operands;
  const text = checkedText(operation, left, right);
  return trapStop(operation.startsWith("f64.from") ? "WG521" : "WG520", text, chain);
}

function checkedText(operation: CheckedOperation, left: bigint | number, right: bigint | number): string {
  switch (operation) {
    case "i64.add":
      return tooLarge(`${left} + ${parenthesised(right)}`);
    case "i64.sub":
      return tooLarge(`${left} - ${parenthesised(right)}`);
    case "i64.mul":
      return tooLarge(`${left} * ${parenthesised(right)}`);
    case "i64.shl":
      return tooLarge(`${left} << ${right}`);
    case "i64.floordiv":
      return tooLarge(`${left} // ${parenthesised(right)}`);
    case "i64.neg":
      return tooLarge(`-(${left})`);
    case "i64.abs":
      return tooLarge(`abs(${left})`);
    case "i64.from_u64":
    case "u64.from_i64":
      return operation === "i64.from_u64" ? tooLarge(`${left}`) : `${left} is negative where an unsigned 64-bit value is needed`;
    case "i64.from_f64":
      return tooLarge(`int(${floatText(Number(left))})`);
    case "f64.from_i64_exact":
    case "f64.from_u64_exact":
      return `${left} has no exact float; use \`float(x)\` where a rounded one will do`;
  }
}

function parenthesised(value: bigint | number): string {
  return value < 0 ? `(${value})` : `${value}`;
}

function tooLarge(what: string): string {
  return `${what} is outside the 64 bits of an int`;
}

/** A float as Python's `repr` prints it: the same shortest digits as JavaScript's, other rules for the exponent. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 16) return decimalText(value, exponent);
  const sign = exponent < 0 ? "-" : "+";
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** JavaScript writes 1e-5 and below with an exponent, and nothing below 1e21 from 1 on: both bounds lie outside the range here, but for 1e-5 itself. */
function decimalText(value: number, exponent: number): string {
  const text = String(value);
  if (exponent < 0 || text.includes(".")) return text;
  return `${text}.0`;
}
