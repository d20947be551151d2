// Plugins from hand-built programs: for tests of calls, limits and effects
// that need no parser and no checker.

import type { HookContract } from "../../src/check/host.ts";
import type { Program } from "../../src/check/program.ts";
import { defineHost, type Host } from "../../src/engine/host.ts";
import type { HostDefinition } from "../../src/engine/hostDefinition.ts";
import { makePlugin, type Plugin } from "../../src/engine/plugin.ts";
import type { RunLimits } from "../../src/engine/runLimits.ts";
import type { Tier } from "../../src/engine/unit.ts";
import type { ProgramBuilder } from "./typed.ts";

export const tiers: readonly Tier[] = ["interpreter", "compiled"];

interface Traits {
  readonly program?: Partial<Program>;
  readonly host?: Partial<HostDefinition>;
  readonly perCell?: boolean;
  readonly constants?: readonly string[];
  readonly limits?: RunLimits;
}

/** A plugin whose hooks are all functions of the builder, with parameters `p0`, `p1` ... */
export function pluginOf(p: ProgramBuilder, tier: Tier, traits: Traits = {}): Plugin {
  const program = p.program({ ...traits.program });
  const base = defineHost({ name: "test", runsMain: true, ...traits.host });
  const host: Host = { ...base, contract: { ...base.contract, hooks: program.entries.map((entry) => hookOf(entry, traits)) } };
  return makePlugin({
    name: "plugin",
    fileName: "plugin.wgen",
    hash: "0".repeat(64),
    diagnostics: [],
    program,
    host,
    tier,
    limits: traits.limits,
    recheck: () => program,
  });
}

function hookOf(entry: Program["entries"][number], { perCell = true, constants = [] }: Traits): HookContract {
  return {
    name: entry.name,
    parameters: [
      ...entry.parameters.map(({ name }) => ({ name, type: "", constant: constants.includes(name) })),
      { name: "unused", type: "int" },
    ],
    result: null,
    perCell,
  };
}
