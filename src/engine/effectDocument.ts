// Reversible effects on a document: applied after a run has succeeded, all or
// none, as immer patches with their inverses, so that what a plugin did can be
// recorded, shown and taken back. Typed arrays never stand in the document:
// immer would change them in place.

import { applyPatches, enablePatches, produceWithPatches, type Objectish, type Patch } from "immer";
import type { Effect } from "./effects.ts";

enablePatches();

export interface AppliedEffects<Document> {
  readonly document: Document;
  /** The same effects with their states: all `applied`, or all `refused`. */
  readonly effects: readonly Effect[];
  /** What was done, and what undoes it; both empty where the effects were refused. */
  readonly patches: readonly Patch[];
  readonly inverse: readonly Patch[];
  /** Why they were refused, or null. */
  readonly refusal: string | null;
}

/**
 * Applies reversible effects in order. `apply` writes into a draft; where it
 * throws, the document stays as it was. Outward effects are left alone.
 */
export function applyEffects<Document extends Objectish>(
  document: Document,
  effects: readonly Effect[],
  apply: (draft: Document, effect: Effect) => void,
): AppliedEffects<Document> {
  try {
    const [changed, patches, inverse] = produceWithPatches(document, (draft) => {
      for (const effect of effects) if (effect.kind === "reversible") apply(draft as Document, effect);
    });
    return { document: changed, effects: settled(effects, "applied"), patches, inverse, refusal: null };
  } catch (error) {
    const refusal = error instanceof Error ? error.message : "it failed";
    return { document, effects: settled(effects, "refused"), patches: [], inverse: [], refusal };
  }
}

/** Takes back what `applyEffects` did, on any later document that still has those places. */
export function undoEffects<Document extends Objectish>(
  document: Document,
  applied: Pick<AppliedEffects<Document>, "effects" | "inverse">,
): { readonly document: Document; readonly effects: readonly Effect[] } {
  return { document: applyPatches(document, [...applied.inverse]), effects: settled(applied.effects, "undone") };
}

function settled(effects: readonly Effect[], state: Effect["state"]): readonly Effect[] {
  return effects.map((effect) => (effect.kind === "reversible" ? Object.freeze({ ...effect, state }) : effect));
}
