// A fault as the host sees it: what stopped the run, at which line of the
// author's, and the calls that led there. Plain data, safe to send and store.

import { extentOf } from "../base/diagnosticData.ts";
import type { FaultCode } from "../base/codes/faults.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import type { Place } from "../base/span.ts";
import type { Stop } from "../ir/instance.ts";
import type { IRModule, Site } from "../ir/ir.ts";

/** Lines and columns count from 1, in code points; the end is behind the last character. */
export interface FaultFrame {
  /** The author's function; `<module>` for the module body. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Fault {
  readonly code: FaultCode | LimitCode;
  /** Begins with Python's name for it where there is one: `IndexError: list index out of range`. */
  readonly message: string;
  /** The place, as the first frame of the chain; line 1 of the plugin where nothing had begun. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Innermost first: where it happened, then the calls that led there; the author's lines only. */
  readonly chain: readonly FaultFrame[];
  readonly fuelUsed: number;
}

const places = new WeakMap<Fault, readonly Place[]>();

/** The chain as places in source files, for rendering with carets. Empty for a fault that came from elsewhere. */
export function placesOf(fault: Fault): readonly Place[] {
  return places.get(fault) ?? [];
}

/** Is it a limit (fuel, memory, depth, ...) and no fault of the program's own? */
export function isLimit(fault: Fault): boolean {
  return fault.code.startsWith("WG6");
}

/** What the executor reported, in the author's lines. */
export function makeFault(stop: Stop, module: IRModule, mainFile: string, fuelUsed: number): Fault {
  const sites = stop.chain.flatMap((id) => module.sites[id] ?? []);
  const own = sites.filter((site) => !site.isLibrary);
  return faultFrom(stop, own.length > 0 ? own : sites, mainFile, fuelUsed);
}

/** A fault that the host found itself, at a place of the author's. */
export function faultAt(place: Place | null, name: string, code: FaultCode | LimitCode, message: string, mainFile: string): Fault {
  return faultFrom({ code, message }, place === null ? [] : [{ place, function: name }], mainFile, 0);
}

type Frame = Pick<Site, "place" | "function">;

function faultFrom(stop: Pick<Stop, "code" | "message">, frames: readonly Frame[], mainFile: string, fuelUsed: number): Fault {
  const chain = frames.map(frameOf);
  const { file, line, column, endLine, endColumn } = chain[0] ?? { file: mainFile, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const fault: Fault = Object.freeze({
    code: stop.code,
    message: stop.message,
    file,
    line,
    column,
    endLine,
    endColumn,
    chain: Object.freeze(chain),
    fuelUsed,
  });
  places.set(
    fault,
    frames.map((frame) => frame.place),
  );
  return fault;
}

function frameOf({ place, function: name }: Frame): FaultFrame {
  return Object.freeze({ function: name, file: place.file.name, ...extentOf(place.file, place.span) });
}
