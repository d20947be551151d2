// Tiles, TileJSON and the style. A tile that is kept is answered without
// waiting for anything; its ETag is its content's, so undoing a change brings
// the old one back.

import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { mapStyle, tileJSON, type ViewedWorld } from "../../output/viewing.ts";
import type { App } from "../http/app.ts";
import type { Rates } from "../http/rates.ts";
import { Problem } from "../problem.ts";
import { WorldId } from "../shapes/names.ts";
import { bytesOf } from "../shapes/problem.ts";
import { StyleAnswer, TileJSONAnswer } from "../shapes/tiles.ts";
import { readTileAddress, tileLayers, type TileAddress, type TileLayer } from "../tiles/address.ts";
import type { CachedTile } from "../tiles/cache.ts";
import { viewedWorld } from "../tiles/viewing.ts";
import type { Workshop } from "../workshop.ts";
import { type LiveWorld, versionOf } from "../worlds/live.ts";
import { findWorld, isVisible } from "./views.ts";
import { worldPath } from "./worlds.ts";

const part = Type.String({ maxLength: 40 });
const tilePath = {
  id: WorldId,
  layer: Type.String({ description: tileLayers.join(" or ") }),
  z: part,
  x: part,
  file: Type.String({ description: "{y}.png or {y}@2x.png" }),
};
const picture = {
  200: bytesOf("image/png", "256 x 256 pixels, or 512 x 512 for @2x."),
  304: { description: "You have it.", type: "null" },
};

export function addTileRoutes(app: App, workshop: Workshop, rates: Rates): void {
  addPictureRoutes(app, workshop, rates);
  addViewingRoutes(app, workshop);
}

function addPictureRoutes(app: App, { live, tiles }: Workshop, rates: Rates): void {
  const config = { uncounted: true };
  const find = async (request: FastifyRequest, reply: FastifyReply, world: LiveWorld, address: TileAddress): Promise<CachedTile> => {
    const known = tiles.peek(world, address);
    if (known !== undefined) return known;
    rates.tiles.count(request.ip);
    const { tile, leave } = tiles.make(world, address);
    // A map that is dragged on wants other tiles than those it has just asked for.
    reply.raw.once("close", leave);
    return tile;
  };
  const current = { tags: ["tiles"], summary: "A tile of the world as it is now.", params: Type.Object(tilePath), response: picture };
  app.get("/v1/worlds/:id/tiles/:layer/:z/:x/:file", { schema: current, config }, async (request, reply) => {
    const { id, layer, z, x, file } = request.params;
    const address = readTileAddress(layer, z, x, file);
    const world = await findWorld(live, request, id);
    return sendTile(reply, world, await find(request, reply, world, address), "max-age=0, must-revalidate");
  });
  const versioned = {
    tags: ["tiles"],
    summary: "A tile under a version of the world: it never changes.",
    params: Type.Object({ ...tilePath, version: Type.String({ pattern: "^[0-9a-f]{16}$", description: "16 digits in hex." }) }),
    response: picture,
  };
  app.get("/v1/worlds/:id/versions/:version/tiles/:layer/:z/:x/:file", { schema: versioned, config }, async (request, reply) => {
    const { id, version, layer, z, x, file } = request.params;
    const address = readTileAddress(layer, z, x, file);
    const world = await findWorld(live, request, id);
    const made = versionOf(world) === version ? world : live.findFormer(id, version);
    if (made === undefined)
      throw new Problem("not-found", `the world's version is ${versionOf(world)} now: read its TileJSON or style again`);
    return sendTile(reply, world, await find(request, reply, made, address), "max-age=31536000, immutable");
  });
}

/** `world` as it is now says who may keep the tile, also where the tile is of a former version. */
function sendTile(reply: FastifyReply, world: LiveWorld, tile: CachedTile, keeping: string): FastifyReply {
  const audience = openToAll(reply, world) ? "public" : "private";
  void reply.header("etag", tile.etag).header("cache-control", `${audience}, ${keeping}`);
  return reply.header("content-type", "image/png").send(tile.png);
}

/** Any site may show a public world. */
export function openToAll(reply: FastifyReply, { stored }: LiveWorld): boolean {
  if (stored.visibility !== "public") return false;
  void reply.header("access-control-allow-origin", "*").header("cross-origin-resource-policy", "cross-origin");
  return true;
}

function addViewingRoutes(app: App, { live }: Workshop): void {
  const view = async (request: FastifyRequest, reply: FastifyReply, id: string): Promise<ViewedWorld> => {
    const world = await findWorld(live, request, id);
    const isPublic = isVisible(world, request) && openToAll(reply, world);
    void reply.header("cache-control", isPublic ? "public, no-cache" : "private, no-cache");
    return viewedWorld(world, versionOf(world), `${request.protocol}://${request.host}`);
  };
  const json = {
    tags: ["tiles"],
    summary: "TileJSON 3.0 of a layer.",
    params: Type.Object({ id: WorldId, file: Type.String({ description: "map.json or terrarium.json" }) }),
    response: { 200: TileJSONAnswer },
  };
  app.get("/v1/worlds/:id/tiles/:file", { schema: json }, async (request, reply) => {
    const { id, file } = request.params;
    const layer = tileLayers.find((each): each is TileLayer => file === `${each}.json`);
    if (layer === undefined) throw new Problem("not-found", `there is ${tileLayers.map((each) => `${each}.json`).join(" and ")}`);
    return tileJSON(await view(request, reply, id), layer);
  });
  const style = {
    tags: ["tiles"],
    summary: "A MapLibre style of the world.",
    params: worldPath,
    response: { 200: StyleAnswer },
  };
  app.get("/v1/worlds/:id/style.json", { schema: style }, async (request, reply) =>
    mapStyle(await view(request, reply, request.params.id)),
  );
}
