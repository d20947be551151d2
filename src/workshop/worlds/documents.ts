// The workshop's world document: the engine's own, with a slot and the name of
// the version for each attachment. What it answers and what it runs are both
// derived from it.

import { contentHash } from "../../base/hashing.ts";
import { engineVersion } from "../../base/version.ts";
import {
  newDocument,
  type AttachmentSettings,
  type DocumentPatch,
  type ParameterSetting,
  type WorldDocument,
} from "../../world/document.ts";
import type { WorldChangeBody, WorldRequestBody } from "../shapes/worlds.ts";

export interface WorkshopAttachment extends AttachmentSettings {
  /** Its name within the world. */
  readonly slot: string;
  /** `owner/name@version`, for people; `plugin` pins the source. */
  readonly reference: string;
}

export interface WorkshopDocument extends WorldDocument {
  readonly attachments: readonly WorkshopAttachment[];
}

export type { DocumentPatch };

export function firstDocument(request: WorldRequestBody): WorkshopDocument {
  const plain = newDocument(request.seed);
  return {
    ...plain,
    attachments: [],
    sizeMetres: request.size === undefined ? plain.sizeMetres : request.size,
    cellSizeMetres: request.cell_size ?? plain.cellSizeMetres,
    seaLevelMetres: request.sea_level ?? plain.seaLevelMetres,
  };
}

/** The part of a change that the document holds: with history, unlike title and visibility. */
export function documentChange({
  seed,
  size,
  sea_level,
}: WorldChangeBody): Partial<Pick<WorldDocument, "seed" | "sizeMetres" | "seaLevelMetres">> {
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(size === undefined ? {} : { sizeMetres: size }),
    ...(sea_level === undefined ? {} : { seaLevelMetres: sea_level }),
  };
}

/** The document that runs, by the engine that runs it: without what is off, of no strength, or blocked. Equal worlds give equal documents. */
export function effectiveDocument(document: WorkshopDocument, isBlocked: (hash: string) => boolean): WorldDocument {
  const { seed, sizeMetres, cellSizeMetres, seaLevelMetres } = document;
  const attachments = document.attachments
    .filter(({ enabled, strength, plugin }) => enabled && strength > 0 && !isBlocked(plugin))
    .map(({ plugin, strength, combine, mask, salt, parameters }) => ({
      plugin,
      enabled: true,
      strength,
      combine,
      mask,
      salt,
      parameters: [...parameters].sort(([a], [b]) => (a < b ? -1 : 1)),
    }));
  return { engine: engineVersion, seed, sizeMetres, cellSizeMetres, seaLevelMetres, attachments };
}

/** Everything that the world's answers depend on, as one hash. */
export function contentKey(effective: WorldDocument): string {
  return contentHash(JSON.stringify(effective, sortKeys));
}

/** Objects with their members in order of name, so that equal masks have one key however they were written. */
function sortKeys(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function parameterPairs(values: object | undefined): (readonly [string, ParameterSetting])[] {
  return Object.entries(values ?? {}) as (readonly [string, ParameterSetting])[];
}
