// The state of emitting one function: its code so far, labels, spare locals,
// and the call instructions whose offsets become the side table of sites.

import { InternalError } from "../base/internalError.ts";
import type { IRFunction, LabelId, SiteId } from "../ir/ir.ts";
import { faultWord } from "./faults.ts";
import type { FaultKind } from "./faults.ts";
import { globalIndex } from "./assembler.ts";
import type { GlobalName } from "./assembler.ts";
import { emptyBlock, opcodes, valueTypes } from "./opcodes.ts";
import type { OpcodeName, ValueType } from "./opcodes.ts";
import { runtimeFunctionIndex } from "./plan.ts";
import type { ModulePlan } from "./plan.ts";
import { findFuelRegions } from "./fuelRegions.ts";
import type { Loop } from "./fuelRegions.ts";
import type { ByteWriter } from "./writer.ts";

/** Runtime functions that neither trap nor look at fuel. */
const quietRuntime: ReadonlySet<string> = new Set([
  "multiplyHigh",
  "quotient",
  "divide",
  "floorDivide",
  "modulo",
  "textEqual",
  "textCompare",
  "textHash",
  "free",
  "retainRange",
  "releaseRange",
  "fill32",
  "fill64",
  "passInt",
  "takeInt",
  "traceSite",
  "raise",
  "raiseAgain",
  "takePending",
]);
const spendingRuntime: ReadonlySet<string> = new Set(["chargeSize", "appendText"]);

/** An `if` that no branch names. */
const anonymous = -1;

export class FunctionEmission {
  readonly plan: ModulePlan;
  readonly function: IRFunction;
  readonly code: ByteWriter;
  /** Pairs of code offset and site, in order. */
  readonly calls: number[] = [];
  /** In a debug build: pairs of code offset and the site of the author's statement there. */
  readonly marks: number[] = [];
  /** Types of the locals after those of the IR. */
  readonly extraLocals: ValueType[] = [];
  /** Loops whose fuel is kept in a local. */
  readonly fuelRegions: ReadonlySet<Loop>;
  /** While a tree of checked operations is emitted that has its own test of small operands. */
  insideCheckedTree = false;
  /** That local while inside such a loop, else null. */
  fuelLocal: number | null = null;
  /** Labels open where the loop begins. */
  #regionStart = 0;
  readonly #labels: LabelId[] = [];
  readonly #spare: Record<ValueType, number[]> = { i32: [], i64: [], f64: [], v128: [] };

  constructor(plan: ModulePlan, of: IRFunction, code: ByteWriter) {
    this.plan = plan;
    this.function = of;
    this.code = code;
    this.fuelRegions = findFuelRegions(of.body, plan.smallFunctions);
  }

  op(name: OpcodeName): void {
    const opcode = opcodes[name][0];
    if (opcode < 0x100) {
      this.code.byte(opcode);
    } else {
      this.code.byte(opcode >> 8);
      this.code.u32(opcode & 0xff);
    }
  }

  /** An instruction with one index: local, global, function. */
  indexed(name: OpcodeName, index: number): void {
    this.code.byte(opcodes[name][0]);
    this.code.u32(index);
  }

  getLocal(index: number): void {
    this.indexed("local.get", index);
  }

  setLocal(index: number): void {
    this.indexed("local.set", index);
  }

  teeLocal(index: number): void {
    this.indexed("local.tee", index);
  }

  getGlobal(name: GlobalName): void {
    this.indexed("global.get", globalIndex(name));
  }

  setGlobal(name: GlobalName): void {
    this.indexed("global.set", globalIndex(name));
  }

  i32(value: number): void {
    this.code.byte(opcodes["i32.const"][0]);
    this.code.s32(value);
  }

  i64(value: bigint | number): void {
    this.code.byte(opcodes["i64.const"][0]);
    if (typeof value === "number" && (value | 0) === value) this.code.s32(value);
    else this.code.s64(BigInt(value));
  }

  f64(value: number): void {
    this.code.byte(opcodes["f64.const"][0]);
    this.code.f64(value);
  }

  /** A load or store: `alignment` as log2. */
  memory(name: OpcodeName, alignment: number, offset: number): void {
    this.code.byte(opcodes[name][0]);
    this.code.u32(alignment);
    this.code.u32(offset);
  }

  // ---------------------------------------------------------------- structure

  open(kind: "block" | "loop" | "if", label: LabelId = anonymous): void {
    this.code.byte(opcodes[kind][0]);
    this.code.byte(emptyBlock);
    this.#labels.push(label);
  }

  /** An `if` that leaves a value. */
  openValue(result: ValueType): void {
    this.code.byte(opcodes.if[0]);
    this.code.byte(valueTypes[result]);
    this.#labels.push(anonymous);
  }

  close(): void {
    this.op("end");
    this.#labels.pop();
  }

  /** How many blocks outwards that label stands. */
  depthOf(label: LabelId): number {
    const at = this.#labels.lastIndexOf(label);
    if (at < 0) throw new InternalError(`branch to a label that is not open in ${this.function.name}`);
    return this.#labels.length - 1 - at;
  }

  /** `br` or `br_if`. */
  branch(name: "br" | "br_if", label: LabelId): void {
    this.indexed(name, this.depthOf(label));
  }

  // --------------------------------------------------------------------- fuel

  beginFuelRegion(): void {
    this.fuelLocal = this.takeLocal("i64");
    this.#regionStart = this.#labels.length;
    this.getGlobal("fuel");
    this.setLocal(this.fuelLocal);
  }

  endFuelRegion(): void {
    this.syncFuel();
    if (this.fuelLocal !== null) this.giveLocal("i64", this.fuelLocal);
    this.fuelLocal = null;
  }

  /** The global is what others see: written before anything that may trap, read or leave. */
  syncFuel(): void {
    if (this.fuelLocal === null) return;
    this.getLocal(this.fuelLocal);
    this.setGlobal("fuel");
  }

  /** True where a branch to that label leaves the loop that keeps fuel in a local. */
  leavesRegion(label: LabelId): boolean {
    return this.fuelLocal !== null && this.#labels.lastIndexOf(label) < this.#regionStart;
  }

  // -------------------------------------------------------------------- calls

  /** A call into the runtime; `site` is where the author's program stands. */
  callRuntime(name: string, site: SiteId | null = null): void {
    if (quietRuntime.has(name)) this.#call(runtimeFunctionIndex(this.plan, name), site);
    else this.callFunction(runtimeFunctionIndex(this.plan, name), site, spendingRuntime.has(name));
  }

  /** `spends`: fuel may be another after it. */
  callFunction(index: number, site: SiteId | null, spends: boolean): void {
    this.syncFuel();
    this.#call(index, site);
    if (!spends || this.fuelLocal === null) return;
    this.getGlobal("fuel");
    this.setLocal(this.fuelLocal);
  }

  #call(index: number, site: SiteId | null): void {
    if (site !== null) {
      this.mark(site);
      this.calls.push(this.code.length, site);
    }
    this.indexed("call", index);
  }

  /** Pushes the word by which a runtime function says that it failed here. */
  word(kind: FaultKind, site: number): void {
    this.i32(faultWord(kind, site));
  }

  /** Ends the run; what follows is unreachable. */
  fail(kind: FaultKind, site: number): void {
    this.syncFuel();
    this.word(kind, site);
    this.setGlobal("fault");
    this.op("unreachable");
  }

  /** Ends the run where the i32 on the stack is not zero. */
  failIf(kind: FaultKind, site: number): void {
    this.open("if");
    this.fail(kind, site);
    this.close();
  }

  /** From here on the code is that site's. */
  mark(site: SiteId): void {
    if (this.plan.options.debug === true) this.marks.push(this.code.length, site);
  }

  // ------------------------------------------------------------ spare locals

  /** A local for a moment; `release` it when its value has been used. */
  takeLocal(type: ValueType): number {
    const spare = this.#spare[type].pop();
    if (spare !== undefined) return spare;
    this.extraLocals.push(type);
    return this.function.locals.length + this.extraLocals.length - 1;
  }

  giveLocal(type: ValueType, index: number): void {
    this.#spare[type].push(index);
  }
}
