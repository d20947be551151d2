// One function of the IR to the bytes of its body: code first, since only then
// the spare locals are known, then the local declarations before it.

import type { IRFunction } from "../ir/ir.ts";
import { emitDepthBack, emitDepthTest } from "./calls.ts";
import { FunctionEmission } from "./emission.ts";
import { isFuelRegion } from "./fuelRegions.ts";
import { FunctionCode } from "./functionCode.ts";
import type { Note } from "./functionCode.ts";
import type { KeptCode } from "./keptFunctions.ts";
import type { PlacesBelow } from "./keptNames.ts";
import { valueTypes } from "./opcodes.ts";
import type { ValueType } from "./opcodes.ts";
import { valueType } from "./plan.ts";
import type { ModulePlan } from "./plan.ts";
import { shareLocals } from "./sharedLocals.ts";
import { emitInstructions } from "./statements.ts";
import { ByteWriter } from "./writer.ts";

/** Writers that serve one function after the other. */
export interface BodyWriters {
  readonly code: ByteWriter;
  readonly body: ByteWriter;
}

export function createWriters(): BodyWriters {
  return { code: new ByteWriter(4096), body: new ByteWriter(4096) };
}

export interface EmittedFunction {
  /** Good until the next function is emitted. */
  readonly body: Uint8Array;
  /** Pairs of an offset in the body and a site: call instructions, and marks of a debug build. */
  readonly calls: readonly number[];
  readonly marks: readonly number[];
}

/** Its parts, where they are to be kept. */
export interface NotedFunction extends EmittedFunction {
  readonly locals: Uint8Array;
  readonly bytes: Uint8Array;
  readonly notes: readonly Note[];
}

export function emitFunction(plan: ModulePlan, of: IRFunction, writers: BodyWriters): EmittedFunction {
  return emit(plan, of, writers, false);
}

export function emitNoted(plan: ModulePlan, of: IRFunction, writers: BodyWriters): NotedFunction {
  const emitted = emit(plan, of, writers, true);
  const { code, body } = writers;
  return { ...emitted, locals: body.written().slice(0, body.length - code.length), bytes: code.written().slice() };
}

/** Kept code once more, with the numbers of this module. */
export function emitKept(plan: ModulePlan, kept: KeptCode, places: PlacesBelow, writers: BodyWriters): EmittedFunction {
  const { code, body } = writers;
  code.clear();
  body.clear();
  const out = new FunctionCode(plan, code);
  let at = 0;
  for (const note of kept.notes) {
    code.raw(kept.bytes.subarray(at, note.start));
    out.name(places.named(note));
    at = note.end;
  }
  code.raw(kept.bytes.subarray(at));
  body.raw(kept.locals);
  const shift = body.length;
  body.raw(code.written());
  return { body: body.written(), calls: shifted(out.calls, shift), marks: [] };
}

function emit(plan: ModulePlan, whole: IRFunction, writers: BodyWriters, isNoted: boolean): EmittedFunction & Pick<NotedFunction, "notes"> {
  const of = shareLocals(whole);
  const { code, body } = writers;
  code.clear();
  body.clear();
  const e = new FunctionEmission(plan, of, code);
  if (isNoted) e.notes = [];
  emitDepthTest(e);
  if (isFuelRegion(of.body, plan.smallFunctions)) e.beginFuelRegion();
  emitInstructions(e, of.body);
  emitEnd(e, of);
  const own = of.locals.slice(of.parameterCount).map((local) => valueType(local.representation));
  writeLocals(body, [...own, ...e.extraLocals]);
  const shift = body.length;
  body.raw(code.written());
  return { body: body.written(), calls: shifted(e.calls, shift), marks: shifted(e.marks, shift), notes: e.notes ?? [] };
}

function shifted(pairs: readonly number[], by: number): number[] {
  return pairs.map((value, index) => (index % 2 === 0 ? value + by : value));
}

/** A function without result may fall off its end; one with a result has returned. */
function emitEnd(e: FunctionEmission, of: IRFunction): void {
  if (of.result === null) {
    e.endFuelRegion();
    emitDepthBack(e);
  } else {
    e.op("unreachable");
  }
  e.op("end");
}

/** Runs of equal types. */
function writeLocals(out: ByteWriter, types: readonly ValueType[]): void {
  const runs: { type: ValueType; count: number }[] = [];
  for (const type of types) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  out.u32(runs.length);
  for (const run of runs) {
    out.u32(run.count);
    out.byte(valueTypes[run.type]);
  }
}
