// The options of commands that run something: which tier, and how much it may
// spend. What is not said has the default of `base/limits.ts`.

import { type Command, Option } from "commander";
import { limits } from "../base/limits.ts";
import type { RunLimits } from "../engine/runLimits.ts";
import { UsageError } from "./exit.ts";
import { readBytes, readCount } from "./options.ts";

export const tierNames = ["compiled", "interpreter"] as const;
export type TierName = (typeof tierNames)[number];

/** The tier that runs where `--tier` does not say. */
export const defaultTier: TierName = "compiled";

export interface LimitOptions {
  readonly fuel?: number;
  readonly memory?: number;
  readonly depth?: number;
  readonly output?: number;
}

export function addTierOption(command: Command): void {
  const option = new Option("--tier <tier>", "which of the two equal tiers runs it");
  command.addOption(option.choices(tierNames).default(defaultTier));
}

export function addLimitOptions(command: Command): void {
  command
    .option("--fuel <units>", "fuel it may spend, as 1e9", readCount)
    .option("--memory <bytes>", "memory it may hold, as 64MiB", readBytes)
    .option("--depth <frames>", "how deep calls may nest", readCount)
    .option("--output <bytes>", "how much it may print, as 1MiB", readBytes);
}

/** The limits of `wgen run`, with what the options say in their place. */
export function readLimits(options: LimitOptions): RunLimits {
  return {
    fuel: options.fuel ?? limits.fuelPerRun.default,
    memoryBytes: atMost("--memory", options.memory ?? limits.memoryBytes.default, limits.memoryBytes.hardMax),
    depth: atMost("--depth", options.depth ?? limits.depth.default, limits.depth.hardMax),
    outputBytes: atMost("--output", options.output ?? limits.runOutputBytes.default, limits.runOutputBytes.hardMax),
  };
}

function atMost(name: string, value: number, most: number): number {
  if (value > most) throw new UsageError(`${name} is at most ${most}`);
  return value;
}
