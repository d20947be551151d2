// Inside a child: what each kind of work does, step by step. Each `yield` names
// the step that comes next and gives the pool the choice when to run it.

import type { Diagnostic } from "../base/diagnostic.ts";
import { diagnosticData, type DiagnosticData } from "../base/diagnosticData.ts";
import { contentHash } from "../base/hashing.ts";
import { counted, keepAccounts } from "./accounts.ts";
import { auditPlugin } from "../engine/audit.ts";
import type { Fault } from "../engine/fault.ts";
import type { Host } from "../engine/host.ts";
import type { LogLine } from "../engine/log.ts";
import type { CallOptions, MapOut, Plugin } from "../engine/plugin.ts";
import { worldHost } from "../world/host.ts";
import { openDocument } from "../world/opening.ts";
import { forgetStages } from "../world/stageCache.ts";
import { openWorld } from "../world/world.ts";
import type { PluginFacts, WorldNotice } from "./answers.ts";
import type { SentPlugin, SentWorld, StepKind, Work } from "./messages.ts";
import { Plugins } from "./plugins.ts";
import { Recent } from "./recent.ts";
import type { OutShape } from "./pool.ts";
import type { OpenWorld } from "./questions.ts";
import { answerQuestion, make } from "./questions.ts";
import { longestText, mostNotices } from "./replies.ts";

type Task = Generator<StepKind, unknown>;
type Supply = SentPlugin | SentWorld | null;

/** Ends a task: a source has errors. */
export class RefusedError extends Error {
  readonly hash: string;
  readonly diagnostics: readonly Diagnostic[];

  constructor(hash: string, diagnostics: readonly Diagnostic[]) {
    super("refused");
    this.hash = hash;
    this.diagnostics = diagnostics;
  }
}

const worldsKept = 6;
/** Of each world; a tile of 512 pixels with features around it needs 100. */
const chunksKept = 100;
const MIB = 1024 * 1024;
/** Growth after which it is worth looking for garbage. */
const collectBytes = 64 * MIB;
/** Above it, garbage apart, what is kept is dropped rather than risk being killed for it. */
const trimBytes = 384 * MIB;

/** Node's `--expose-gc`. */
const collectGarbage = (globalThis as { readonly gc?: () => void }).gc;

export class Tasks {
  readonly worldHost: Host = worldHost;
  private readonly plugins = new Plugins();
  private readonly worlds = new Recent<OpenedWorld>(worldsKept);
  private collectAt = trimBytes - collectBytes;

  constructor(hosts: ReadonlyMap<string, Host>) {
    for (const [name, host] of hosts) this.plugins.addHost(name, host);
    keepAccounts();
  }

  /** Draws a few cells, so that the built-in stages are compiled. */
  warmWorld(): void {
    make(openWorld({ seed: "warm", size: null }).chunk(0, 0).colors);
  }

  /** Null where the supply is needed and not there. */
  begin(work: Work, supply: Supply): Task | null {
    switch (work.kind) {
      case "check":
        return this.check(work);
      case "call":
      case "map": {
        if (!this.plugins.has(work.host, work.plugin) && (supply === null || "document" in supply)) return null;
        return this.run(work, supply as SentPlugin | null);
      }
      case "world": {
        if (!this.worlds.has(work.key) && (supply === null || !("document" in supply))) return null;
        return counted(this.askWorld(work, supply as SentWorld | null));
      }
    }
  }

  /** Drops garbage, and then what is kept, where the process has grown too large. */
  trim(): void {
    if (process.memoryUsage.rss() < this.collectAt) return;
    collectGarbage?.();
    if (process.memoryUsage.rss() > trimBytes) {
      this.worlds.clear();
      forgetStages();
      this.plugins.clear();
      collectGarbage?.();
    }
    this.collectAt = process.memoryUsage.rss() + collectBytes;
  }

  private *check(work: Extract<Work, { kind: "check" }>): Task {
    yield "compile";
    const result = this.plugins.compile(work.host, work, work.imports);
    const hash = result.ok ? result.hash : contentHash(work.source);
    const diagnostics = sentDiagnostics(result.diagnostics);
    return { hash, diagnostics, plugin: result.ok ? factsOf(result, work.source) : null };
  }

  private *run(work: Extract<Work, { kind: "call" | "map" }>, supply: SentPlugin | null): Task {
    const plugin = this.plugins.find(work.host, work.plugin) ?? (yield* this.compileSupplied(work.host, supply));
    yield "run";
    const options = {
      ...(work.params === null ? {} : { params: work.params as NonNullable<CallOptions["params"]> }),
      ...(work.limits === null ? {} : { limits: work.limits as NonNullable<CallOptions["limits"]> }),
      ...(work.seed === null ? {} : { seed: work.seed }),
    };
    if (work.kind === "call") return sentOutcome(plugin.call(work.hook, work.args as object as Record<string, unknown>, options));
    const out = makeOut(work.out, work.count);
    const outcome = plugin.map(work.hook, work.args as object as Record<string, unknown>, out, {
      ...options,
      from: work.from,
      count: work.count,
    });
    return { ...sentOutcome(outcome), out: filled(out, work.count) };
  }

  private *compileSupplied(host: string, source: SentPlugin | null): Generator<StepKind, Plugin> {
    if (source === null) throw new RangeError("a source is missing");
    yield "compile";
    const plugin = this.plugins.add(host, source);
    if (!plugin.ok) throw new RefusedError(source.hash, plugin.diagnostics);
    return plugin;
  }

  private *askWorld(work: Extract<Work, { kind: "world" }>, supply: SentWorld | null): Generator<StepKind, WorldReply> {
    const { question } = work;
    const open = this.worlds.get(work.key) ?? (yield* this.openSupplied(work.key, supply, question.kind === "open"));
    const value = question.kind === "open" ? openedValue(open) : yield* answerQuestion(open, question);
    return { value, notices: noticesOf(open), plugins: [...new Set(open.attached.map(({ hash }) => hash))] };
  }

  private *openSupplied(key: string, supply: SentWorld | null, isOpenOnly: boolean): Generator<StepKind, OpenedWorld> {
    if (supply === null) throw new RangeError("a world's document is missing");
    const { document, sources, modules, chunkFuel } = supply;
    const plugins = new Map<string, Plugin>();
    for (const source of sources) {
      plugins.set(source.hash, this.plugins.find("world", source) ?? (yield* this.compileSupplied("world", { ...source, modules })));
    }
    yield "open";
    const world = openDocument(document, plugins, { chunkFuel, chunksKept });
    const attached = document.attachments.flatMap(({ plugin }) => plugins.get(plugin) ?? []);
    const reaches = attached.filter(({ hooks }) => hooks.includes("features")).map(({ constants }) => Number(constants.get("REACH") ?? 0));
    const reach = reaches.length === 0 ? null : Math.max(...reaches);
    const open = { world, sizeMetres: document.sizeMetres, cellSizeMetres: document.cellSizeMetres, reach, attached };
    this.worlds.set(key, open);
    if (!isOpenOnly) {
      yield "open";
      // What is made once for the whole world is made here, in a step of its own.
      make(world.chunk(0, 0).elevation);
    }
    return open;
  }
}

interface OpenedWorld extends OpenWorld {
  readonly attached: readonly Plugin[];
}

interface WorldReply {
  readonly value: unknown;
  readonly notices: readonly WorldNotice[];
  /** Attached ones, by hash. */
  readonly plugins: readonly string[];
}

function openedValue(open: OpenedWorld): unknown {
  return { attachments: open.attached.map(({ name, hash, hooks }) => ({ plugin: name, hash, hooks })) };
}

function noticesOf({ world }: OpenWorld): WorldNotice[] {
  const notices = world.notices().slice(0, mostNotices);
  return notices.map(({ notice: { plugin, hook, fault, x, y }, count }) => ({ plugin, hook, fault: sentFault(fault), x, y, count }));
}

function factsOf(plugin: Plugin, source: string): PluginFacts {
  const { documentation, ...audit } = auditPlugin(plugin, source);
  const { hash, signatures, parameters, parameterSchema, constants } = plugin;
  return {
    hash,
    documentation: cut(documentation),
    hooks: signatures,
    parameters,
    parameterSchema: JSON.stringify(parameterSchema),
    constants: [...constants].map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : (value as number)] as const),
    audit,
  };
}

/** Parts of a plugin's own words that have no bound of their own are cut to what crosses. */
function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 3)}...`;
}

export function sentDiagnostics(diagnostics: readonly Diagnostic[]): DiagnosticData[] {
  return diagnostics.slice(0, 200).map((each) => {
    const data = diagnosticData(each);
    return { ...data, message: cut(data.message), hint: data.hint === null ? null : cut(data.hint) };
  });
}

function sentFault(fault: Fault): Fault {
  return fault.message.length <= longestText ? fault : { ...fault, message: cut(fault.message) };
}

function sentOutcome<Outcome extends { readonly log: readonly LogLine[] }>(outcome: Outcome): object {
  const log = outcome.log.map((line) => ({ ...line, text: cut(line.text) }));
  return "fault" in outcome ? { ...outcome, log, fault: sentFault(outcome.fault as Fault) } : { ...outcome, log };
}

type OutTree = Float64Array | BigInt64Array | Uint8Array | unknown[] | { readonly [field: string]: OutTree };

function makeOut(shape: OutShape, count: number): MapOut {
  switch (shape) {
    case "float64":
      return new Float64Array(count);
    case "int64":
      return new BigInt64Array(count);
    case "bool":
      return new Uint8Array(count);
    case "values":
      return [];
  }
  const parts: Record<string, MapOut> = Object.create(null);
  for (const [name, part] of Object.entries(shape)) parts[name] = makeOut(part, count);
  return parts;
}

/** Plain arrays with null for every cell that was not reached. */
function filled(out: MapOut, count: number): OutTree {
  if (Array.isArray(out)) return Array.from({ length: count }, (_, index) => out[index] ?? null);
  if (ArrayBuffer.isView(out)) return out as OutTree;
  const parts: Record<string, OutTree> = Object.create(null);
  for (const [name, part] of Object.entries(out)) parts[name] = filled(part, count);
  return parts;
}
