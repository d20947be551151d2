// What the page and its workers say to each other: plain data only. A call has
// a name, what it asks and what it gives; replies carry the call's number. A
// worker that is at work on something long says so between two chunks, so that
// the page can tell it from one that hangs.

import type { Parameter } from "../../engine/parameters.ts";
import type { Fault } from "../../engine/fault.ts";
import type { TileView } from "../../world/tile.ts";
import type { PointValues } from "../../world/world.ts";

/** The page shows the default world. */
export const worldSideMetres = 204_800;

/** Cells along its atlas: `atlasCells` of `world/atlas.ts`, which is not loaded for it. */
export const fullAtlas = 512;

/** All that a picture depends on. */
export interface WorldRecipe {
  readonly source: string;
  readonly seed: string;
  /** Values that differ from the defaults. Pairs, never an object: names are the plugin author's. */
  readonly params: readonly (readonly [name: string, value: unknown])[];
}

/** A recipe with its number; later ones have higher numbers. */
export interface NumberedRecipe extends WorldRecipe {
  readonly version: number;
  /** Cells along the atlas: 512, or fewer where a page is asked to be quick. */
  readonly atlasCells: number;
}

/** A diagnostic with offsets, as an editor takes it. */
export interface Message {
  readonly severity: "error" | "warning" | "fault";
  readonly code: string;
  readonly text: string;
  readonly hint: string | null;
  /** Half open, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly fix: { readonly title: string; readonly start: number; readonly end: number; readonly text: string } | null;
}

export type Opened =
  | {
      readonly ok: true;
      /** Warnings. */
      readonly messages: readonly Message[];
      readonly parameters: readonly Parameter[];
      /** The values in use: what was asked for, without what does not fit. */
      readonly params: WorldRecipe["params"];
      readonly hooks: readonly string[];
      readonly compileMs: number;
    }
  | { readonly ok: false; readonly messages: readonly Message[] };

export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

export type TileLayer = "map" | "height";

/** A plugin that was passed over. */
export interface PassedOver {
  readonly hook: string;
  readonly fault: Fault;
  readonly isLimit: boolean;
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

export interface TileDrawn {
  /** Red, green, blue, alpha of each pixel; null where the work was given up: something newer came, or a limit was met. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer> | null;
  readonly pixels: number;
  readonly passedOver: readonly PassedOver[];
  readonly generateMs: number;
}

export interface PlaceValues {
  /** The world without the plugin, and with it. */
  readonly bare: PointValues;
  readonly full: PointValues;
}

export interface TurnShown {
  readonly output: string;
  readonly value: { readonly text: string; readonly type: string } | null;
  /** Diagnostics and the fault, as text with the line and carets. */
  readonly problem: string;
  readonly fuelUsed: number;
}

export interface Suggestion {
  readonly label: string;
  readonly kind: "keyword" | "function" | "class" | "namespace" | "variable" | "method";
  readonly detail: string;
  readonly info: string;
}

export interface Calls {
  /** Makes the world of a recipe; where it is refused the worker keeps the one it has. */
  open: { asks: NumberedRecipe; gives: Opened };
  tile: {
    asks: { readonly version: number; readonly layer: TileLayer; readonly address: TileAddress; readonly pixels: number };
    gives: TileDrawn;
  };
  place: { asks: { readonly x: number; readonly y: number }; gives: PlaceValues | null };
  /** A PNG, byte for byte that of `wgen render`. */
  picture: { asks: TileView; gives: Uint8Array<ArrayBuffer> | null };
  check: { asks: { readonly source: string }; gives: readonly Message[] };
  /** Null where the source has mistakes. */
  format: { asks: { readonly source: string }; gives: string | null };
  suggest: { asks: { readonly source: string; readonly before: string }; gives: readonly Suggestion[] };
  explain: {
    asks: { readonly source: string; readonly name: string };
    gives: { readonly signature: string; readonly text: string } | null;
  };
  evaluate: { asks: { readonly input: string; readonly seed: string }; gives: TurnShown };
  typeOf: { asks: { readonly expression: string; readonly seed: string }; gives: string };
  needsMore: { asks: { readonly input: string }; gives: boolean };
  forget: { asks: null; gives: null };
}

export type CallName = keyof Calls;

export interface CallMessage<Name extends CallName = CallName> {
  readonly id: number;
  readonly name: Name;
  readonly asks: Calls[Name]["asks"];
}

export type ReplyMessage =
  | { readonly id: number; readonly kind: "done"; readonly value: unknown }
  | { readonly id: number; readonly kind: "busy" }
  | { readonly id: number; readonly kind: "failed"; readonly message: string };
