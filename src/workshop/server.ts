// A workshop server, from its settings to a listening socket, and its orderly
// stop: no new requests, those under way finished, the ledger written, the
// children ended, the store closed.

import type { FastifyBaseLogger } from "fastify";
import { createPool, type Pool, type Wall } from "../sandbox/pool.ts";
import { makeApp, type App } from "./http/app.ts";
import { makeMetrics } from "./http/metrics.ts";
import { Ledger } from "./ledger.ts";
import { makeToken, scopes } from "./people/tokens.ts";
import { plantExamples } from "./seeding.ts";
import { defaultServerLimits, loopbackNames, type ServerLimits, type Settings } from "./settings.ts";
import { takeFolder } from "./store/lock.ts";
import { openStore, type Store } from "./store/store.ts";
import { TileService } from "./tiles/service.ts";
import type { Workshop } from "./workshop.ts";
import { LiveWorlds } from "./worlds/live.ts";

export interface ServerOptions {
  readonly dataFolder: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly trustProxy?: boolean;
  readonly pageFolder?: string | null;
  /** Published at first start; null publishes none. */
  readonly examplesFolder?: string | null;
  readonly limits?: Partial<ServerLimits>;
  /** Child processes for tiles. Default: the pool's. */
  readonly tileChildren?: number;
  /** In place of a pool of its own, for tests. */
  readonly pool?: Pool;
  /** False logs nothing. */
  readonly log?: FastifyBaseLogger | false;
}

export interface WorkshopServer {
  readonly workshop: Workshop;
  readonly app: App;
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** The text of an admin's token, made when the data folder had none. */
  readonly adminToken: string | null;
  readonly walls: readonly Wall[];
  stop(): Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<WorkshopServer> {
  const store = await openStore(options.dataFolder);
  const giveBack = takeOrClose(store);
  const pool = options.pool ?? makePool(options);
  // Nothing else may hold the process while the children start.
  const starting = setInterval(() => {}, 1000);
  try {
    await store.sources.removeLeftovers();
    await pool.ready();
    const workshop = await makeWorkshop(store, pool, options);
    const isNew = !(await hasAdmin(store));
    const { examplesFolder = null } = options;
    if (isNew && examplesFolder !== null) await plantExamples(workshop, examplesFolder);
    const app = await makeApp(workshop, options.log ?? false);
    const address = await app.listen({ host: options.host ?? "127.0.0.1", port: options.port });
    // Only now: a token that is made and never told, because the port was taken, would lock everybody out.
    const adminToken = isNew ? await makeFirstAdmin(store) : null;
    return { workshop, app, address, adminToken, walls: await pool.walls(), stop: () => stopServer(workshop, app).finally(giveBack) };
  } catch (error) {
    await pool.close();
    await store.close();
    giveBack();
    throw error;
  } finally {
    clearInterval(starting);
  }
}

function takeOrClose(store: Store): () => void {
  try {
    return takeFolder(store.folder);
  } catch (error) {
    void store.close();
    throw error;
  }
}

/** Cold tiles of one owner's worlds that may wait: a few people looking at the same map ask for so many. */
const ownerQueue = 128;

function makePool({ tileChildren, log }: ServerOptions): Pool {
  const onEngineError = (text: string): void => {
    if (log !== undefined && log !== false) log.error({ child: text }, "an error of our own in a child");
  };
  return createPool({ ownerQueue, onEngineError, ...(tileChildren === undefined ? {} : { children: { tile: tileChildren } }) });
}

/** The workshop behind the routes, without a socket. */
export async function makeWorkshop(store: Store, pool: Pool, options: Omit<ServerOptions, "dataFolder" | "port">): Promise<Workshop> {
  const host = options.host ?? "127.0.0.1";
  const trustProxy = options.trustProxy ?? false;
  const settings: Settings = {
    limits: { ...defaultServerLimits, ...options.limits },
    trustProxy,
    // Behind a proxy, or open to others on purpose, the name is the operator's affair.
    hosts: !trustProxy && isLoopback(host) ? loopbackNames : null,
    pageFolder: options.pageFolder ?? null,
  };
  const metrics = makeMetrics(pool);
  const ledger = new Ledger(store);
  const live = new LiveWorlds(store, pool);
  await live.readBlocked();
  await ledger.forgetOld();
  const tiles = new TileService(ledger, settings.limits.tileCacheBytes, metrics.observeTile);
  return { settings, store, pool, live, tiles, ledger, metrics };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

async function hasAdmin(store: Store): Promise<boolean> {
  const admin = await store.database.selectFrom("tokens").select("id").where("scopes", "like", "%admin%").limit(1).executeTakeFirst();
  return admin !== undefined;
}

async function makeFirstAdmin(store: Store): Promise<string> {
  const made = await makeToken(store.database, { owner: "admin", label: "first start", scopes: [...scopes] });
  return made.token;
}

async function stopServer({ pool, ledger, store }: Workshop, app: App): Promise<void> {
  await closeApp(app);
  await pool.close();
  await ledger.flush();
  await store.close();
}

/** Requests under way may take so long. */
const lastMilliseconds = 15_000;

/** Connections that become idle while it closes are closed too, instead of waiting for their clients. */
async function closeApp(app: App): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), 20);
  const late = setTimeout(() => app.server.closeAllConnections(), lastMilliseconds);
  await app.close();
  clearInterval(idle);
  clearTimeout(late);
}
