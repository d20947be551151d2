// Features of a chunk: every plugin's list, joined. A feature belongs to the
// chunk that owns its anchor; what a plugin puts elsewhere is dropped, or it
// would appear twice; what is not merely moved over an edge has a notice.
// Below full strength, and outside a mask, lists are thinned by a positional hash.

import { joinBits, textBits } from "../base/hashing.ts";
import { limits } from "../base/limits.ts";
import type { Fault } from "../engine/fault.ts";
import { attachmentsWith } from "./atlasHooks.ts";
import { positionalFraction, takesDiscrete } from "./composition.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import type { Patch } from "./lattice.ts";
import { maskValue } from "./mask.ts";
import type { MaskedPlace } from "./mask.ts";
import { regionValue } from "./region.ts";
import type { WorldSetup } from "./setup.ts";
import type { BiomeValue } from "./cellColumns.ts";

/** A thing with an anchor, in metres. */
export interface FeatureValue {
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly angle: number;
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** What `features` may read: a patch with one cell of border. */
export interface FeatureGround {
  readonly patch: Patch;
  readonly border: number;
  readonly heights: Float64Array;
  readonly biomes: readonly BiomeValue[];
  readonly placeAt: (x: number, y: number) => MaskedPlace;
}

/** All features whose anchors lie in the chunk, in order of attachment. */
export function chunkFeatures(setup: WorldSetup, ground: FeatureGround): FeatureValue[] {
  const joined: FeatureValue[] = [];
  for (const attachment of setup.attachments) {
    if (!attachment.plugin.hooks.includes("features") || attachment.strength === 0 || attachment.prepared === null) continue;
    joined.push(...pluginFeatures(setup, attachment, ground));
  }
  return joined.filter((feature) => isKept(setup, ground, feature));
}

/** False where a plugin's `keep_feature` speaks against it, and acts there. */
function isKept(setup: WorldSetup, ground: FeatureGround, feature: FeatureValue): boolean {
  return attachmentsWith(setup, "keep_feature").every((attachment) => {
    const { x, y } = feature;
    const stream = joinBits(textBits(setup.seed), textBits(`keep_feature ${attachment.plugin.hash} ${attachment.salt}`));
    if (!takesDiscrete(x, y, stream, attachment.strength * maskValue(attachment.mask, ground.placeAt(x, y)))) return true;
    const answer = attachment.plugin.call(
      "keep_feature",
      { f: feature, w: attachment.world, s: attachment.prepared },
      { params: attachment.params, limits: { fuel: limits.fuelPerCall.default } },
    );
    if (answer.ok) return answer.value === true;
    setup.notices.add({ plugin: attachment.plugin.name, hook: "keep_feature", fault: answer.fault, x: feature.x, y: feature.y });
    return true;
  });
}

function pluginFeatures(setup: WorldSetup, attachment: PreparedAttachment, ground: FeatureGround): FeatureValue[] {
  const region = regionValue(ground.patch, ground.border, ground.heights, ground.biomes);
  const answer = attachment.plugin.call(
    "features",
    { r: region, w: attachment.world, s: attachment.prepared },
    { params: attachment.params, limits: { fuel: setup.chunkFuel } },
  );
  const [x0, y0, x1, y1] = ["x0", "y0", "x1", "y1"].map((edge) => region[edge] as number) as [number, number, number, number];
  if (!answer.ok) {
    setup.notices.add({ plugin: attachment.plugin.name, hook: "features", fault: answer.fault, x: (x0 + x1) / 2, y: (y0 + y1) / 2 });
    return [];
  }
  const stream = joinBits(textBits(setup.seed), textBits(`features ${attachment.plugin.hash} ${attachment.salt}`));
  const isWithin = ({ x, y }: FeatureValue, margin: number): boolean =>
    x >= x0 - margin && x < x1 + margin && y >= y0 - margin && y < y1 + margin;
  const given = answer.value as unknown as readonly FeatureValue[];
  const owned = given.filter((feature) => isWithin(feature, 0));
  const lost = given.find((feature) => !isWithin(feature, (x1 - x0) / 4));
  if (lost !== undefined)
    setup.notices.add({ plugin: attachment.plugin.name, hook: "features", fault: strayed(attachment, lost), x: lost.x, y: lost.y });
  return thinned(owned, stream).filter(({ x, y }) => {
    const weight = attachment.strength * maskValue(attachment.mask, ground.placeAt(x, y));
    return takesDiscrete(x, y, stream, weight);
  });
}

function strayed({ plugin }: PreparedAttachment, { x, y }: FeatureValue): Fault {
  const rule = "a chunk gives the features whose anchors lie in its region, `r.x0` to `r.x1` and `r.y0` to `r.y1`";
  return plugin.hookFault("features", "WG523", `ValueError: the feature at x=${x}, y=${y} lies far outside and is left out: ${rule}`);
}

/** As many as a chunk may have of one plugin; of more, those with the lowest positional hashes, so that what is left is spread evenly. */
function thinned(features: readonly FeatureValue[], stream: bigint): readonly FeatureValue[] {
  const most = limits.featuresPerChunk.default;
  if (features.length <= most) return features;
  const fractions = features.map(({ x, y }) => positionalFraction(x, y, stream));
  const bound = Float64Array.from(fractions).sort()[most]!;
  return features.filter((_, k) => fractions[k]! < bound);
}
