// Which attached plugins meet at which stage, what becomes of each there, and
// which of them nobody will see: the table that tells an author why a plugin
// seems to do nothing.

import type { Plugin } from "../engine/plugin.ts";
import type { Attachment, AttachmentOptions } from "./attachment.ts";
import { isWhole, readAttachments } from "./attachment.ts";

/** How answers of several plugins join at a hook. */
export type Joining = "composed" | "folded" | "chained" | "last wins" | "joined" | "layered" | "merged" | "private";

/** One plugin at one hook. */
export interface StageEntry {
  /** Its place among the attachments, from 0; disabled ones count. */
  readonly attachment: number;
  readonly plugin: string;
  /** "off": disabled, or of strength 0. "hidden": a later plugin leaves nothing of it. */
  readonly effect: "acts" | "acts in part" | "hidden" | "off";
  /** The attachment that hides it. */
  readonly hiddenBy: number | null;
}

export interface StageRow {
  readonly hook: string;
  readonly joining: Joining;
  /** In the order of their effect. */
  readonly plugins: readonly StageEntry[];
}

const joinings: readonly (readonly [hook: string, joining: Joining])[] = [
  ["prepare", "private"],
  ["warp", "composed"],
  ["elevation", "folded"],
  ["reshape", "chained"],
  ["rain", "chained"],
  ["hydrology", "last wins"],
  ["refine_rivers", "chained"],
  ["erode", "chained"],
  ["climate", "folded"],
  ["biome", "folded"],
  ["features", "joined"],
  ["keep_feature", "joined"],
  ["sites", "joined"],
  ["roads", "joined"],
  ["name", "folded"],
  ["color", "folded"],
  ["draw", "layered"],
  ["tooltip", "merged"],
  ["accept", "joined"],
];

/** A row for each hook that any of the plugins has, in the order of the stages. Throws `RangeError` for what cannot be attached. */
export function stageTable(options: readonly AttachmentOptions<Plugin>[], isEndless = false): readonly StageRow[] {
  const attachments = options.map((option) => readAttachments([{ ...option, enabled: true }], isEndless)[0]!);
  return joinings.flatMap(([hook, joining]) => {
    const here = attachments.flatMap((attachment, index) => (attachment.plugin.hooks.includes(hook) ? [{ attachment, index }] : []));
    if (here.length === 0) return [];
    const isOff = (index: number): boolean => options[index]?.enabled === false || attachments[index]?.strength === 0;
    const plugins = here.map(({ attachment, index }): StageEntry => {
      const hider = here.find((later) => later.index > index && !isOff(later.index) && hides(later.attachment, hook, joining));
      const effect = isOff(index) ? "off" : hider !== undefined ? "hidden" : isWhole(attachment) ? "acts" : "acts in part";
      return { attachment: index, plugin: attachment.plugin.name, effect, hiddenBy: effect === "hidden" ? hider!.index : null };
    });
    return [{ hook, joining, plugins }];
  });
}

/** Does it leave nothing of what came before, but where it faults? Only where it acts wholly, replaces, and never asks for what was there. */
function hides(later: Attachment<Plugin>, hook: string, joining: Joining): boolean {
  if (joining === "last wins") return isWhole(later);
  if ((joining !== "folded" && joining !== "chained") || !isWhole(later) || later.combine !== "replace") return false;
  const before = new Set(["prev", "h", "rivers"]);
  const taken = later.plugin.signatures.find(({ name }) => name === hook)?.parameters ?? [];
  const seesCells = hook === "biome" || hook === "climate" ? ["c"] : [];
  return !taken.some(({ name }) => before.has(name) || seesCells.includes(name));
}
