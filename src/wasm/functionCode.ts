// The code of one function and what in it depends on the module around it:
// indexes of functions, types, addresses of texts, sites, entries of tables.
// All of that is written here and nowhere else, so that it can be noted while
// it is written, and the code written again with the numbers of another module
// (`keptCode.ts`).

import type { FunctionId, SiteId, TypeId } from "../ir/ir.ts";
import { faultWord } from "./faults.ts";
import type { FaultKind } from "./faults.ts";
import { opcodes } from "./opcodes.ts";
import type { OpcodeName } from "./opcodes.ts";
import { allocatorIndex } from "./plan.ts";
import type { CheckEntry, ModulePlan, TrapEntry } from "./plan.ts";
import type { ByteWriter } from "./writer.ts";

/** Something that was written with numbers of this module: from `start` to before `end`. */
export interface Note {
  readonly start: number;
  readonly end: number;
  readonly what: Named;
}

/** Numbers of sites are final ones. */
export type Named =
  | { readonly kind: "text"; readonly id: number }
  | { readonly kind: "type"; readonly id: TypeId }
  | { readonly kind: "allocator"; readonly id: TypeId }
  | { readonly kind: "function"; readonly id: FunctionId }
  | { readonly kind: "runtime"; readonly id: number }
  | { readonly kind: "word"; readonly fault: FaultKind; readonly site: SiteId }
  | { readonly kind: "site"; readonly site: SiteId }
  /** Nothing is written: the call that follows is that site's. */
  | { readonly kind: "calledAt"; readonly site: SiteId }
  | { readonly kind: "check"; readonly entry: CheckEntry }
  | { readonly kind: "trap"; readonly entry: TrapEntry };

export class FunctionCode {
  readonly plan: ModulePlan;
  readonly code: ByteWriter;
  /** Pairs of code offset and site, in order. */
  readonly calls: number[] = [];
  /** What was named so far, where somebody wants to know. */
  notes: Note[] | null = null;

  constructor(plan: ModulePlan, code: ByteWriter) {
    this.plan = plan;
    this.code = code;
  }

  name(what: Named): void {
    const start = this.code.length;
    this.#write(what);
    this.notes?.push({ start, end: this.code.length, what });
  }

  #write(what: Named): void {
    switch (what.kind) {
      case "text":
        return this.#constant(this.plan.statics.texts[what.id] ?? 0);
      case "type":
        return this.#constant(what.id);
      case "allocator":
        return this.#call(allocatorIndex(this.plan, what.id));
      case "function":
        return this.#call(this.plan.firstFunction + what.id);
      case "runtime":
        return this.#call(this.plan.firstRuntime + what.id);
      case "word":
        return this.#constant(faultWord(what.fault, what.site));
      case "site":
        return this.#constant(what.site);
      case "calledAt":
        this.calls.push(this.code.length, what.site);
        return;
      case "check":
        return this.#constant(faultWord("checked", this.plan.checks.push(what.entry) - 1));
      case "trap":
        return this.#constant(faultWord("trap", this.plan.traps.push(what.entry) - 1));
    }
  }

  #constant(value: number): void {
    this.code.byte(opcodes["i32.const"][0]);
    this.code.s32(value);
  }

  #call(index: number): void {
    this.indexed("call", index);
  }

  /** An instruction with one index: local, global, function. */
  indexed(name: OpcodeName, index: number): void {
    this.code.byte(opcodes[name][0]);
    this.code.u32(index);
  }
}
