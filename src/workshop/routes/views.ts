// A world as the API shows it, and finding the one that a request names.

import type { FastifyRequest } from "fastify";
import { maySee } from "../http/authentication.ts";
import type { WorldAnswerBody } from "../shapes/worlds.ts";
import { type LiveWorld, type LiveWorlds, versionOf } from "../worlds/live.ts";
import { noWorld, type StoredWorld } from "../worlds/worlds.ts";

/** The world, which must be public or the caller's. */
export async function findWorld(live: LiveWorlds, request: FastifyRequest, id: string): Promise<LiveWorld> {
  const world = live.peek(id) ?? (await live.find(id));
  if (world === null || !isVisible(world, request)) throw noWorld(id);
  return world;
}

export function isVisible({ stored }: LiveWorld, request: FastifyRequest): boolean {
  return stored.visibility === "public" || maySee(request.caller, stored.owner);
}

export function summaryOf({ document, ...row }: StoredWorld) {
  const { id, owner, title, visibility, engine, revision, created_at, updated_at } = row;
  return {
    id,
    owner,
    title,
    visibility,
    engine,
    revision,
    created_at,
    updated_at,
    seed: document.seed,
    size: document.sizeMetres,
    sea_level: document.seaLevelMetres,
    cell_size: document.cellSizeMetres,
  };
}

export function worldView(world: LiveWorld): WorldAnswerBody {
  const { stored } = world;
  const base = `/v1/worlds/${stored.id}`;
  return {
    ...summaryOf(stored),
    version: versionOf(world),
    attachments: stored.document.attachments.map((each) => ({
      slot: each.slot,
      plugin: each.reference,
      hash: each.plugin,
      status: world.isBlocked(each.plugin) ? ("blocked" as const) : ("active" as const),
      enabled: each.enabled,
      strength: each.strength,
      combine: each.combine,
      salt: each.salt,
      mask: each.mask as WorldAnswerBody["attachments"][number]["mask"],
      parameters: Object.fromEntries(each.parameters),
    })),
    can_undo: stored.canUndo,
    can_redo: stored.canRedo,
    notices: world.notices().map(noticeView),
    links: {
      style: `${base}/style.json`,
      map: `${base}/tiles/map.json`,
      terrarium: `${base}/tiles/terrarium.json`,
      history: `${base}/history`,
    },
  };
}

export function noticeView({ plugin, hook, x, y, count, fault }: ReturnType<LiveWorld["notices"]>[number]) {
  return { plugin, hook, x, y, count, fault: { ...fault, chain: [...fault.chain] } };
}
