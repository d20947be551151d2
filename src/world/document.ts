// The world document: everything a world is made from, as plain data, kept
// immutable by immer. An edit gives the new document with the patches that
// made it and those that undo it, which is what history and undo store.
// Typed arrays never stand in it.

import type { Patch } from "immer";
import { applyPatches, enablePatches, produceWithPatches } from "immer";
import { engineVersion } from "../base/version.ts";
import type { Combine } from "./composition.ts";
import type { Mask } from "./mask.ts";

enablePatches();

/** One step of an edit: where in the document, and what stands there then. */
export type DocumentPatch = Patch;

export type ParameterSetting = number | string | boolean | readonly ParameterSetting[];

/** A plugin pinned to a world. */
export interface AttachmentSettings {
  /** SHA-256 of the plugin's source. */
  readonly plugin: string;
  readonly enabled: boolean;
  /** 0..1 */
  readonly strength: number;
  readonly combine: Combine;
  readonly mask: Mask;
  /** Empty unless two attachments of one plugin must differ. */
  readonly salt: string;
  /** Pairs, never an object: names are the plugin author's. */
  readonly parameters: readonly (readonly [name: string, value: ParameterSetting])[];
}

export interface WorldDocument {
  readonly engine: number;
  readonly seed: string;
  /** Side of the square in metres; null is endless. */
  readonly sizeMetres: number | null;
  readonly cellSizeMetres: number;
  readonly seaLevelMetres: number;
  /** In order of their effect. */
  readonly attachments: readonly AttachmentSettings[];
}

/** A finite world of 204.8 km with cells of 10 m and nothing attached. */
export function newDocument(seed: string): WorldDocument {
  return { engine: engineVersion, seed, sizeMetres: 204_800, cellSizeMetres: 10, seaLevelMetres: 0, attachments: [] };
}

export type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Draft<T[Key]> }
    : T;

/** One edit: the document after it, what was done, and what undoes it. */
export interface DocumentEdit<Document extends WorldDocument = WorldDocument> {
  readonly document: Document;
  readonly patches: readonly Patch[];
  readonly inverse: readonly Patch[];
}

/** Applies `change` to a draft of the document. */
export function editDocument<Document extends WorldDocument>(
  document: Document,
  change: (draft: Draft<Document>) => void,
): DocumentEdit<Document> {
  const [next, patches, inverse] = produceWithPatches(document, (draft) => change(draft as unknown as Draft<Document>));
  return { document: next, patches, inverse };
}

/** The document after stored patches: an edit done again, or undone by its inverse. */
export function patchDocument<Document extends WorldDocument>(document: Document, patches: readonly Patch[]): Document {
  return applyPatches(document, [...patches]);
}
