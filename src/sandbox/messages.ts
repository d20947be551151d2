// What pool and child say to one another. The pool asks and the child answers,
// one frame each, in turn; a child that speaks unasked is killed. Work is cut
// into steps: after each the child says what the next one is, so that the pool
// can set its deadline, or let another owner's step go first.

import type { PinnedSource, PluginImports, Pins } from "../engine/imports.ts";
import type { OutShape, TileAddress } from "./pool.ts";
import type { WorldDocument } from "../world/document.ts";
import type { View } from "../world/picture.ts";
import type { GridField, GridWindow } from "../world/world.ts";
import { byKind, oneOf, record, text, whole } from "./shapes.ts";
import type { Shape } from "./shapes.ts";

/** A plugin's source as it crosses, with what names it inside the child. */
export interface SentSource {
  readonly hash: string;
  readonly fileName: string;
  readonly source: string;
  /** What its imports of other plugins stand for. */
  readonly pins: Pins;
}

/** By hash: the plugins that others import. */
export type SentModules = ReadonlyMap<string, PinnedSource>;

/** A source with all that it imports. */
export interface SentPlugin extends SentSource {
  readonly modules: SentModules;
}

export interface SentWorld {
  readonly document: WorldDocument;
  readonly sources: readonly SentSource[];
  /** Of all sources. */
  readonly modules: SentModules;
  readonly chunkFuel: number;
}

/** Most chunks that one question may need: a picture of 2048 x 2048 with features around it. */
export const mostChunks = 1_600;

/** What may be asked of a world. */
export type WorldQuestion =
  | { readonly kind: "open" }
  | { readonly kind: "tile"; readonly address: Required<TileAddress> }
  | { readonly kind: "chunk"; readonly cx: number; readonly cy: number; readonly cellSizeMetres: number }
  | { readonly kind: "grid"; readonly field: GridField; readonly window: Required<GridWindow> }
  | { readonly kind: "point"; readonly x: number; readonly y: number }
  | { readonly kind: "features"; readonly box: readonly [number, number, number, number]; readonly cellSizeMetres: number }
  | { readonly kind: "render"; readonly view: Omit<View, "onProgress"> & Required<Pick<View, "x" | "y" | "metresPerPixel">> };

interface Running {
  readonly host: string;
  readonly plugin: Pick<SentSource, "hash" | "fileName">;
  readonly hook: string;
  readonly args: unknown;
  readonly params: unknown;
  readonly limits: unknown;
  readonly seed: string | null;
}

export type Work =
  | { readonly kind: "check"; readonly host: string; readonly fileName: string; readonly source: string; readonly imports: PluginImports }
  | ({ readonly kind: "call" } & Running)
  | ({ readonly kind: "map"; readonly count: number; readonly from: number; readonly out: OutShape } & Running)
  | { readonly kind: "world"; readonly key: string; readonly question: WorldQuestion };

export type Request =
  /** `work` is a `Work`, `supply` what the child may lack (a `SentPlugin` or `SentWorld`), both encoded on their own. */
  | { readonly kind: "begin"; readonly id: number; readonly work: Uint8Array; readonly supply: Uint8Array | null }
  | { readonly kind: "continue"; readonly id: number }
  /** Nobody waits any more. Not answered. */
  | { readonly kind: "drop"; readonly id: number };

/** What the next step does: the only thing that the pool must know of it. */
export type StepKind = "compile" | "open" | "run" | "chunk" | "answer";

export type Reply =
  | { readonly kind: "ready"; readonly walls: readonly string[] }
  | { readonly kind: "more"; readonly id: number; readonly next: StepKind }
  /** The work names a plugin or world that is not here: begin again with it. */
  | { readonly kind: "missing"; readonly id: number }
  /** `answer` is still to be held against its shape. */
  | { readonly kind: "done"; readonly id: number; readonly answer: unknown }
  | { readonly kind: "refused"; readonly id: number; readonly hash: string; readonly diagnostics: unknown }
  | { readonly kind: "misuse"; readonly id: number; readonly message: string }
  /** An error of our own. */
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

const id = whole(0, Number.MAX_SAFE_INTEGER);
const kindOf = <const Kind extends string>(kind: Kind): Shape<Kind> => oneOf([kind]);
const anything: Shape<unknown> = (value) => value;
export const longestMessage = 4_000;

export const replyShape: Shape<Reply> = byKind<Reply>({
  ready: record({ kind: kindOf("ready"), walls: (value, path) => wallNames(value, path) }),
  more: record({ kind: kindOf("more"), id, next: oneOf(["compile", "open", "run", "chunk", "answer"]) }),
  missing: record({ kind: kindOf("missing"), id }),
  done: record({ kind: kindOf("done"), id, answer: anything }),
  refused: record({ kind: kindOf("refused"), id, hash: text(64), diagnostics: anything }),
  misuse: record({ kind: kindOf("misuse"), id, message: text(longestMessage) }),
  failed: record({ kind: kindOf("failed"), id, message: text(longestMessage) }),
});

function wallNames(value: unknown, path: string): string[] {
  return Array.isArray(value) ? value.slice(0, 32).map((item, index) => text(40)(item, `${path}[${index}]`)) : [];
}
