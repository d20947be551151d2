// What `wgen export` writes, by format. Loaded only by that command. Each
// format gives the files that belong together: the one that was asked for ("")
// and those that stand beside it, by what is put behind its path.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../base/diagnostic.ts";
import { engineVersion } from "../base/version.ts";
import { writeBundle } from "../output/bundle.ts";
import { encodeGeoTIFF } from "../output/geotiff.ts";
import { encodeGLB } from "../output/glb.ts";
import { type HeightField, heightSidecar, type Provenance } from "../output/heights.ts";
import { encodeHeights, encodePicture } from "../output/png.ts";
import { encodeRaw } from "../output/raw.ts";
import { packHeights, tilePixels } from "../output/tiles.ts";
import { mapStyle, tileJSON, type ViewedLayer, type ViewedWorld } from "../output/viewing.ts";
import { tileView } from "../world/tile.ts";
import type { View } from "../world/picture.ts";
import { openWorld, type World } from "../world/world.ts";
import { bundleOf } from "./bundles.ts";
import type { ExportFormat, ExportOptions } from "./export.ts";
import { UsageError } from "./exit.ts";
import { geoJSONOf } from "./geo.ts";
import { pluginName } from "./files.ts";
import type { Terminal } from "./terminal.ts";
import { prepareSession } from "./worlds.ts";

export interface Exported {
  readonly diagnostics: readonly Diagnostic[];
  /** What is put behind the output's path, and the content; null where a plugin was refused. */
  readonly files: readonly (readonly [path: string, data: string | Uint8Array])[] | null;
}

type Files = NonNullable<Exported["files"]>;
type Show = (share: number) => void;

interface Job {
  readonly world: World;
  readonly options: ExportOptions;
  readonly made: Provenance;
  readonly sizeMetres: number | null;
  readonly name: string;
  readonly show: Show;
}

export function exportWorld(
  files: readonly string[],
  format: ExportFormat,
  options: ExportOptions,
  terminal: Terminal,
  show: Show,
): Exported {
  const session = prepareSession(files, options, terminal);
  const { diagnostics, world: given } = session;
  if (given === null) return { diagnostics, files: null };
  if (format === "bundle" && options.atlas !== undefined)
    throw new UsageError("a bundle opens with the whole atlas, so --atlas would make another world of it");
  if (format === "bundle") return { diagnostics, files: [["", writeBundle(bundleOf({ ...session, world: given }))]] };
  const world = openWorld(given);
  const sizeMetres = given.size === undefined ? 204_800 : given.size === null ? null : Number(given.size);
  const made = { seed: given.seed, engine: engineVersion, plugins: (given.attachments ?? []).map(({ plugin }) => plugin.hash) };
  const job: Job = { world, options, made, sizeMetres, name: files.map(pluginName).join(" "), show };
  return { diagnostics, files: makeFiles(format, job) };
}

function makeFiles(format: Exclude<ExportFormat, "bundle">, job: Job): Files {
  const { world, options, made, sizeMetres } = job;
  switch (format) {
    case "map":
      return [["", encodePicture(world.render({ ...mapView(job), legend: options.legend === true }))]];
    case "height": {
      const field = fieldOf(job);
      return withSidecar(encodeHeights(field.metres, field.columns, field.rows).bytes, field, made, "png16");
    }
    case "r16":
    case "r32": {
      const field = fieldOf(job);
      return withSidecar(
        encodeRaw(field, format, options.flip === true),
        field,
        made,
        `${format}${options.flip === true ? " flipped" : ""}`,
      );
    }
    case "geotiff":
      return [["", encodeGeoTIFF(fieldOf(job), `wgen world of seed ${made.seed}`)]];
    case "glb":
      return [["", glbOf(job)]];
    case "geojson":
      return [["", `${JSON.stringify(geoJSONOf(world, sizeMetres, { ...options.at, ...options.size, metresPerCell: options.scale }))}\n`]];
    case "terrarium":
      return [["", terrariumTile(job, options.tile)]];
    case "tilejson":
      return [["", json(tileJSON(viewed(job), "map"))]];
    case "style":
      return [["", json(mapStyle(viewed(job)))]];
    case "tiles":
      return tileFolder(job);
  }
}

function json(data: object): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

function withSidecar(bytes: Uint8Array, field: HeightField, made: Provenance, format: string): Files {
  return [
    ["", bytes],
    [".json", json(heightSidecar(field, made, format))],
  ];
}

/** Heights of the window that was asked for, or of one of another size. */
function fieldOf({ world, options: { at, size, scale } }: Job, columns = size.width, rows = size.height): HeightField {
  const [west, north] = [at.x - (columns * scale) / 2, at.y - (rows * scale) / 2];
  const window = { x0: west + scale / 2, y0: north + scale / 2, cols: columns, rows, cellSize: scale };
  return { columns, rows, metres: world.grid("elevation", window), metresPerCell: scale, west, north };
}

function mapView({ options, show }: Job): View {
  return { ...options.at, ...options.size, metresPerPixel: options.scale, onProgress: show };
}

/** The model's lattice has a power of two and one more points: the next at or above the size. */
function glbOf(job: Job): Uint8Array {
  const { world, options, made } = job;
  const wanted = Math.max(options.size.width, options.size.height);
  if (wanted > 2048) throw new UsageError("--size is at most 2048 for glb");
  let side = 2;
  while (side < wanted) side *= 2;
  const field = fieldOf(job, side + 1, side + 1);
  const colours = world.render({ ...options.at, width: side + 1, height: side + 1, metresPerPixel: options.scale, onProgress: job.show });
  return encodeGLB(field, colours.rgb, made, { mostMetres: options.error, exaggeration: options.exaggeration });
}

function terrariumTile({ world, sizeMetres }: Job, { z, x, y }: ExportOptions["tile"]): Uint8Array {
  const { width, height, metresPerPixel, ...middle } = tileView(sizeMetres, z, x, y, tilePixels);
  const corner = (place: number): number => place - (tilePixels / 2) * metresPerPixel + metresPerPixel / 2;
  const window = { x0: corner(middle.x), y0: corner(middle.y), cols: width, rows: height, cellSize: metresPerPixel };
  return encodePicture({ width, height, rgb: packHeights(world.grid("elevation", window)) });
}

function viewed({ name, sizeMetres, options }: Job): ViewedWorld {
  return { name, sizeMetres, address: (layer: ViewedLayer) => options.tiles.replaceAll("{layer}", layer) };
}

const deepestExport = 8;

/** A folder that any file server serves: two layers of tiles, their TileJSON and the style. */
function tileFolder(job: Job): Files {
  const { world, options, sizeMetres, show } = job;
  if (options.output === "-") throw new UsageError("tiles go to a folder, not to stdout");
  if (options.zoom > deepestExport)
    throw new UsageError(`--zoom is at most ${deepestExport} here; wgen serve makes deeper tiles when they are looked at`);
  const files: [string, string | Uint8Array][] = [
    ["/map.json", json({ ...tileJSON(viewed(job), "map"), maxzoom: options.zoom })],
    ["/terrarium.json", json({ ...tileJSON(viewed(job), "terrarium"), maxzoom: options.zoom })],
    ["/style.json", json(mapStyle(viewed(job)))],
  ];
  const total = (4 ** (options.zoom + 1) - 1) / 3;
  for (let z = 0; z <= options.zoom; z++) {
    for (let x = 0; x < 2 ** z; x++) {
      for (const layer of ["map", "terrarium"]) mkdirSync(join(options.output ?? ".", layer, String(z), String(x)), { recursive: true });
      for (let y = 0; y < 2 ** z; y++) {
        files.push([`/map/${z}/${x}/${y}.png`, encodePicture(world.render(tileView(sizeMetres, z, x, y, tilePixels)))]);
        files.push([`/terrarium/${z}/${x}/${y}.png`, terrariumTile(job, { z, x, y })]);
        show(files.length / 2 / total);
      }
    }
  }
  return files;
}
