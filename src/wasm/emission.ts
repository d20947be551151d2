// The state of emitting one function: its code so far, labels, spare locals,
// and the call instructions whose offsets become the side table of sites.

import { InternalError } from "../base/internalError.ts";
import type { IRFunction, LabelId, SiteId } from "../ir/ir.ts";
import type { FaultKind } from "./faults.ts";
import { globalIndex } from "./assembler.ts";
import type { GlobalName } from "./assembler.ts";
import { emptyBlock, opcodes, valueTypes } from "./opcodes.ts";
import type { OpcodeName, ValueType } from "./opcodes.ts";
import { FunctionCode } from "./functionCode.ts";
import type { Named } from "./functionCode.ts";
import type { CheckedExpression, ModulePlan } from "./plan.ts";
import { findFuelRegions } from "./fuelRegions.ts";
import type { Loop } from "./fuelRegions.ts";
import { runtimeIndex } from "./runtime/prelude.ts";
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
  "equalWork",
  "compareWork",
  "textHash",
  "copyBytes",
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

/** What a call may name. */
type Callee = Extract<Named, { readonly kind: "function" | "runtime" | "allocator" }> | { readonly kind: "host"; readonly id: number };

/** An `if` that no branch names. */
const anonymous = -1;

export class FunctionEmission extends FunctionCode {
  readonly function: IRFunction;
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
    super(plan, code);
    this.function = of;
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
    const what = { kind: "runtime", id: runtimeIndex(name) } as const;
    if (quietRuntime.has(name)) this.#call(what, site);
    else this.callFunction(what, site, spendingRuntime.has(name));
  }

  /** `spends`: fuel may be another after it. */
  callFunction(what: Callee, site: SiteId | null, spends: boolean): void {
    this.syncFuel();
    this.#call(what, site);
    if (!spends || this.fuelLocal === null) return;
    this.getGlobal("fuel");
    this.setLocal(this.fuelLocal);
  }

  #call(what: Callee, site: SiteId | null): void {
    if (site !== null) {
      this.mark(site);
      this.name({ kind: "calledAt", site: this.plan.sites.of(site) });
    }
    if (what.kind === "host") this.indexed("call", what.id);
    else this.name(what);
  }

  /** Pushes the number of a site. */
  site(site: SiteId): void {
    this.name({ kind: "site", site: this.plan.sites.of(site) });
  }

  /** Pushes the word by which a runtime function says that it failed here. */
  word(fault: FaultKind, site: SiteId): void {
    this.name({ kind: "word", fault, site: this.plan.sites.of(site) });
  }

  /** Pushes the word for a checked operation, which the table of checks describes. */
  check({ operation, operands, site }: CheckedExpression): void {
    this.name({ kind: "check", entry: { operation, operandCount: operands.length, site: this.plan.sites.of(site) } });
  }

  /** Ends the run; what follows is unreachable. */
  fail(kind: FaultKind, site: SiteId): void {
    this.failWith({ kind: "word", fault: kind, site: this.plan.sites.of(site) });
  }

  failWith(word: Named): void {
    this.syncFuel();
    this.name(word);
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
