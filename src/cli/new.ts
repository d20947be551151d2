// `wgen new NAME`: a first plugin to change, with two parameters and a hook.

import { existsSync, writeFileSync } from "node:fs";
import { describeFileError, pluginName } from "./files.ts";
import { exitCodes, UsageError } from "./exit.ts";
import type { AddCommand } from "./main.ts";

export const addNewCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("new")
    .description("write a first plugin to change")
    .argument("<name>", "name of the plugin, as island or island.wgen")
    .option("--force", "write over a file that is there")
    .action((name: string, options: { force?: true }) => {
      const path = name.endsWith(".wgen") ? name : `${name}.wgen`;
      if (existsSync(path) && options.force !== true) {
        throw new UsageError(`${path} is there already; --force writes over it`);
      }
      try {
        writeFileSync(path, starter(pluginName(path)));
      } catch (error) {
        throw new UsageError(describeFileError("write", path, error));
      }
      terminal.note(`Wrote ${path}. See it: wgen render ${path} --scale 60 -o ${pluginName(path)}.png`);
      finish(exitCodes.fine);
    });
};

/** The text of a new plugin. */
export function starter(name: string): string {
  return `"""${name}: rolling hills on top of the world that is there."""
import noise
from wgen import World, param

height: float = param(300.0, min=0.0, max=2000.0, unit="m", label="Height of the hills")
width: float = param(2500.0, min=100.0, max=20000.0, unit="m", label="Width of a hill")


def elevation(x: float, y: float, prev: float, w: World) -> float:
    """Metres at a place: what was there before, and hills where there is land."""
    if prev < w.sea_level:
        return prev
    hills = noise.fbm(x / width, y / width, seed=w.seed, octaves=5)
    return prev + height * (hills + 1.0) / 2.0
`;
}
