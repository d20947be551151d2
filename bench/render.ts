// The row of a whole picture: a world of 1024 x 1024 pixels with
// examples/volcano.wgen against the same world with that plugin by hand.

import { readFileSync } from "node:fs";
import { compile, openWorld, worldHost } from "../src/index.ts";
import type { Plugin } from "../src/index.ts";
import { timesOf } from "./measuring.ts";
import type { Measured, Row } from "./measuring.ts";
import { handWritten } from "./volcano.ts";

const view = { width: 1024, height: 1024 };

function draw(plugin: Plugin): number {
  const world = openWorld({ seed: "bench", attachments: [{ plugin }] });
  const { rgb } = world.render(view);
  if (world.notices().length > 0) throw new Error("the plugin was passed over");
  return rgb.reduce((sum, value) => (sum + value) % 65536, 0);
}

function measure(): Measured {
  const plugin = compile(readFileSync(new URL("../examples/volcano.wgen", import.meta.url), "utf8"), {
    host: worldHost,
    fileName: "volcano.wgen",
  });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map((one) => one.message).join("\n"));
  const { ms } = timesOf([() => draw(handWritten(0)), () => draw(plugin)]);
  return { script: ms[0]!, ours: ms[1]!, unmetered: null };
}

export const renderRows: readonly Row[] = [
  { name: "render", what: "a world of 1024 x 1024 with examples/volcano.wgen", bar: 1.3, meteringBar: 100, measure },
];
