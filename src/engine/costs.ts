// What a plugin's hooks may cost, before any of them runs: for each a formula
// of its inputs that no run exceeds, or the line that prevents one. Worked out
// from the source anew, so that plugins carry nothing for it.

import { locate } from "../base/lines.ts";
import type { Program } from "../check/program.ts";
import type { StaticCost } from "../ir/cost/staticCost.ts";
import { staticCost } from "../ir/cost/staticCost.ts";
import { lowerPlainly } from "../ir/lower.ts";
import { runsAnewForEachCall } from "./moduleState.ts";
import type { Plugin } from "./plugin.ts";
import { partsOf } from "./plugin.ts";
import { keptFile } from "../wasm/kept.ts";

export type HookCost =
  | {
      readonly hook: string;
      readonly kind: "formula";
      /** Fuel at most, such as `34 + 12·len(xs)`: inputs as the author writes them, ints below 0 counting as 0. Of a per-cell hook: for each cell. */
      readonly formula: string;
      /** Its value for arguments and parameters by name. */
      readonly fuelFor: (args: Readonly<Record<string, unknown>>, params?: Readonly<Record<string, unknown>>) => number;
    }
  | {
      readonly hook: string;
      readonly kind: "prevented";
      readonly reason: string;
      /** From 1; null where no line of the plugin's is to blame. */
      readonly line: number | null;
      readonly column: number | null;
    };

/** Of every hook, in the order in which the plugin defines them. Cost: about that of compiling. */
export function hookCosts(plugin: Plugin): readonly HookCost[] {
  return programCosts(partsOf(plugin).recheck());
}

/** The same of a program that `check` has found in order. */
export function programCosts(program: Program): readonly HookCost[] {
  const module = { ...lowerPlainly(program).module, writesModuleState: runsAnewForEachCall(program) };
  return program.entries.map(({ name: hook }) => ({ hook, ...described(staticCost(program, module, hook)) }));
}

type Described = HookCost extends infer Each ? (Each extends HookCost ? Omit<Each, "hook"> : never) : never;

function described(cost: StaticCost): Described {
  if (cost.kind === "formula") {
    const fuelFor = (args: Readonly<Record<string, unknown>>, params: Readonly<Record<string, unknown>> = {}): number =>
      cost.evaluate(new Map([...Object.entries(params), ...Object.entries(args)]));
    return { kind: "formula", formula: cost.text, fuelFor };
  }
  const place = cost.site === null ? null : locate(keptFile(cost.site.place.file), cost.site.place.span.start);
  return { kind: "prevented", reason: cost.reason, line: place?.line ?? null, column: place?.column ?? null };
}
