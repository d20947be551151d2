// `wgen export FILE... --to FORMAT -o FILE`: a world, or a window of it, in the
// form that another program takes. A world bundle (.zip) can stand in the place
// of plugins, here as for `render` and `seams`.

import { InvalidArgumentError, Option } from "commander";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes, UsageError } from "./exit.ts";
import { pluginName, writeResult } from "./files.ts";
import type { AddCommand } from "./main.ts";
import { readCount, readPositive, readSize } from "./options.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";
import { addWorldOptions, type WorldCommandOptions } from "./world-options.ts";

export const exportFormats = [
  "map",
  "height",
  "terrarium",
  "r16",
  "r32",
  "geotiff",
  "glb",
  "geojson",
  "tilejson",
  "style",
  "tiles",
  "bundle",
] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions extends WorldCommandOptions {
  readonly to?: ExportFormat;
  readonly output?: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly scale: number;
  readonly flip?: true;
  readonly legend?: true;
  readonly tile: { readonly z: number; readonly x: number; readonly y: number };
  readonly zoom: number;
  readonly tiles: string;
  readonly error: number;
  readonly exaggeration: number;
}

const endings = new Map<string, ExportFormat>([
  ["r16", "r16"],
  ["r32", "r32"],
  ["tif", "geotiff"],
  ["tiff", "geotiff"],
  ["glb", "glb"],
  ["geojson", "geojson"],
  ["zip", "bundle"],
]);

export const addExportCommand: AddCommand = (program, terminal, finish) => {
  const command = program
    .command("export")
    .description("write a world for other programs: heights, models, map layers, tiles, or all of it as a bundle")
    .argument("<files...>", "plugins, in the order in which they act; or one world bundle")
    .addOption(new Option("--to <format>", "the form (default: by the ending of -o)").choices(exportFormats))
    .option("-o, --output <file>", "where to write it; - is stdout; a folder for tiles")
    .addOption(new Option("--size <WxH>", "cells").argParser(readSize).default({ width: 512, height: 512 }, "512x512"))
    .option("--scale <metres>", "metres of the world to a cell", readPositive, 10)
    .option("--flip", "r16, r32: rows from the south, as Unity reads them")
    .addOption(new Option("--tile <z/x/y>", "terrarium: which tile").argParser(readTile).default({ z: 0, x: 0, y: 0 }, "0/0/0"))
    .option("--zoom <levels>", "tiles: the deepest zoom", readCount, 3)
    .option("--tiles <url>", "tilejson, style, tiles: where tiles will stand", "./{layer}/{z}/{x}/{y}.png")
    .option("--error <metres>", "glb: how far heights may be off", readPositive, 2)
    .option("--legend", "map: say in a corner what the colours mean")
    .option("--exaggeration <factor>", "glb: heights are multiplied by it", readPositive, 1);
  addWorldOptions(command);
  command.action(async (files: string[], options: ExportOptions) => finish(await write(files, options, terminal)));
};

async function write(files: readonly string[], options: ExportOptions, terminal: Terminal): Promise<ExitCode> {
  const { output } = options;
  const format = options.to ?? endings.get(/\.([a-z0-9]+)$/i.exec(output ?? "")?.[1]?.toLowerCase() ?? "");
  if (format === undefined) throw new UsageError(`say --to ${exportFormats.join(", ")}`);
  if (output === undefined) throw new UsageError("say where to write it, as -o world.zip");
  const { asUsage } = await import("./worlds.ts");
  const { exportWorld } = await import("./exporting.ts");
  const progress = startProgress(terminal, `exporting ${files.map(pluginName).join(", ")}`);
  const made = asUsage(() => exportWorld(files, format, options, terminal, progress.show));
  progress.end();
  if (made.diagnostics.length > 0) terminal.note(diagnosticsText(made.diagnostics, "text", terminal.colour.notes).trimEnd());
  if (made.files === null) return exitCodes.problems;
  for (const [path, data] of made.files) writeResult(path === "" ? output : `${output}${path}`, data, terminal);
  if (output !== "-") terminal.note(`Wrote ${made.files.length === 1 ? output : `${made.files.length} files to ${output}`}.`);
  return exitCodes.fine;
}

function readTile(text: string): { z: number; x: number; y: number } {
  const match = /^(\d{1,2})\/(\d{1,5})\/(\d{1,5})$/.exec(text);
  if (match === null) throw new InvalidArgumentError("Say z/x/y, as 3/4/2.");
  return { z: Number(match[1]), x: Number(match[2]), y: Number(match[3]) };
}
