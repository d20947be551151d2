// Values of stages, kept for the process by what they depend on, so that
// whoever moves one slider computes again only what the slider can change.
// Bounded in bytes, the least recently used let go first; no value, and no
// notice, is another for it. Stages of the atlas and of chunks have a store
// each: chunks come and go by the hundred.

import type { Notice } from "./notice.ts";
import { Notices } from "./notice.ts";

/** What of a world is computed as one piece, in the order in which it is needed. */
export type StageName = AtlasStage | ChunkStage;
type AtlasStage = "prepare" | "reshape" | "rain" | "hydrology" | "rivers" | "atlas" | "sites" | "roads" | "names" | "accept";
type ChunkStage = "warp" | "land" | "shape" | "detail" | "climate" | "biome" | "features" | "look" | "draw";

/** Which stages may be taken from another world, or an earlier opening of this one. */
export type Reuse = "all" | "atlas" | "none";

/** What running a stage needs of a world. */
export interface StageContext {
  readonly notices: Notices;
  readonly reuse: Reuse;
  /** Told of each stage that is really computed. */
  readonly onStage: (stage: StageName) => void;
}

interface Kept {
  readonly value: unknown;
  /** What making it had to say; told again to every world that shares it. */
  readonly notices: readonly { readonly notice: Notice; readonly count: number }[];
  readonly bytes: number;
}

class StageStore {
  private readonly kept = new Map<string, Kept>();
  private readonly most: number;
  private bytes = 0;

  constructor(most: number) {
    this.most = most;
  }

  find(key: string): Kept | undefined {
    const entry = this.kept.get(key);
    if (entry === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, entry);
    return entry;
  }

  keep(key: string, entry: Kept): void {
    this.kept.set(key, entry);
    this.bytes += entry.bytes;
    for (const [oldest, { bytes }] of this.kept) {
      if (this.bytes <= this.most) return;
      this.kept.delete(oldest);
      this.bytes -= bytes;
    }
  }

  clear(): void {
    this.kept.clear();
    this.bytes = 0;
  }
}

const MIB = 2 ** 20;
/** An atlas of 512 x 512 with all its stages is about 25 MiB. */
const atlasStages = new StageStore(96 * MIB);
/** A chunk with all its stages is about 0.6 MiB. */
const chunkStages = new StageStore(96 * MIB);

/** Lets go of everything: for processes that are short of memory. */
export function forgetStages(): void {
  atlasStages.clear();
  chunkStages.clear();
}

/** The value of an atlas stage: one that is kept under the key, or what `make` gives. */
export function atlasStage<Context extends StageContext, Value>(
  context: Context,
  stage: AtlasStage,
  key: string,
  make: (context: Context) => Value,
): Value {
  return stageValue(context.reuse === "none" ? null : atlasStages, context, stage, key, make);
}

/** The same for a stage of a chunk. */
export function chunkStage<Context extends StageContext, Value>(
  context: Context,
  stage: ChunkStage,
  key: string,
  make: (context: Context) => Value,
): Value {
  return stageValue(context.reuse === "all" ? chunkStages : null, context, stage, key, make);
}

function stageValue<Context extends StageContext, Value>(
  store: StageStore | null,
  context: Context,
  stage: StageName,
  key: string,
  make: (context: Context) => Value,
): Value {
  const name = `${stage} ${key}`;
  const entry = store?.find(name);
  if (entry !== undefined) {
    for (const { notice, count } of entry.notices) context.notices.add(notice, count);
    return entry.value as Value;
  }
  const notices = new Notices(context.notices.onNotice);
  const value = make({ ...context, notices });
  context.onStage(stage);
  context.notices.join(notices);
  store?.keep(name, { value, notices: notices.list(), bytes: sizeOf(value) });
  return value;
}

/** About how many bytes a value keeps alive. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return 16 + 2 * value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (ArrayBuffer.isView(value)) return 64 + value.byteLength;
  let bytes = 32;
  for (const part of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) bytes += sizeOf(part);
  return bytes;
}
