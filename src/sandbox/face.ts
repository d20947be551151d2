// The pool as its users see it: turns calls into questions, and what comes back
// into answers.

import { limits } from "../base/limits.ts";
import { pluginHash } from "../base/hashing.ts";
import type { PinnedSource, PluginImports } from "../engine/imports.ts";
import type { Arguments } from "../engine/plugin.ts";
import type { RunLimits } from "../engine/runLimits.ts";
import { askCall, askCheck, askMap, askWorld } from "./asking.ts";
import type { CallBounds, KnownWorld, Question } from "./asking.ts";
import type { CallAnswer, CheckAnswer, Failure, MapAnswer, Misused, Refused, WorldAnswer } from "./answers.ts";
import type { Children } from "./children.ts";
import { lanes } from "./children.ts";
import type { Dispatcher } from "./dispatch.ts";
import { longestRequestBytes } from "./frames.ts";
import type { SentPlugin, SentSource, SentWorld, WorldQuestion } from "./messages.ts";
import type {
  CallRequest,
  CheckRequest,
  Lane,
  MapRequest,
  Pool,
  PoolSource,
  PoolStats,
  PoolWorld,
  RequestOptions,
  Wall,
  WorldDefinition,
} from "./pool.ts";
import type { Settled } from "./task.ts";
import { encodeValue, UnsendableError } from "./wire.ts";

/** What the face stands on. `children` may still be finding out how to start. */
export interface Works {
  readonly dispatcher: Dispatcher;
  readonly started: Promise<Children>;
  readonly children: () => Children | null;
  walls(): Promise<readonly Wall[]>;
  close(): Promise<void>;
}

const defaultFileName = "plugin.wgen";
const noImports: PluginImports = { pins: new Map(), sources: new Map() };

export class PoolFace implements Pool {
  private readonly works: Works;

  constructor(works: Works) {
    this.works = works;
  }

  async check(source: string, options: CheckRequest = {}): Promise<CheckAnswer | Failure> {
    const { host = "world", fileName = defaultFileName, imports = noImports } = options;
    const settled = await this.ask(() => askCheck({ kind: "check", host, fileName, source, imports }), options, "check");
    if (settled.ok) return { ok: true, kind: "value", ...(settled.answer as Omit<CheckAnswer, "ok" | "kind">) };
    return settled as Failure;
  }

  async call(plugin: PoolSource, hook: string, args: Arguments, options: CallRequest = {}): Promise<CallAnswer> {
    const source = sentPlugin(plugin);
    const bounds = boundsOf(options.limits, limits.fuelPerCall.default);
    const settled = await this.ask(
      () => askCall({ kind: "call", ...running(source, hook, args, options) }, source, bounds),
      options,
      "tile",
    );
    return outcomeOf(settled) as CallAnswer;
  }

  async map(plugin: PoolSource, hook: string, columns: Arguments, options: MapRequest): Promise<MapAnswer> {
    const source = sentPlugin(plugin);
    const { count, out = "float64", from = 0 } = options;
    const bounds = boundsOf(options.limits, limits.fuelPerChunk.default);
    const settled = await this.ask(
      () => {
        if (!Number.isSafeInteger(count) || count < 0) throw new RangeError("map: `count` is a whole number from 0");
        return askMap({ kind: "map", ...running(source, hook, columns, options), count, from, out }, source, bounds);
      },
      options,
      "tile",
    );
    return outcomeOf(settled) as MapAnswer;
  }

  world(definition: WorldDefinition): PoolWorld {
    const known = knownWorld(definition);
    const { cellSizeMetres } = definition.document;
    const ask = async <Answer>(question: WorldQuestion, options: RequestOptions = {}): Promise<WorldAnswer<Answer>> => {
      const settled = await this.ask(() => askWorld(known(), question), options, "tile");
      return settled.ok ? { ok: true, kind: "value", ...(settled.answer as { value: Answer; notices: []; costs: [] }) } : settled;
    };
    return {
      open: (options) => ask({ kind: "open" }, options),
      tile: (address, options) => ask({ kind: "tile", address: { size: 256, ...address } }, options),
      chunk: (cx, cy, options) => ask({ kind: "chunk", cx, cy, cellSizeMetres: options?.cellSizeMetres ?? cellSizeMetres }, options),
      grid: (field, window, options) => ask({ kind: "grid", field, window: { cellSize: cellSizeMetres, ...window } }, options),
      point: (x, y, options) => ask({ kind: "point", x, y }, options),
      features: (box, options) => ask({ kind: "features", box, cellSizeMetres: options?.cellSizeMetres ?? cellSizeMetres }, options),
      render: (view, options) => ask({ kind: "render", view: { x: 0, y: 0, metresPerPixel: cellSizeMetres, ...view } }, options),
    };
  }

  stats(): PoolStats {
    const { dispatcher } = this.works;
    const children = this.works.children();
    const queued = Object.fromEntries(lanes.map((lane) => [lane, dispatcher.queued(lane)])) as Record<Lane, number>;
    return { children: children?.stats() ?? [], queued, ...dispatcher.counts, recycled: children?.recycled ?? 0 };
  }

  async walls(): Promise<readonly Wall[]> {
    return this.works.walls();
  }

  async ready(): Promise<void> {
    await (await this.works.started).ready();
  }

  async close(): Promise<void> {
    await this.works.close();
  }

  /** `make` throws for what cannot be asked at all. */
  private async ask(make: () => Question, options: RequestOptions, lane: Lane): Promise<Settled> {
    let question: Question;
    try {
      question = make();
    } catch (error) {
      if (error instanceof UnsendableError || error instanceof RangeError || error instanceof TypeError) return misuse(error.message);
      throw error;
    }
    const bytes = question.work.length + (question.supply?.bytes.length ?? 0);
    if (bytes > longestRequestBytes - 4_096) return misuse(`a request may have ${longestRequestBytes} bytes`);
    return this.works.dispatcher.ask(question, options.lane ?? lane, options);
  }
}

function misuse(message: string): Misused {
  return { ok: false, kind: "misuse", message };
}

function outcomeOf(settled: Settled): Refused | Failure | object {
  if (!settled.ok) return settled;
  const outcome = settled.answer as { readonly ok: boolean };
  return { ...outcome, kind: outcome.ok ? "value" : "fault" };
}

function sentPlugin({ source, fileName = defaultFileName, imports = noImports }: PoolSource): SentPlugin {
  return {
    hash: imports.pins.size === 0 ? sha256(source) : pluginHash(source, imports.pins),
    fileName,
    source,
    pins: imports.pins,
    modules: imports.sources,
  };
}

function running(source: SentSource, hook: string, args: Arguments, { host = "world", params, limits: run, seed }: CallRequest) {
  const { hash, fileName } = source;
  return { host, plugin: { hash, fileName }, hook, args, params: params ?? null, limits: run ?? null, seed: seed ?? null };
}

/** Limits out of range are refused in the child, as in the library; here they only must not stretch what is waited for. */
function boundsOf(given: RunLimits | undefined, fuel: number): CallBounds {
  const within = (value: unknown, fallback: number, most: number): number =>
    typeof value === "number" && value >= 0 ? Math.min(value, most) : fallback;
  return {
    fuel: within(given?.fuel, fuel, Number.MAX_SAFE_INTEGER),
    resultBytes: within(given?.resultBytes, limits.resultBytes.default, limits.resultBytes.hardMax),
    hostCallBytes: within(given?.hostCallBytes, limits.hostCallBytes.default, limits.hostCallBytes.hardMax),
  };
}

/** Encoded when first asked for, and only once. */
function knownWorld({ document, sources, chunkFuel = limits.fuelPerChunk.default }: WorldDefinition): () => KnownWorld {
  const pinned = new Set(document.attachments.map(({ plugin }) => plugin));
  const modules = new Map<string, PinnedSource>();
  const sent = [...pinned].map((hash): SentSource => {
    const found = sources.get(hash);
    if (found === undefined) throw new TypeError(`the world pins a plugin that has no source: ${hash}`);
    const { fileName = defaultFileName, source, imports = noImports } = found;
    for (const [imported, its] of imports.sources) modules.set(imported, its);
    return { hash, fileName, source, pins: imports.pins };
  });
  let known: KnownWorld | null = null;
  return () => {
    if (known === null) {
      const bytes = encodeValue({ document, sources: sent, modules, chunkFuel } satisfies SentWorld);
      known = { supply: { key: sha256(bytes), bytes }, attached: document.attachments.length, sources: sent.length, chunkFuel };
    }
    return known;
  };
}

function sha256(content: string | Uint8Array): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(content).digest("hex");
}
