// A pool without children, for tests of the workshop's own parts: it compiles
// and runs in this process. Only sources of the tests themselves go in.

import { diagnosticData } from "../../src/base/diagnosticData.ts";
import { contentHash } from "../../src/base/hashing.ts";
import { compile } from "../../src/engine/compile.ts";
import type { Plugin } from "../../src/engine/plugin.ts";
import type { CheckAnswer, Failure, WorldAnswer, Tile } from "../../src/sandbox/answers.ts";
import type { Pool, PoolWorld, TileAddress, WorldDefinition } from "../../src/sandbox/pool.ts";
import { worldHost } from "../../src/world/host.ts";
import { tileView } from "../../src/world/tile.ts";
import { openWorld, type World } from "../../src/world/world.ts";

export interface StandInPool extends Pool {
  /** Tiles made so far. */
  tilesMade(): number;
  /** Answered in place of the next request, once. */
  failNext(failure: Failure): void;
}

export function standInPool(): StandInPool {
  let made = 0;
  let failure: Failure | null = null;
  const takeFailure = (): Failure | null => {
    const taken = failure;
    failure = null;
    return taken;
  };
  return {
    tilesMade: () => made,
    failNext: (next) => void (failure = next),
    check: async (source, options) => takeFailure() ?? checkHere(source, options?.fileName ?? "plugin.wgen"),
    world: (definition) => worldHere(definition, takeFailure, () => (made += 1)),
    call: () => Promise.reject(new Error("not here")),
    map: () => Promise.reject(new Error("not here")),
    stats: () => ({
      children: [{ pid: process.pid, lane: "tile", state: "idle", calls: 0, residentBytes: 0 }],
      queued: { check: 0, tile: 0, job: 0 },
      ...{ answered: made, busy: 0, killedByDeadline: 0, killedByMemory: 0, crashed: 0, recycled: 0 },
    }),
    walls: async () => [{ name: "none", stands: false, text: "this is a stand-in" }],
    ready: async () => {},
    close: async () => {},
  };
}

function checkHere(source: string, fileName: string): CheckAnswer {
  const compiled = compile(source, { host: worldHost, fileName });
  const answer = { ok: true, kind: "value", hash: contentHash(source), diagnostics: compiled.diagnostics.map(diagnosticData) } as const;
  return { ...answer, plugin: compiled.ok ? factsHere(compiled, source) : null };
}

function factsHere(plugin: Plugin, source: string): NonNullable<CheckAnswer["plugin"]> {
  return {
    hash: contentHash(source),
    documentation: /^"""([^"]*)"""/.exec(source)?.[1] ?? "",
    hooks: plugin.signatures,
    parameters: plugin.parameters,
    parameterSchema: JSON.stringify(plugin.parameterSchema),
    constants: [],
    audit: {
      ...{ imports: [], hostFunctions: [], lines: 1, sourceBytes: source.length, functions: 1 },
      ...{ unboundedLoops: [], recursions: [], longestText: 0, largestLiteral: 0 },
    },
  };
}

function worldHere({ document, sources }: WorldDefinition, takeFailure: () => Failure | null, count: () => void): PoolWorld {
  let opened: World | null = null;
  const open = (): World =>
    (opened ??= openWorld({
      seed: document.seed,
      size: document.sizeMetres,
      cellSize: document.cellSizeMetres,
      seaLevel: document.seaLevelMetres,
      attachments: document.attachments.map(({ plugin: hash, parameters, ...rest }) => {
        const { source, fileName = "plugin.wgen" } = sources.get(hash)!;
        const plugin = compile(source, { host: worldHost, fileName });
        if (!plugin.ok) throw new Error("refused");
        return { plugin, ...rest, params: Object.fromEntries(parameters) };
      }),
    }));
  const answer = async <T>(work: (world: World) => T): Promise<WorldAnswer<T>> => {
    const failed = takeFailure();
    if (failed !== null) return failed;
    const value = work(open());
    const notices = open()
      .notices()
      .map(({ notice, count: times }) => ({ ...notice, count: times }));
    return { ok: true, kind: "value", value, notices };
  };
  const tile = (world: World, { layer, z, x, y, size = 256 }: TileAddress): Tile => {
    count();
    const view = tileView(document.sizeMetres, z, x, y, size);
    if (layer === "map") return { kind: "rgb", width: size, height: size, data: world.render(view).rgb };
    if (layer === "biome") throw new Error("not here");
    const corner = (middle: number): number => middle - ((size - 1) / 2) * view.metresPerPixel;
    const window = { x0: corner(view.x), y0: corner(view.y), cols: size, rows: size, cellSize: view.metresPerPixel };
    return { kind: "field", width: size, height: size, data: world.grid(layer, window) };
  };
  return {
    open: () => answer(() => ({ attachments: [] })),
    tile: (address) => answer((world) => tile(world, address)),
    chunk: () => Promise.reject(new Error("not here")),
    grid: (field, window) => answer((world) => world.grid(field, window)),
    point: (x, y) => answer((world) => world.point(x, y)),
    features: (box) => answer((world) => world.features(box)),
    render: (view) => answer((world) => world.render(view)),
  };
}
