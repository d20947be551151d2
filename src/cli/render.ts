// `wgen render FILE... -o map.png`: draws a world with plugins, says how far it
// is, writes the picture and shows it small in the terminal. `--watch` does so
// again at each save.

import { watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { Option } from "commander";
import type { Notice } from "../world/notice.ts";
import type { Picture } from "../world/picture.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes, UsageError } from "./exit.ts";
import { faultText } from "./faults.ts";
import { pluginName, writeResult } from "./files.ts";
import type { AddCommand } from "./main.ts";
import { readPositive, readSize } from "./options.ts";
import { colourDepth, previewPicture } from "./preview.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";
import { addWorldOptions, type WorldCommandOptions } from "./world-options.ts";

interface RenderOptions extends WorldCommandOptions {
  readonly places?: boolean;
  readonly legend?: true;
  readonly size: { readonly width: number; readonly height: number };
  readonly scale: number;
  readonly output?: string;
  readonly watch?: true;
  readonly preview: boolean;
}

export const addRenderCommand: AddCommand = (program, terminal, finish) => {
  const command = program
    .command("render")
    .description("draw a world with plugins as a PNG")
    .argument("<files...>", "plugins, in the order in which they act; - reads stdin")
    .addOption(new Option("--size <WxH>", "pixels").argParser(readSize).default({ width: 512, height: 512 }, "512x512"))
    .option("--scale <metres>", "metres of the world to a pixel", readPositive, 10)
    .option("--places", "draw towns and roads too")
    .option("--legend", "say in a corner what the colours mean, and how long a kilometre is")
    .option("-o, --output <file>", "where to write the picture; - is stdout (default: the first plugin's name .png)")
    .option("--no-preview", "do not show it in the terminal")
    .option("--watch", "draw again whenever a plugin is saved");
  addWorldOptions(command);
  command.action(async (files: string[], options: RenderOptions) => {
    const code = await draw(files, options, terminal);
    if (options.watch !== true) return finish(code);
    if (files.includes("-")) throw new UsageError("--watch needs files, not stdin");
    await redrawForEver(files, () => draw(files, options, terminal), terminal);
  });
};

async function draw(files: readonly string[], options: RenderOptions, terminal: Terminal): Promise<ExitCode> {
  const { asUsage, prepareSession } = await import("./worlds.ts");
  const { openWorld } = await import("../world/world.ts");
  const { encodePicture } = await import("../output/png.ts");
  const start = performance.now();
  const { diagnostics, world: worldOptions } = asUsage(() => prepareSession(files, options, terminal));
  if (diagnostics.length > 0) terminal.note(diagnosticsText(diagnostics, "text", terminal.colour.notes).trimEnd());
  if (worldOptions === null) return exitCodes.problems;
  const progress = startProgress(terminal, `drawing ${files.map(pluginName).join(", ")}`);
  const { at, size, scale: metresPerPixel } = options;
  const world = asUsage(() => openWorld(worldOptions));
  const picture = asUsage(() =>
    world.render({
      ...at,
      ...size,
      metresPerPixel,
      legend: options.legend === true,
      onProgress: progress.show,
      ...(options.places === true ? { places: true } : {}),
    }),
  );
  progress.end();
  const output = options.output ?? `${pluginName(files[0] ?? "world")}.png`;
  const notices = world.notices();
  if (options.json !== true || output !== "-") writeResult(output, encodePicture(picture), terminal);
  tell({ options, output, picture, notices, milliseconds: performance.now() - start }, terminal);
  return notices.length === 0 ? exitCodes.fine : exitCodes.problems;
}

interface Drawn {
  readonly options: RenderOptions;
  readonly output: string;
  readonly picture: Picture;
  readonly notices: readonly { readonly notice: Notice; readonly count: number }[];
  readonly milliseconds: number;
}

function tell({ options, output, picture, notices, milliseconds }: Drawn, terminal: Terminal): void {
  const { width, height } = picture;
  if (options.json === true) {
    const passedOver = notices.map(({ notice: { plugin, hook, fault, x, y }, count }) => ({ plugin, hook, x, y, count, fault }));
    terminal.write(`${JSON.stringify({ output, width, height, seed: options.seed, ms: Math.round(milliseconds), notices: passedOver })}\n`);
    return;
  }
  if (terminal.isTerminal && output !== "-" && options.preview) {
    const rows = Math.max(8, Math.min(24, (process.stdout.rows ?? 30) - 6));
    terminal.write(previewPicture({ width, height, pixels: picture.rgb, channels: 3 }, terminal.columns, rows, colourDepth(process.env)));
  }
  for (const { notice, count } of notices) terminal.note(noticeText(notice, count, terminal.colour.notes));
  const seconds = (milliseconds / 1000).toFixed(1);
  if (output !== "-") terminal.note(`Wrote ${output}: ${width} x ${height} pixels, seed ${options.seed}, in ${seconds} s.`);
}

function noticeText({ plugin, hook, x, y, fault }: Notice, count: number, colour: boolean): string {
  const places = count === 1 ? "one place" : `${count} places`;
  const isSpent = fault.code === "WG601";
  // In a world nobody can raise it: all must see the same land.
  const text = faultText(fault, colour, isSpent ? fault.message.replace(/; whoever runs this .*$/, "") : fault.message);
  const hint = isSpent ? "\n  hint: look for a loop that never ends, or do less at each place" : "";
  return `${plugin}: \`${hook}\` faulted and was passed over in ${places}, first at x=${x} y=${y}\n${text}${hint}`;
}

/** Ends only with the process. Editors save by renaming, so the folders are watched. */
async function redrawForEver(files: readonly string[], redraw: () => Promise<ExitCode>, terminal: Terminal): Promise<never> {
  const names = new Map(files.map((path) => [dirname(resolve(path)), new Set<string>()]));
  for (const path of files) names.get(dirname(resolve(path)))?.add(basename(path));
  terminal.note("Watching; Ctrl-C ends.");
  let isSaved = (): void => {};
  for (const [folder, wanted] of names) {
    watch(folder, (_event, name) => {
      if (name !== null && wanted.has(name)) isSaved();
    });
  }
  for (;;) {
    await new Promise<void>((resolve) => (isSaved = resolve));
    // One save makes several events, some before the text is there.
    await new Promise((ready) => setTimeout(ready, 50));
    await redraw().catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      terminal.note(`wgen: ${error.message}`);
    });
  }
}
