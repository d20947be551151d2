// `wgen diff A [B] -o d.png`: two versions of a plugin, or one with two seeds
// or two settings, compared over one window: how many cells differ, which stage
// was the first to change each, and a picture of where.

import { Option } from "commander";
import type { WorldDifference } from "../world/difference.ts";
import type { WorldOptions } from "../world/world.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { pluginName, writeResult } from "./files.ts";
import type { AddCommand } from "./main.ts";
import { collectParameter, readPositive, readSize } from "./options.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";
import { addWorldOptions, type WorldCommandOptions } from "./world-options.ts";

interface DiffOptions extends WorldCommandOptions {
  readonly otherSeed?: string;
  readonly otherParam?: ReadonlyMap<string, string>;
  readonly size: { readonly width: number; readonly height: number };
  readonly scale: number;
  readonly output?: string;
}

export const addDiffCommand: AddCommand = (program, terminal, finish) => {
  const command = program
    .command("diff")
    .description("compare two versions, seeds or settings of a plugin: changed cells, and the stage that first changed them")
    .argument("<one>", "a plugin")
    .argument("[other]", "another version; the same where it is not given")
    .addOption(new Option("--size <WxH>", "cells").argParser(readSize).default({ width: 256, height: 256 }, "256x256"))
    .option("--scale <metres>", "metres of the world to a cell", readPositive, 10)
    .option("--other-seed <text>", "the seed of the other")
    .option("--other-param <name=value>", "a parameter of the other; may be repeated", collectParameter)
    .option("-o, --output <file>", "write a picture of the changes");
  addWorldOptions(command);
  command.action(async (one: string, other: string | undefined, options: DiffOptions) => {
    finish(await compare(one, other ?? one, options, terminal));
  });
};

async function compare(one: string, other: string, options: DiffOptions, terminal: Terminal): Promise<ExitCode> {
  const { asUsage, prepareSession } = await import("./worlds.ts");
  const { compareWorlds, isSameWorld } = await import("../world/difference.ts");
  const left = open(one, options);
  const { otherSeed: seed = options.seed, otherParam = new Map<string, string>() } = options;
  const right = open(other, { ...options, seed, param: new Map([...(options.param ?? []), ...otherParam]) });
  if (left === null || right === null) return exitCodes.problems;
  const progress = startProgress(terminal, `comparing ${pluginName(one)} and ${pluginName(other)}`);
  const window = { ...options.at, ...options.size, cellSizeMetres: options.scale };
  const difference = asUsage(() => compareWorlds(left, right, window, progress.show));
  progress.end();
  await tell(difference, options, terminal);
  return isSameWorld(difference) ? exitCodes.fine : exitCodes.problems;

  function open(path: string, given: WorldCommandOptions): WorldOptions | null {
    const { diagnostics, world } = asUsage(() => prepareSession([path], given, terminal));
    if (diagnostics.length > 0) terminal.note(diagnosticsText(diagnostics, "text", terminal.colour.notes).trimEnd());
    return world;
  }
}

async function tell(difference: WorldDifference, { json, output, scale }: DiffOptions, terminal: Terminal): Promise<void> {
  const { differencePicture, stageColour } = await import("../output/difference.ts");
  const { encodePicture } = await import("../output/png.ts");
  const { width, height, cells, features, sites, roads, drawings, mostMetres } = difference;
  const changed = [...cells.values()].reduce((sum, count) => sum + count, 0);
  const compared = width * height;
  if (json === true) {
    const stages = [...cells].map(([stage, count]) => ({ stage, cells: count, color: stageColour(stage) }));
    terminal.write(`${JSON.stringify({ compared, changed, stages, features, sites, roads, drawings, mostMetres })}\n`);
  } else {
    terminal.write(changed === 0 ? `All ${compared} cells are the same bit for bit.\n` : `${changed} of ${compared} cells differ.\n`);
    for (const [stage, count] of cells)
      terminal.write(`  ${String(count).padStart(8)}  first changed by ${stage} (${stageColour(stage)})\n`);
    if (mostMetres > 0) terminal.write(`Heights differ by at most ${mostMetres.toPrecision(4)} m.\n`);
    for (const [name, change] of Object.entries({ Features: features, Sites: sites, Roads: roads })) {
      if (change.added + change.removed > 0) terminal.write(`${name}: ${change.removed} gone, ${change.added} new.\n`);
    }
    if (drawings > 0) terminal.write(`Something else is drawn over ${drawings} ${drawings === 1 ? "chunk" : "chunks"}.\n`);
  }
  if (output === undefined) return;
  writeResult(output, encodePicture(differencePicture(difference, scale)), terminal);
  if (output !== "-") terminal.note(`Wrote ${output}.`);
}
