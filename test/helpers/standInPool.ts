// A pool without children, for tests of the workshop's own parts: sources are
// checked in this process (only those of the tests themselves go in), and tiles
// are not of the world but noise that its document and the address make, equal
// for equal ones.

import { createHash } from "node:crypto";
import { diagnosticData } from "../../src/base/diagnosticData.ts";
import { contentHash } from "../../src/base/hashing.ts";
import { auditPlugin } from "../../src/engine/audit.ts";
import { compile } from "../../src/engine/compile.ts";
import type { Plugin } from "../../src/engine/plugin.ts";
import type { CheckAnswer, Failure, Tile, WorldAnswer } from "../../src/sandbox/answers.ts";
import type { CheckRequest, Pool, PoolWorld, StopSignal, TileAddress, WorldDefinition } from "../../src/sandbox/pool.ts";
import { worldHost } from "../../src/world/host.ts";

export interface StandInPool extends Pool {
  /** Tiles made so far. */
  tilesMade(): number;
  /** Answered in place of the next request, once. */
  failNext(failure: Failure): void;
  /** Requests whose signal fired while they waited. */
  aborted(): number;
  /** Tiles wait until this is called with 0. */
  delay(milliseconds: number): void;
}

export function standInPool(): StandInPool {
  const state: State = { made: 0, aborted: 0, failure: null, delay: 0 };
  return {
    tilesMade: () => state.made,
    aborted: () => state.aborted,
    failNext: (next) => void (state.failure = next),
    delay: (milliseconds) => void (state.delay = milliseconds),
    check: async (source, options) => takeFailure(state) ?? checkHere(source, options),
    world: (definition) => worldHere(definition, state),
    call: notHere,
    map: notHere,
    stats: () => ({
      children: [{ pid: process.pid, lane: "tile", state: "idle", calls: 0, residentBytes: 0 }],
      queued: { check: 0, tile: 0, job: 0 },
      answered: state.made,
      busy: 0,
      killedByDeadline: 0,
      killedByMemory: 0,
      crashed: 0,
      recycled: 0,
    }),
    walls: async () => [{ name: "none", stands: false, text: "this is a stand-in" }],
    ready: async () => {},
    close: async () => {},
  };
}

interface State {
  made: number;
  aborted: number;
  failure: Failure | null;
  delay: number;
}

const notHere = (): Promise<never> => Promise.reject(new Error("the stand-in cannot do this"));

function takeFailure(state: State): Failure | null {
  const { failure } = state;
  state.failure = null;
  return failure;
}

function checkHere(source: string, { fileName = "plugin.wgen", imports }: CheckRequest = {}): CheckAnswer {
  const compiled = compile(source, { host: worldHost, fileName, ...(imports === undefined ? {} : { imports }) });
  const hash = compiled.ok ? compiled.hash : contentHash(source);
  const answer = { ok: true, kind: "value", hash, diagnostics: compiled.diagnostics.map(diagnosticData) } as const;
  return { ...answer, plugin: compiled.ok ? factsHere(compiled, source) : null };
}

function factsHere(plugin: Plugin, source: string): NonNullable<CheckAnswer["plugin"]> {
  return {
    hash: plugin.hash,
    documentation: /^"""([^"]*)"""/.exec(source)?.[1] ?? "",
    hooks: plugin.signatures,
    parameters: plugin.parameters,
    parameterSchema: JSON.stringify(plugin.parameterSchema),
    constants: [],
    audit: {
      imports: [...auditPlugin(plugin, source).imports],
      hostFunctions: [],
      lines: 1,
      sourceBytes: source.length,
      functions: 1,
      unboundedLoops: [],
      recursions: [],
      longestText: 0,
      largestLiteral: 0,
    },
  };
}

function worldHere({ document }: WorldDefinition, state: State): PoolWorld {
  const costs = document.attachments.map(({ plugin }) => ({ plugin, fuel: 100, peakBytes: 2 ** 40, fault: null }));
  const answer = async <T>(value: () => T, signal?: StopSignal): Promise<WorldAnswer<T>> => {
    if (state.delay > 0) await new Promise((done) => setTimeout(done, state.delay));
    if (signal?.aborted === true) {
      state.aborted += 1;
      return { ok: false, kind: "aborted" };
    }
    return takeFailure(state) ?? { ok: true, kind: "value", value: value(), notices: [], costs };
  };
  const place = {
    elevation: 1,
    slope: 0.5,
    temperature: Number.NaN,
    moisture: 0,
    biome: { name: "meadow", color: null },
    color: { r: 1, g: 0.5, b: 0 },
  };
  return {
    open: () => answer(() => ({ attachments: [] })),
    tile: (address, options) => answer(() => noiseTile(JSON.stringify(document), address, state), options?.signal),
    point: () => answer(() => place),
    features: () => answer(() => []),
    chunk: notHere,
    grid: notHere,
    render: notHere,
  };
}

function noiseTile(document: string, { layer, z, x, y, size = 256 }: TileAddress, state: State): Tile {
  state.made += 1;
  const seed = createHash("sha256").update(`${document} ${layer} ${z} ${x} ${y}`).digest();
  const data = new Uint8Array(size * size * 3).map((_, k) => seed[k % 32]! ^ (k >> 8));
  if (layer === "map") return { kind: "rgb", width: size, height: size, data };
  return { kind: "field", width: size, height: size, data: Float64Array.from({ length: size * size }, (_, k) => data[k]!) };
}
