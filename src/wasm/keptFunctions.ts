// Code of library functions that is kept from program to program. What passes
// make of a function depends on it and on what it calls: where all of that is
// the same in every program (and calls go in no circle), so is its code, but
// for numbers. It is made once in a process and then written again with the
// numbers of each module; neither passes nor emission run for it again, nor is
// its body put together.
//
// Each module gets the bytes that it would get had everything been made for
// it: numbers are given out in the order in which code names things, and that
// order is kept.

import type { FunctionId, IRFunction, IRModule } from "../ir/ir.ts";
import { calleesOf, placementOf } from "../ir/placement.ts";
import type { MemoryWrites, ModuleWrites } from "../ir/writes.ts";
import { emitFunction, emitKept, emitNoted } from "./functions.ts";
import type { BodyWriters, EmittedFunction } from "./functions.ts";
import { NamesBelow, PlacesBelow } from "./keptNames.ts";
import type { KeptNote, Step } from "./keptNames.ts";
import type { ModulePlan } from "./plan.ts";

/** The code of a function and what others ask of it. */
export interface KeptCode {
  /** Declarations of locals. */
  readonly locals: Uint8Array;
  readonly bytes: Uint8Array;
  readonly notes: readonly KeptNote[];
  /** Ways to the functions that notes speak of. */
  readonly steps: readonly Step[];
  readonly isSmall: boolean;
  readonly writes: MemoryWrites;
}

/** One for each form together with what it calls. */
interface Family {
  readonly id: number;
  code: KeptCode | null;
}

let familyIds = 0;
/** By form, then by the families of its callees. */
const families = new WeakMap<IRFunction, Map<string, Family>>();

/** The functions of one module of which code is kept, or can be. */
export class KeptFunctions {
  readonly #module: IRModule;
  /** Null where it is a matter of this program, or calls itself in some way. */
  readonly #families = new Map<FunctionId, Family | null>();

  constructor(module: IRModule) {
    this.#module = module;
    for (const { id } of module.functions) this.#familyOf(id);
  }

  #familyOf(id: FunctionId): Family | null {
    const known = this.#families.get(id);
    if (known !== undefined) return known;
    // What comes back here on the way is on a circle.
    this.#families.set(id, null);
    const found = this.#find(id);
    this.#families.set(id, found);
    return found;
  }

  #find(id: FunctionId): Family | null {
    const placement = placementOf(this.#function(id));
    if (placement === undefined) return null;
    const below = calleesOf(placement).map((callee) => this.#familyOf(placement.to.function(callee)));
    if (below.includes(null)) return null;
    const ofForm = families.get(placement.form) ?? new Map<string, Family>();
    families.set(placement.form, ofForm);
    const key = below.map((family) => family?.id).join();
    const found = ofForm.get(key) ?? { id: familyIds++, code: null };
    ofForm.set(key, found);
    return found;
  }

  #function(id: FunctionId): IRFunction {
    const found = this.#module.functions[id];
    if (found === undefined) throw new RangeError(`no function ${id}`);
    return found;
  }

  codeOf(id: FunctionId): KeptCode | null {
    return this.#families.get(id)?.code ?? null;
  }

  /** From kept code where there is some; else it is kept from now on, if it can be. */
  emit(plan: ModulePlan, one: IRFunction, writers: BodyWriters, writes: ModuleWrites): EmittedFunction {
    const family = this.#families.get(one.id) ?? null;
    if (family === null) return emitFunction(plan, one, writers);
    if (family.code !== null)
      return emitKept(plan, family.code, new PlacesBelow(this.#module, plan.sites, one.id, family.code.steps), writers);
    const { notes, locals, bytes, ...emitted } = emitNoted(plan, one, writers);
    const names = new NamesBelow(this.#module, plan.sites, one.id);
    const kept = notes.map((note) => names.keep(note));
    const isSmall = plan.smallFunctions.has(one.id);
    family.code = { locals, bytes, notes: kept, steps: names.steps, isSmall, writes: writes.ofFunction(one.id) };
    return emitted;
  }
}
