// A kept world as map viewers meet it. Tiles are named with the world's version
// in their address, so that a viewer may keep them for ever.

import type { ViewedWorld } from "../../output/viewing.ts";
import type { LiveWorld } from "../worlds/live.ts";

/** `origin` is `http://host`, as the viewer asked. */
export function viewedWorld({ stored }: LiveWorld, version: string, origin: string): ViewedWorld {
  return {
    name: stored.title === "" ? stored.id : stored.title,
    sizeMetres: stored.document.sizeMetres,
    address: (layer) => `${origin}/v1/worlds/${stored.id}/versions/${version}/tiles/${layer}/{z}/{x}/{y}.png`,
  };
}
