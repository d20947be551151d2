// Puts a pool together: finds out which walls the system gives, starts the
// children behind them, and ties dispatcher, watch and face to one another.

import { limits } from "../base/limits.ts";
import { launchCommand } from "./childProcess.ts";
import type { Launch } from "./childProcess.ts";
import { Children } from "./children.ts";
import { Dispatcher } from "./dispatch.ts";
import { PoolFace } from "./face.ts";
import type { Lane, Pool, PoolOptions, Wall } from "./pool.ts";
import { childProgram } from "./program.ts";
import { surveyWalls } from "./walls.ts";
import { residentBytesOf, watchSizes } from "./watch.ts";

/** How children come to be; tests give their own. */
export interface Origin {
  readonly launch: Launch;
  readonly walls: readonly Wall[];
}

interface Settings {
  readonly counts: Readonly<Record<Lane, number>>;
  readonly spares: number;
  readonly ownerQueue: number;
  readonly queue: number;
  readonly ownerConcurrency: number;
  readonly residentBytes: number;
  readonly callsPerChild: number;
}

const MIB = 2 ** 20;

function settingsOf(options: PoolOptions): Settings {
  const { check = 1, tile = 2, job = 1 } = options.children ?? {};
  const settings = {
    counts: {
      check: count(check, "children.check", 1, 64),
      tile: count(tile, "children.tile", 1, 64),
      job: count(job, "children.job", 1, 64),
    },
    spares: count(options.spares ?? 1, "spares", 0, 16),
    ownerQueue: count(options.ownerQueue ?? 32, "ownerQueue", 1, 100_000),
    queue: count(options.queue ?? 512, "queue", 1, 1_000_000),
    ownerConcurrency: count(options.ownerConcurrency ?? 2, "ownerConcurrency", 1, 256),
    residentBytes: count(options.residentBytes ?? limits.compileResidentBytes.default, "residentBytes", 128 * MIB, 16_384 * MIB),
    callsPerChild: count(options.callsPerChild ?? 10_000, "callsPerChild", 1, Number.MAX_SAFE_INTEGER),
  };
  return settings;
}

function count(value: number, name: string, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name}: expected a whole number of ${least} to ${most}`);
  return value;
}

/** The real thing: strangers' code in walled children. */
export function makePool(options: PoolOptions): Pool {
  const settings = settingsOf(options);
  return assemble(settings, options, findOrigin(options.hosts ?? {}, settings.residentBytes));
}

/** With children of another origin, for tests of what a hostile one can do. */
export function makePoolFrom(origin: Origin, options: PoolOptions): Pool {
  return assemble(settingsOf(options), options, Promise.resolve(origin));
}

async function findOrigin(hosts: Readonly<Record<string, string>>, residentBytes: number): Promise<Origin> {
  const { command, walls } = await surveyWalls(childProgram(hosts, residentBytes));
  const isWatched = residentBytesOf(process.pid) !== null;
  const watched: Wall = isWatched
    ? { name: "resident size", stands: true, text: `a child over ${Math.floor(residentBytes / MIB)} MiB is killed` }
    : { name: "resident size", stands: false, text: "this system does not tell how large a process is" };
  return { launch: (slot) => launchCommand(command(slot)), walls: [...walls, watched] };
}

/** What the bootstrap takes away, and what it needs to do so. */
const ownNames = ["network calls", "signals and bindings", "fetch and sockets", "code from strings", "node modules"];

function ownWalls(standing: readonly string[]): Wall[] {
  return ownNames.map((name) =>
    standing.includes(name)
      ? { name, stands: true, text: "taken from the child before anything is loaded" }
      : { name, stands: false, text: "this Node gives no means to it" },
  );
}

function assemble(settings: Settings, options: PoolOptions, origin: Promise<Origin>): Pool {
  let children: Children | null = null;
  let isClosed = false;
  const dispatcher = new Dispatcher(() => children, settings);
  dispatcher.onEngineError = options.onEngineError ?? null;
  const started = origin.then(({ launch }) => {
    if (isClosed) throw new Error("the pool was closed");
    children = new Children(
      { counts: settings.counts, spares: settings.spares, launch, report: (text) => options.onEngineError?.(text) },
      () => dispatcher.pump(),
      (child) => dispatcher.noteGone(child),
    );
    dispatcher.begin();
    return children;
  });
  // Whoever waits for readiness is told; nobody else needs to be.
  started.catch(() => undefined);
  const stopWatch = watchSizes(
    () => children?.each() ?? [],
    settings.residentBytes,
    () => dispatcher.isAtRest || dispatcher.pump(),
  );
  return new PoolFace({
    dispatcher,
    started,
    children: () => children,
    walls: async () => {
      const { walls } = await origin;
      const all = await started;
      await all.ready();
      const [child] = all.each().filter(({ isWarm }) => isWarm);
      return [...walls, ...ownWalls(child?.walls ?? [])];
    },
    close: async () => {
      isClosed = true;
      stopWatch();
      dispatcher.close();
      await started.then(
        async (all) => all.close(),
        () => undefined,
      );
    },
  });
}
