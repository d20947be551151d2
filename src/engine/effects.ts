// Effects: calls of host functions that only leave a note. A run that succeeds
// gives them in order, each `proposed`; a run that fails gives none. What
// becomes of them is the host's: `settleEffects` walks them with the host's
// answers, all or none for the reversible ones.

import type { Value } from "./values.ts";

export type EffectState = "proposed" | "held" | "applied" | "refused" | "undone";

export interface Effect {
  /** `module.function` as the host declared it. */
  readonly name: string;
  readonly arguments: readonly Value[];
  readonly kind: "reversible" | "outward";
  readonly state: EffectState;
}

/** How often an outward effect may happen under a grant. */
export type Grant = "always" | "never" | "confirm";

export interface EffectHandlers {
  /** Applies one reversible effect to a draft; throwing refuses all reversible ones. */
  apply(effect: Effect): void;
  /** Takes back what was applied, latest first. */
  undo(effect: Effect): void;
  /** The grant for an outward effect, by name. */
  grant(name: string): Grant;
  /** Queues an outward effect that is granted. */
  queue(effect: Effect): void;
}

/** The effects with their new states, in order. A reversible one that fails takes all reversible ones with it. */
export function settleEffects(effects: readonly Effect[], handlers: EffectHandlers): readonly Effect[] {
  const reversible = effects.filter((effect) => effect.kind === "reversible");
  const isApplied = applyAll(reversible, handlers);
  return effects.map((effect) => {
    if (effect.kind === "reversible") return withState(effect, isApplied ? "applied" : "refused");
    return withState(effect, isApplied ? settleOutward(effect, handlers) : "refused");
  });
}

function applyAll(effects: readonly Effect[], handlers: EffectHandlers): boolean {
  const done: Effect[] = [];
  try {
    for (const effect of effects) {
      handlers.apply(effect);
      done.push(effect);
    }
    return true;
  } catch {
    for (const effect of done.toReversed()) handlers.undo(effect);
    return false;
  }
}

function settleOutward(effect: Effect, handlers: EffectHandlers): EffectState {
  switch (handlers.grant(effect.name)) {
    case "always":
      handlers.queue(effect);
      return "applied";
    case "confirm":
      return "held";
    case "never":
      return "refused";
  }
}

function withState(effect: Effect, state: EffectState): Effect {
  return Object.freeze({ ...effect, state });
}
