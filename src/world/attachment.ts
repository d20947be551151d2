// A plugin as it is attached to a world, and which attachments the world
// refuses: a mask may read only what stands before the plugin's hooks act.

import { combines } from "./composition.ts";
import type { Combine } from "./composition.ts";
import { maskNeeds } from "./mask.ts";
import type { Mask } from "./mask.ts";

/** What the world needs of a compiled plugin; the engine's `Plugin` has it. */
export interface AttachedPlugin {
  readonly name: string;
  readonly hash: string;
  readonly hooks: readonly string[];
}

/** How the caller of `openWorld` attaches a plugin; everything but the plugin has a default. */
export interface AttachmentOptions<P extends AttachedPlugin> {
  readonly plugin: P;
  /** Default true. */
  readonly enabled?: boolean;
  /** 0..1; default 1. */
  readonly strength?: number;
  /** Default "replace". */
  readonly combine?: Combine;
  /** Default everywhere. */
  readonly mask?: Mask;
  /** Default "": what the plugin's author saw. */
  readonly salt?: string;
  /** Values of the plugin's parameters by name. */
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface Attachment<P extends AttachedPlugin> {
  readonly plugin: P;
  readonly strength: number;
  readonly combine: Combine;
  readonly mask: Mask;
  readonly salt: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Fills in defaults and drops what is disabled. Throws `RangeError` naming what cannot be attached so. */
export function readAttachments<P extends AttachedPlugin>(options: readonly AttachmentOptions<P>[]): Attachment<P>[] {
  return options.filter((option) => option.enabled ?? true).map(readAttachment);
}

function readAttachment<P extends AttachedPlugin>(option: AttachmentOptions<P>): Attachment<P> {
  const { plugin, strength = 1, combine = "replace", mask = { kind: "everywhere" }, salt = "", params = {} } = option;
  if (!(strength >= 0 && strength <= 1)) throw new RangeError(`strength must be 0 to 1, not ${strength}`);
  if (!combines.includes(combine)) throw new RangeError(`combine must be one of ${combines.join(", ")}`);
  const tooEarly = plugin.hooks.find((hook) => !maskIsKnown(mask, hook));
  if (tooEarly !== undefined) {
    throw new RangeError(`a ${mask.kind} mask cannot limit the hook ${tooEarly}: it reads what a later stage makes`);
  }
  return { plugin, strength, combine, mask, salt, params };
}

/** Is what the mask reads there when the hook's answer is combined? */
function maskIsKnown(mask: Mask, hook: string): boolean {
  const stage = stageOf(hook);
  switch (maskNeeds(mask)) {
    case "nothing":
      return true;
    case "height":
      return stage >= stages.elevation;
    case "slope":
      return stage > stages.erode;
    case "biome":
      return stage > stages.biome;
  }
}

const stages = {
  prepare: 100,
  warp: 0,
  elevation: 1,
  reshape: 1,
  rain: 1,
  hydrology: 0,
  refine_rivers: 0,
  erode: 2,
  climate: 3,
  biome: 4,
  features: 5,
  keep_feature: 5,
  sites: 5,
  roads: 5,
  name: 5,
  tooltip: 5,
  accept: 100,
  color: 6,
};

/** Stages in the order in which they run; `prepare` has no place in it. */
function stageOf(hook: string): number {
  for (const [name, order] of Object.entries(stages)) if (name === hook) return order;
  return stages.color;
}
