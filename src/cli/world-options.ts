// The options of commands that make a world: `render`, `export`, `diff`, `seams`.

import { type Command, InvalidArgumentError, Option } from "commander";
import { type Combine, combines } from "../world/composition.ts";
import { readMask } from "../world/documentData.ts";
import type { Mask } from "../world/mask.ts";
import { collectParameter, readPlace, readPositive, readRange, readStrengths } from "./options.ts";
import { addTierOption, type TierName } from "./running-options.ts";

export interface WorldCommandOptions {
  readonly seed: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly param?: ReadonlyMap<string, string>;
  readonly strength?: readonly number[];
  readonly combine?: readonly Combine[];
  readonly mask?: readonly Mask[];
  readonly extent?: number | "none";
  readonly base?: string;
  readonly baseSpacing?: number;
  readonly baseRange?: readonly [number, number];
  readonly atlas?: number;
  readonly tier: TierName;
  readonly json?: true;
}

export function addWorldOptions(command: Command): void {
  command
    .option("--seed <text>", "which world", "0")
    .addOption(new Option("--at <x,y>", "the middle, in metres").argParser(readPlace).default({ x: 0, y: 0 }, "0,0"))
    .option("-p, --param <name=value>", "set a parameter; may be repeated", collectParameter)
    .option("--strength <list>", "how strong each plugin is, 0 to 1, as 0.5,1", readStrengths)
    .option("--combine <list>", "how each plugin joins what was there, as replace,add (or multiply, min, max, mix)", readCombines)
    .option("--mask <json>", 'where a plugin acts, as {"kind":"height","min":200}; once for each plugin', collectMask)
    .option("--extent <size>", 'side of the world, as "204.8 km" or 5000; none is without end', readExtent)
    .option("--base <file>", "a height map to start from: 16-bit grey PNG, or JSON with width, height and values")
    .option("--base-spacing <metres>", "metres between the samples of the height map", readPositive)
    .option("--base-range <low,high>", "metres of the lowest and highest value of a PNG", readRange)
    .addOption(
      new Option("--atlas <cells>", "cells along a side of the atlas, 16 to 512: fewer are quicker and give other rivers").argParser(
        readAtlas,
      ),
    )
    .option("--json", "print JSON");
  addTierOption(command);
}

function readAtlas(text: string): number {
  const cells = Number(text);
  if (Number.isInteger(cells) && cells % 2 === 0 && cells >= 16 && cells <= 512) return cells;
  throw new InvalidArgumentError("Give an even number from 16 to 512.");
}

function readCombines(text: string): readonly Combine[] {
  return text.split(",").map((part) => {
    const combine = combines.find((each) => each === part.trim());
    if (combine === undefined) throw new InvalidArgumentError(`Say one of ${combines.join(", ")} for each plugin.`);
    return combine;
  });
}

function collectMask(text: string, before: readonly Mask[] = []): readonly Mask[] {
  try {
    return [...before, readMask(JSON.parse(text) as unknown, "mask")];
  } catch (error) {
    const what = error instanceof RangeError ? error.message : "it is no JSON";
    throw new InvalidArgumentError(`${what}. Kinds are everywhere, height, slope, biomes, layer and polygon.`);
  }
}

function readExtent(text: string): number | "none" {
  if (text === "none") return text;
  const match = /^(\d+(?:\.\d+)?) *(km|m)?$/.exec(text);
  const metres = Number(match?.[1]) * (match?.[2] === "km" ? 1000 : 1);
  if (metres > 0 && Number.isFinite(metres)) return metres;
  throw new InvalidArgumentError('Say metres, or a size as "204.8 km", or none.');
}
