// `npm run sheet [name ...]`: one PNG with every example, a row each, on three
// seeds, at the scale it is made for; the world without plugins on top. To be
// looked at: bands, noise and traces of a grid show side by side.
// Options: --out sheet.png --seeds 1,7,island --size 256 --scale 40.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { compile, openWorld, worldHost } from "../src/index.ts";
import type { Plugin } from "../src/index.ts";
import { encodePicture } from "../src/output/png.ts";
import type { Picture } from "../src/output/png.ts";

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string", default: "sheet.png" },
    seeds: { type: "string", default: "1,7,island" },
    size: { type: "string", default: "256" },
    scale: { type: "string" },
  },
});
const size = Number(given.size);
const gap = 4;

/** Metres that a picture is wide, where an example is not made for the whole world. */
const extents: Readonly<Record<string, number>> = {
  archipelago: 32_000,
  canyon: 16_000,
  coastline: 40_000,
  delta: 60_000,
  districts: 5000,
  dunes: 12_000,
  erosion: 12_000,
  forest: 6000,
  mesas: 12_000,
  volcano: 12_000,
};
const wholeWorld = 204_800;

interface Row {
  readonly name: string;
  readonly extent: number;
  readonly plugin: Plugin | null;
}

const bare: readonly Row[] = [wholeWorld, 40_000, 8000].map((extent) => ({ name: `world-${extent / 1000}km`, extent, plugin: null }));

function exampleRow(file: URL): Row {
  const name = basename(file.pathname, ".wgen");
  const plugin = compile(readFileSync(file, "utf8"), { host: worldHost, fileName: `${name}.wgen` });
  if (!plugin.ok) throw new Error(`${name}: ${plugin.diagnostics[0]?.message ?? ""}`);
  return { name, extent: extents[name] ?? wholeWorld, plugin };
}

function draw({ name, extent, plugin }: Row, seed: string): Picture {
  const world = openWorld({ seed, attachments: plugin === null ? [] : [{ plugin }] });
  const start = process.cpuUsage();
  const metresPerPixel = given.scale === undefined ? extent / size : Number(given.scale);
  const picture = world.render({ width: size, height: size, metresPerPixel });
  const { user, system } = process.cpuUsage(start);
  console.log(`${name} ${seed}: ${((user + system) / 1000).toFixed(0)} ms`, ...world.notices().map(({ notice }) => notice.fault.message));
  return picture;
}

function lay(pictures: readonly (readonly Picture[])[]): Picture {
  const columns = Math.max(...pictures.map((row) => row.length));
  const width = columns * (size + gap) + gap;
  const height = pictures.length * (size + gap) + gap;
  const rgb = new Uint8Array(width * height * 3).fill(255);
  for (const [row, line] of pictures.entries()) {
    for (const [column, picture] of line.entries()) {
      for (let y = 0; y < size; y++) {
        const to = ((gap + row * (size + gap) + y) * width + gap + column * (size + gap)) * 3;
        rgb.set(picture.rgb.subarray(y * size * 3, (y + 1) * size * 3), to);
      }
    }
  }
  return { width, height, rgb };
}

const folder = new URL("../examples/", import.meta.url);
const isWanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
const files = readdirSync(folder).filter((file) => file.endsWith(".wgen") && isWanted(basename(file, ".wgen")));
const rows = [...bare.filter(({ name }) => isWanted(name)), ...files.map((file) => exampleRow(new URL(file, folder)))];
const pictures = rows.map((row) => given.seeds.split(",").map((seed) => draw(row, seed)));
writeFileSync(given.out, encodePicture(lay(pictures)));
console.log(`${given.out}: ${rows.map(({ name }) => name).join(", ")}`);
