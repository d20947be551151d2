// What each stage of a world depends on, as keys: the world itself, then stage
// by stage every attachment that acts there, with those of its parameters that
// its hook reads. Worlds with the same key have the value in common.

import { contentHash } from "../base/hashing.ts";
import { engineVersion } from "../base/version.ts";
import type { Plugin } from "../engine/plugin.ts";
import { partsOf } from "../engine/plugin.ts";
import type { Attachment } from "./attachment.ts";
import type { HeightMap } from "./baseMap.ts";
import type { PreparedAttachment } from "./hookRun.ts";

export interface StageKeys {
  readonly land: string;
  readonly shape: string;
  readonly reshape: string;
  readonly rain: string;
  readonly hydrology: string;
  readonly atlas: string;
  readonly sites: string;
  readonly roads: string;
  readonly names: string;
  readonly detail: string;
  readonly climate: string;
  readonly biome: string;
  readonly features: string;
  readonly look: string;
  readonly drawing: string;
  readonly accept: string;
  /** The key of what stands after one more attachment's hook. */
  readonly after: (before: string, attachment: PreparedAttachment, hook: string) => string;
}

export function makeStageKeys(world: string, attachments: readonly PreparedAttachment[]): StageKeys {
  const parts = new Map<string, string>();
  const after = (before: string, attachment: PreparedAttachment, hook: string): string => {
    const name = `${numberOf(attachment)} ${hook}`;
    const part = parts.get(name) ?? contentHash(attachmentKey(attachment, hook));
    parts.set(name, part);
    return contentHash(`${before} ${part}`);
  };
  const acting = (hook: string) =>
    attachments.filter(({ plugin, strength, prepared }) => plugin.hooks.includes(hook) && strength > 0 && prepared !== null);
  const then = (before: string, ...hooks: readonly string[]): string =>
    hooks.reduce((key, hook) => acting(hook).reduce((each, attachment) => after(each, attachment, hook), key), before);
  const land = then(world, "warp");
  const shape = then(land, "elevation");
  const reshape = then(shape, "reshape");
  const rain = then(reshape, "rain");
  const hydrology = then(rain, "hydrology");
  const atlas = then(hydrology, "refine_rivers");
  const sites = then(atlas, "sites");
  const detail = then(atlas, "erode");
  const climate = then(detail, "climate");
  const biome = then(climate, "biome");
  return {
    land,
    shape,
    reshape,
    rain,
    hydrology,
    atlas,
    sites,
    roads: then(sites, "roads"),
    names: then(sites, "name"),
    detail,
    climate,
    biome,
    features: then(biome, "features", "keep_feature"),
    look: then(biome, "color"),
    drawing: then(biome, "draw"),
    accept: then(biome, "accept"),
    after,
  };
}

/** What a world is made of beside its attachments. */
export interface WorldFacts {
  readonly tier: string;
  readonly seed: string;
  readonly sizeMetres: number | null;
  readonly cells: number;
  readonly cellSizeMetres: number;
  readonly seaLevelMetres: number;
  readonly chunkFuel: number;
  readonly base: HeightMap | null;
}

export function worldKey({ base, ...facts }: WorldFacts): string {
  return contentHash(written([engineVersion, facts, base === null ? 0 : numberOf(base)]));
}

/** Names what `prepare` gives. */
export function prepareKey(world: string, { plugin, salt, params }: Attachment<Plugin>): string {
  return contentHash(`${world} ${written([identity(plugin), salt, settingsRead(plugin, params, "prepare")])}`);
}

function attachmentKey({ plugin, strength, combine, mask, salt, params }: PreparedAttachment, hook: string): string {
  const takesPrepared = plugin.signatures.some(({ name, parameters }) => name === hook && parameters.some((each) => each.name === "s"));
  const prepared = takesPrepared ? settingsRead(plugin, params, "prepare") : null;
  return written([identity(plugin), hook, strength, combine, mask, salt, settingsRead(plugin, params, hook), prepared]);
}

/** Values of the parameters on which the hook's answer depends. */
function settingsRead(plugin: Plugin, params: Readonly<Record<string, unknown>>, hook: string): readonly unknown[] {
  return (plugin.parameterReads.get(hook) ?? []).map((name) => [
    name,
    Object.hasOwn(params, name) ? params[name] : plugin.parameters.find((parameter) => parameter.name === name)?.default,
  ]);
}

const numbers = new WeakMap<object, number>();
let numbered = 0;

function numberOf(thing: object): number {
  const number = numbers.get(thing) ?? ++numbered;
  numbers.set(thing, number);
  return number;
}

/** The same for plugins that always do the same: of one source and tier; what has limits of its own or is watched stands alone. */
function identity(plugin: Plugin): readonly unknown[] {
  const { limits, isWatched } = partsOf(plugin);
  return [plugin.hash, plugin.tier, limits ?? null, isWatched ? numberOf(plugin) : 0];
}

/** As text, one for each value: JSON has no words for some numbers. */
function written(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`;
    if (part instanceof Map) return [...(part as Map<unknown, unknown>)];
    return typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0)) ? `#${Object.is(part, -0) ? "-0" : part}` : part;
  });
}
