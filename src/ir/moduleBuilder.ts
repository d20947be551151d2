// What all functions of a module share while it is lowered: heap types, static
// texts, sites, and the variants of functions. A function has up to two: one
// that charges, and one without charges for calls from a `@leaf` function,
// whose price formula has paid for everything below it.

import type { SourceFile, Span } from "../base/span.ts";
import type { KeptUse } from "../check/kept.ts";
import type { FunctionId, Program, TypedFunction } from "../check/program.ts";
import type { HeapTypes } from "../types/heapTypes.ts";
import { representationOf } from "../types/layouts.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import { returnedSlot, waitingSlot } from "./generatorLayout.ts";
import { knownSlotsOf } from "./knownObjects.ts";
import { ElementEffects } from "./elementEffects.ts";
import type { LoweredPart } from "./keptLowering.ts";
import type { RaiseAnalysis } from "./mayRaise.ts";
import { Recording } from "./recording.ts";
import type { LoweringTypes } from "./recording.ts";
import type { Expression, GlobalId, IRFunction, IRGlobal, Representation, Site, SiteId } from "./ir.ts";

/** One function to be lowered. */
export interface Variant {
  readonly id: FunctionId;
  readonly source: TypedFunction;
  readonly charged: boolean;
  /** The body of a generator, apart from its maker. */
  readonly isResume: boolean;
}

export interface Facts {
  readonly program: Program;
  readonly raises: RaiseAnalysis;
  readonly onCycle: readonly boolean[];
  /** Globals that only the initializer assigns. */
  readonly constantGlobals: ReadonlySet<number>;
  /** Stores must ask whether they hit frozen state. */
  readonly guardsFrozenState: boolean;
  /** By closure id: which captures are cells that may be unbound. */
  readonly flaggedCaptures: ReadonlyMap<number, readonly boolean[]>;
}

export class ModuleBuilder {
  readonly facts: Facts;
  private readonly types: HeapTypes;
  private recording: Recording | null = null;
  readonly texts: string[] = [];
  readonly sites: Site[] = [];
  readonly functions: (LoweredPart | null)[];
  readonly globals: IRGlobal[];
  private readonly flags = new Map<number, GlobalId>();
  private readonly textIds = new Map<string, number>();
  /** By file, then function name, then place. */
  private readonly siteIds = new Map<SourceFile, Map<string, Map<number, SiteId>>>();
  private readonly variants = new Map<string, Variant>();
  private readonly waiting: Variant[] = [];
  private readonly generatorFunctions = new Map<number, TypedFunction>();

  constructor(facts: Facts, heapTypes: HeapTypes) {
    this.facts = facts;
    this.types = heapTypes;
    this.functions = facts.program.functions.map(() => null);
    this.globals = facts.program.globals.map(({ name, type }) => globalOf(name, type));
    for (const source of facts.program.functions) {
      if (source.generator !== null) this.generatorFunctions.set(source.generator.id, source);
      const id = source.id;
      this.addVariant(variantKey(id, true, false), { id, source, charged: source.leaf === null, isResume: false });
    }
  }

  private effects: ElementEffects | null = null;

  get heapTypes(): LoweringTypes {
    return this.recording?.types ?? this.types;
  }

  /** Notes what `lower` asks of the module. */
  record(use: KeptUse, lower: () => IRFunction): { readonly made: IRFunction; readonly recording: Recording } {
    const recording = new Recording(this.types, use.functions);
    this.recording = recording;
    const made = lower();
    this.recording = null;
    return { made, recording };
  }

  /** Asked for by programs with arrays only. */
  get elementEffects(): ElementEffects {
    this.recording?.spoil();
    this.effects ??= new ElementEffects(this.facts.program);
    return this.effects;
  }

  text(content: string): Expression {
    return { kind: "text", text: this.textId(content) };
  }

  textId(content: string): number {
    let id = this.textIds.get(content);
    if (id === undefined) {
      id = this.texts.length;
      this.texts.push(content);
      this.textIds.set(content, id);
    }
    this.recording?.note({ kind: "text", text: content }, id);
    return id;
  }

  site(source: TypedFunction, span: Span): SiteId {
    const id = this.siteId(source, span);
    this.recording?.note({ kind: "site", span }, id);
    return id;
  }

  private siteId(source: TypedFunction, span: Span): SiteId {
    const ofFunction = this.sitesOf(source);
    const key = span.start * 2 ** 24 + (span.end - span.start);
    const known = ofFunction.get(key);
    if (known !== undefined) return known;
    const id = this.sites.length;
    const place = { file: source.file, span };
    this.sites.push({ place, function: source.name, isLibrary: source.isLibrary, calledFrom: null });
    ofFunction.set(key, id);
    return id;
  }

  private sitesOf(source: TypedFunction): Map<number, SiteId> {
    let ofFile = this.siteIds.get(source.file);
    if (ofFile === undefined) {
      ofFile = new Map();
      this.siteIds.set(source.file, ofFile);
    }
    let ofFunction = ofFile.get(source.name);
    if (ofFunction === undefined) {
      ofFunction = new Map();
      ofFile.set(source.name, ofFunction);
    }
    return ofFunction;
  }

  source(id: FunctionId): TypedFunction {
    const found = this.facts.program.functions[id];
    if (found === undefined) throw new RangeError(`no function ${id}`);
    return found;
  }

  /** The IR function to call: a leaf charges nothing itself, nor does anything below a function without charges. */
  calleeOf(id: FunctionId, charged: boolean): FunctionId {
    const source = this.source(id);
    const callee = charged || source.leaf !== null ? id : this.variant(source, false, false);
    this.recording?.noteCallee(id, charged, callee);
    return callee;
  }

  /** The function that runs a generator to its next yield; null where the program never makes one. */
  resumeOf(generatorId: number, charged: boolean): FunctionId | null {
    this.recording?.spoil();
    const source = this.generatorFunctions.get(generatorId);
    return source === undefined ? null : this.variant(source, charged, true);
  }

  /** Where a generator keeps what its `return` gave; null where it keeps nothing, undefined where the program never makes one. */
  returnedSlotOf(generatorId: number): number | null | undefined {
    this.recording?.spoil();
    const source = this.generatorFunctions.get(generatorId);
    return source === undefined ? undefined : returnedSlot(source);
  }

  /** Where an exception or a value waits for a generator, as `returnedSlotOf`. */
  waitingSlotOf(generatorId: number, isValue: boolean): number | null | undefined {
    this.recording?.spoil();
    const source = this.generatorFunctions.get(generatorId);
    return source === undefined ? undefined : waitingSlot(source, isValue);
  }

  mayRaise(id: FunctionId): boolean {
    return this.facts.raises.mayRaise[id] === true;
  }

  generatorMayRaise(generatorId: number): boolean {
    const source = this.generatorFunctions.get(generatorId);
    return source !== undefined && this.mayRaise(source.id);
  }

  nextVariant(): Variant | undefined {
    return this.waiting.pop();
  }

  exceptionClass(name: string): ClassInfo {
    const found = this.facts.program.exceptions.get(name);
    if (found === undefined) throw new RangeError(`no exception class ${name}`);
    return found;
  }

  exceptionType(name: string): Type & { readonly kind: "instance" } {
    return { kind: "instance", class: this.exceptionClass(name), arguments: [] };
  }

  /** The i32 global that says whether one that may be unbound has a value. */
  flagOfGlobal(id: number): GlobalId {
    this.recording?.spoil();
    const known = this.flags.get(id);
    if (known !== undefined) return known;
    const flag = this.addGlobal(`${this.facts.program.globals[id]?.name ?? id} is bound`, "i32");
    this.flags.set(id, flag);
    return flag;
  }

  addGlobal(name: string, representation: Representation): GlobalId {
    this.globals.push({ name, representation });
    return this.globals.length - 1;
  }

  /** An id for a function that only the IR has. */
  reserveFunction(): FunctionId {
    this.functions.push(null);
    return this.functions.length - 1;
  }

  private variant(source: TypedFunction, charged: boolean, isResume: boolean): FunctionId {
    const key = variantKey(source.id, charged, isResume);
    const known = this.variants.get(key);
    if (known !== undefined) return known.id;
    const made: Variant = { id: this.reserveFunction(), source, charged, isResume };
    this.addVariant(key, made);
    return made.id;
  }

  private addVariant(key: string, variant: Variant): void {
    this.variants.set(key, variant);
    this.waiting.push(variant);
  }
}

function globalOf(name: string, type: Type): IRGlobal {
  const knownSlots = knownSlotsOf(type);
  return { name, representation: representationOf(type), ...(knownSlots === undefined ? {} : { knownSlots }) };
}

function variantKey(id: FunctionId, charged: boolean, isResume: boolean): string {
  return `${id} ${charged} ${isResume}`;
}
