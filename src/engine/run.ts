// `wgen run` as a function: check, compile, run the module from top to bottom.

import type { Diagnostic } from "../base/diagnostic.ts";
import { compile, type CompileOptions } from "./compile.ts";
import type { Fault } from "./fault.ts";
import type { RunOptions } from "./plugin.ts";

export interface ProgramOptions extends RunOptions, Omit<CompileOptions, "limits"> {}

export type ProgramResult =
  /** Refused: nothing ran. */
  | { readonly phase: "check"; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly phase: "run";
      /** Warnings. */
      readonly diagnostics: readonly Diagnostic[];
      readonly stdout: string;
      /** Null where it ran to its end. */
      readonly fault: Fault | null;
      readonly fuelUsed: number;
      readonly peakBytes: number;
    };

/** Runs a program. */
export function runProgram(source: string | Uint8Array, options: ProgramOptions = {}): ProgramResult {
  const { params, limits, seed, print, ...compiling } = options;
  const plugin = compile(source, compiling);
  const { diagnostics } = plugin;
  if (!plugin.ok) return { phase: "check", diagnostics };
  const running = { params, limits, seed, print };
  const given = Object.fromEntries(Object.entries(running).filter(([, value]) => value !== undefined)) as RunOptions;
  const { stdout, fuelUsed, peakBytes, ...outcome } = plugin.run(given);
  return { phase: "run", diagnostics, stdout, fault: outcome.ok ? null : outcome.fault, fuelUsed, peakBytes };
}
