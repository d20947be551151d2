// A plugin as it is attached to a world, and which attachments the world
// refuses: a mask may read only what stands before the plugin's hooks act.

import { combines } from "./composition.ts";
import type { Combine } from "./composition.ts";
import { readMask } from "./documentData.ts";
import { maskNeeds } from "./mask.ts";
import type { Mask, MaskNeed } from "./mask.ts";

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
export function readAttachments<P extends AttachedPlugin>(options: readonly AttachmentOptions<P>[], isEndless = false): Attachment<P>[] {
  const attachments = options.filter((option) => option.enabled ?? true).map(readAttachment);
  if (!isEndless) return attachments;
  if (attachments.some(({ mask }) => mask.kind === "layer"))
    throw new RangeError("a layer mask reads the atlas, and a world without end has none");
  const [idle] = attachments.flatMap(({ plugin }) => plugin.hooks.filter((hook) => atlasHooks.has(hook)));
  if (idle !== undefined) throw new RangeError(`the hook ${idle} works on the atlas, and a world without end has none`);
  return attachments;
}

function readAttachment<P extends AttachedPlugin>(option: AttachmentOptions<P>): Attachment<P> {
  const { plugin, strength = 1, combine = "replace", mask = { kind: "everywhere" }, salt = "", params = {} } = option;
  if (!(strength >= 0 && strength <= 1)) throw new RangeError(`strength must be 0 to 1, not ${strength}`);
  if (!combines.includes(combine)) throw new RangeError(`combine must be one of ${combines.join(", ")}`);
  readMask(mask, "mask");
  const tooEarly = plugin.hooks.find((hook) => !maskIsKnown(mask, hook));
  if (tooEarly !== undefined) {
    throw new RangeError(`a ${mask.kind} mask cannot limit the hook ${tooEarly}: it reads what a later stage makes`);
  }
  return { plugin, strength, combine, mask, salt, params };
}

/** Does it act everywhere, and at full strength? */
export function isWhole({ strength, mask }: { readonly strength: number; readonly mask: Mask }): boolean {
  return strength === 1 && mask.kind === "everywhere";
}

/** Is what the mask reads there when the hook's answer is combined? */
function maskIsKnown(mask: Mask, hook: string): boolean {
  const need = maskNeeds(mask);
  return need === "nothing" || (known.get(hook) ?? everything).includes(need);
}

const everything: readonly MaskNeed[] = ["height", "layer", "slope", "biome"];

const atlasHooks: ReadonlySet<string> = new Set(["reshape", "rain", "hydrology", "refine_rivers", "sites", "roads", "accept"]);

/** What masks of a hook may read; of one that is not here, everything. */
const known: ReadonlyMap<string, readonly MaskNeed[]> = new Map([
  ["warp", []],
  ["elevation", ["height"]],
  ["reshape", ["height"]],
  ["rain", ["height"]],
  ["hydrology", ["height"]],
  ["refine_rivers", ["height"]],
  ["erode", ["height", "layer"]],
  ["sites", ["height", "layer"]],
  ["roads", ["height", "layer"]],
  ["name", ["height", "layer"]],
  ["climate", ["height", "layer", "slope"]],
  ["biome", ["height", "layer", "slope"]],
]);
