// What the pool answers, as plain data. Every answer says by `kind` what it is
// and by `ok` whether there is a value: what a plugin did wrong (`fault`), what
// its author wrote wrong (`refused`), what the caller asked wrong (`misuse`)
// and what the pool could not do are told apart, and none of them throws.

import type { DiagnosticData } from "../base/diagnosticData.ts";
import type { Effect } from "../engine/effects.ts";
import type { Fault } from "../engine/fault.ts";
import type { LogLine } from "../engine/log.ts";
import type { Parameter } from "../engine/parameters.ts";
import type { HookSignature } from "../engine/plugin.ts";
import type { ArrayData, Value } from "../engine/values.ts";
import type { BiomeValue } from "../world/cellColumns.ts";
import type { FeatureValue } from "../world/features.ts";

/** The source was refused: at least one error. */
export interface Refused {
  readonly ok: false;
  readonly kind: "refused";
  /** SHA-256 of the source that was refused: a world has several. */
  readonly hash: string;
  readonly diagnostics: readonly DiagnosticData[];
}

/** The request itself is wrong: no such hook, a parameter out of range, a mask that reads a later stage. */
export interface Misused {
  readonly ok: false;
  readonly kind: "misuse";
  readonly message: string;
}

/** Nothing was run; ask again later. */
export interface Busy {
  readonly ok: false;
  readonly kind: "busy";
  /** The owner's queue or the pool's is full, the request's own deadline passed, or the owner's last requests all killed their child. */
  readonly reason: "owner queue" | "queue" | "deadline" | "cooling";
  readonly retryAfterSeconds: number;
}

/** The child was killed over a backstop. Never to be cached, and never to be passed over. */
export interface Killed {
  readonly ok: false;
  readonly kind: "killed";
  readonly reason: "deadline" | "memory";
  readonly message: string;
}

/** The child ended, broke the protocol, or our own code failed in it. Never to be cached. */
export interface Crashed {
  readonly ok: false;
  readonly kind: "crashed";
  readonly message: string;
}

/** The caller's signal fired. */
export interface Aborted {
  readonly ok: false;
  readonly kind: "aborted";
}

/** The pool is closed, or was closed while the request waited. */
export interface Closed {
  readonly ok: false;
  readonly kind: "closed";
}

/** What any request may get in place of its value. */
export type Failure = Misused | Busy | Killed | Crashed | Aborted | Closed;

interface Spent {
  /** Units of fuel. */
  readonly fuelUsed: number;
  /** Highest logical bytes alive at once. */
  readonly peakBytes: number;
  readonly log: readonly LogLine[];
}

/** `plugin.call`'s outcome. */
export type CallAnswer =
  | (Spent & { readonly ok: true; readonly kind: "value"; readonly value: Value; readonly effects: readonly Effect[] })
  | (Spent & { readonly ok: false; readonly kind: "fault"; readonly fault: Fault; readonly effects: readonly Effect[] })
  | Refused
  | Failure;

/** A column of results: a typed array for a scalar, columns by field for a record, values for anything else. */
export type MapColumn = ArrayData | Float32Array | Int32Array | readonly Value[] | { readonly [field: string]: MapColumn };

/** `plugin.map`'s outcome with the columns that it filled. */
export type MapAnswer =
  | (Spent & { readonly ok: true; readonly kind: "value"; readonly count: number; readonly out: MapColumn })
  /** All cells before `at` are done and stand in `out`. */
  | (Spent & {
      readonly ok: false;
      readonly kind: "fault";
      readonly count: number;
      readonly at: number;
      readonly fault: Fault;
      readonly out: MapColumn;
    })
  | Refused
  | Failure;

/** What is known of a source without running it. */
export interface PluginFacts {
  /** SHA-256 of the source. */
  readonly hash: string;
  /** The module's docstring, "" where there is none. */
  readonly documentation: string;
  readonly hooks: readonly HookSignature[];
  readonly parameters: readonly Parameter[];
  /** The parameters as JSON Schema, as JSON text. */
  readonly parameterSchema: string;
  /** Values of the constants that the host reads, such as `HALO`. */
  readonly constants: readonly (readonly [name: string, value: number | string | boolean])[];
  readonly audit: AuditFacts;
}

/** What a reviewer wants to know of a plugin. */
export interface AuditFacts {
  /** Modules that it imports. */
  readonly imports: readonly string[];
  /** Host functions that it really uses, as `module.function`. */
  readonly hostFunctions: readonly string[];
  readonly lines: number;
  readonly sourceBytes: number;
  /** Its own functions and methods. */
  readonly functions: number;
  /** Lines of `while` loops: nothing in them says how often they run. */
  readonly unboundedLoops: readonly number[];
  /** Lines of functions that call themselves, directly or through others. */
  readonly recursions: readonly number[];
  /** Characters of the longest text, items of the largest list, dict or tuple written out. */
  readonly longestText: number;
  readonly largestLiteral: number;
}

/** `check`'s answer; `plugin` is null where there are errors. */
export interface CheckAnswer {
  readonly ok: true;
  readonly kind: "value";
  readonly hash: string;
  readonly diagnostics: readonly DiagnosticData[];
  readonly plugin: PluginFacts | null;
}

/** A plugin of a world that was passed over, and how often so far. */
export interface WorldNotice {
  readonly plugin: string;
  readonly hook: string;
  readonly fault: Fault;
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

/** What the runs of a plugin for one answer spent, as its child says. */
export interface PluginCost {
  /** SHA-256 of its source. */
  readonly plugin: string;
  readonly fuel: number;
  /** Logical bytes, the most at once. */
  readonly peakBytes: number;
  /** The first, if any. */
  readonly fault: Fault | null;
}

/** An answer about a world, with what its plugins that ran for it spent; those whose work was there already did not. */
export type WorldAnswer<Answer> =
  | {
      readonly ok: true;
      readonly kind: "value";
      readonly value: Answer;
      readonly notices: readonly WorldNotice[];
      readonly costs: readonly PluginCost[];
    }
  | Refused
  | Failure;

/** Red, green, blue of each pixel, 0..255, row-major. */
export interface RGBTile {
  readonly kind: "rgb";
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One number for each pixel, row-major. */
export interface FieldTile {
  readonly kind: "field";
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

/** `values[codes[k]]` is the biome of pixel k. */
export interface BiomeTile {
  readonly kind: "biomes";
  readonly width: number;
  readonly height: number;
  readonly codes: Int32Array;
  readonly values: readonly BiomeValue[];
}

export type Tile = RGBTile | FieldTile | BiomeTile;

/** All columns of one chunk: 64 x 64 cells, row-major. */
export interface ChunkValues {
  readonly cx: number;
  readonly cy: number;
  readonly elevation: Float64Array;
  readonly slope: Float64Array;
  readonly temperature: Float64Array;
  readonly moisture: Float64Array;
  readonly biomes: { readonly codes: Int32Array; readonly values: readonly BiomeValue[] };
  /** Channels in 0..1, before light. */
  readonly r: Float64Array;
  readonly g: Float64Array;
  readonly b: Float64Array;
  readonly features: readonly FeatureValue[];
}

/** What opening a world tells: which hooks each of its attachments has. */
export interface OpenedWorld {
  readonly attachments: readonly { readonly plugin: string; readonly hash: string; readonly hooks: readonly string[] }[];
}
