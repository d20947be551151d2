// Makes a world's options ready to run: reads sizes, compiles the built-in
// stages once, gives each attachment its `World` and runs `prepare` hooks.

import { compileLibraryPlugin } from "../engine/compile.ts";
import type { Fault } from "../engine/fault.ts";
import type { Plugin } from "../engine/plugin.ts";
import { readStandardSource } from "../engine/stdlib-files.ts";
import { limits } from "../base/limits.ts";
import type { Attachment } from "./attachment.ts";
import { readAttachments } from "./attachment.ts";
import { atlasCells, atlasOf } from "./atlas.ts";
import { worldHost } from "./host.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import { wornLand } from "./land.ts";
import type { Patch } from "./lattice.ts";
import { Notices } from "./notice.ts";
import { pluginSeed } from "./seed.ts";
import type { BuiltinStages, WorldSetup } from "./setup.ts";
import type { StageContext } from "./stageCache.ts";
import { atlasStage } from "./stageCache.ts";
import { makeStageKeys, prepareKey, worldKey } from "./stageKeys.ts";
import type { WorldOptions } from "./world.ts";

/** Throws `RangeError` or `TypeError` for options that make no world. */
export function prepareWorld(options: WorldOptions): WorldSetup {
  const sizeMetres = readSize(options.size === undefined ? "204.8 km" : options.size);
  const cellSizeMetres = requirePositive(options.cellSize ?? 10, "cellSize");
  const seaLevelMetres = options.seaLevel ?? 0;
  const cells = requireAtlas(options.atlasCells ?? atlasCells);
  const notices = new Notices(options.onNotice);
  const worldValue = (salt: string) => ({
    seed: pluginSeed(options.seed, "terrain", salt),
    sea_level: seaLevelMetres,
    cell_size: cellSizeMetres,
    size: sizeMetres,
  });
  const tier = options.tier ?? "compiled";
  const { seed, base = null, chunkFuel = limits.fuelPerChunk.default, reuse = "all", onStage = () => {} } = options;
  const world = worldKey({ tier, seed, sizeMetres, cells, cellSizeMetres, seaLevelMetres, chunkFuel, base });
  const context: StageContext = { notices, reuse, onStage };
  const attach = (attachment: Attachment<Plugin>): PreparedAttachment => {
    const value = worldValue(attachment.salt);
    const prepares = attachment.plugin.hooks.includes("prepare");
    const prepare = (own: StageContext): unknown => callPrepare(attachment, value, own.notices);
    const prepared = prepares ? atlasStage(context, "prepare", prepareKey(world, attachment), prepare) : undefined;
    return { ...attachment, world: value, prepared };
  };
  const builtin = (name: keyof BuiltinStages) =>
    attach({ plugin: builtinPlugin(name, tier), strength: 1, combine: "replace", mask: { kind: "everywhere" }, salt: "", params: {} });
  const builtins = lazyStages(builtin);
  const attachments = readAttachments(options.attachments ?? [], sizeMetres === null).map(attach);
  const setup: WorldSetup = {
    ...context,
    seed,
    sizeMetres,
    cellSizeMetres,
    seaLevelMetres,
    base,
    builtins,
    attachments,
    chunkFuel,
    keys: makeStageKeys(world, attachments),
    land: () => {
      if (sizeMetres === null) return null;
      const { shape, erosion } = builtins;
      return wornLand({ seed, sizeMetres, cellSizeMetres, seaLevelMetres, cells, tier, shape, erosion });
    },
    atlas: () => atlasOf(setup, cells),
    layer: (layer, x, y) => setup.atlas()?.at.layer(layer, x, y) ?? 0,
    wrongShape,
  };
  return setup;
}

/** "204.8 km", "900 m" or a number of metres; null is endless. */
function readSize(size: number | string | null): number | null {
  if (size === null) return null;
  if (typeof size === "number") return requirePositive(size, "size");
  const match = /^(\d+(?:\.\d+)?) ?(km|m)$/.exec(size);
  if (match === null) throw new RangeError(`size must be metres or like "204.8 km", not ${JSON.stringify(size)}`);
  return requirePositive(Number(match[1]) * (match[2] === "km" ? 1000 : 1), "size");
}

function requirePositive(value: number, name: string): number {
  if (!(Number.isFinite(value) && value > 0)) throw new RangeError(`${name} must be above 0`);
  return value;
}

/** Each is compiled when it is first asked for: a world without end needs no rain, and few pictures show towns. */
function lazyStages(attach: (name: keyof BuiltinStages) => PreparedAttachment): BuiltinStages {
  const made = new Map<keyof BuiltinStages, PreparedAttachment>();
  const stage = (name: keyof BuiltinStages): PreparedAttachment => {
    const attachment = made.get(name) ?? attach(name);
    made.set(name, attachment);
    return attachment;
  };
  return {
    get shape() {
      return stage("shape");
    },
    get erosion() {
      return stage("erosion");
    },
    get rain() {
      return stage("rain");
    },
    get water() {
      return stage("water");
    },
    get places() {
      return stage("places");
    },
    get climate() {
      return stage("climate");
    },
    get biome() {
      return stage("biome");
    },
    get look() {
      return stage("look");
    },
  };
}

function requireAtlas(cells: number): number {
  if (Number.isInteger(cells) && cells % 2 === 0 && cells >= 16 && cells <= 512) return cells;
  throw new RangeError("atlasCells must be an even number from 16 to 512");
}

const compiled = new Map<string, Plugin>();

/** A built-in stage, compiled once per process and tier. */
function builtinPlugin(name: string, tier: "interpreter" | "compiled"): Plugin {
  const key = `${tier} ${name}`;
  let plugin = compiled.get(key);
  if (plugin === undefined) {
    plugin = compileLibraryPlugin(readStandardSource(`world/${name}.wgen`), {
      host: worldHost,
      fileName: `<stdlib>/world/${name}.wgen`,
      tier,
    });
    compiled.set(key, plugin);
  }
  return plugin;
}

/** What the plugin makes for its other hooks; null where it faults. */
function callPrepare({ plugin, params }: Attachment<Plugin>, world: Readonly<Record<string, unknown>>, notices: Notices): unknown {
  const answer = plugin.call("prepare", { w: world }, { params, limits: { fuel: limits.fuelPerAtlasStage.default } });
  if (answer.ok) return answer.value;
  notices.add({ plugin: plugin.name, hook: "prepare", fault: answer.fault, x: 0, y: 0 });
  return null;
}

function wrongShape(plugin: Plugin, shape: readonly number[], patch: Patch): Fault {
  return plugin.hookFault(
    "erode",
    "WG523",
    `ValueError: erode returned a grid of ${shape.join(" x ")} cells; the one it was given has ${patch.rows} x ${patch.columns}`,
  );
}
