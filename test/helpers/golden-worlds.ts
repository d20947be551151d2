// Twenty small worlds with remembered bytes: the examples, and four without a
// plugin. A hash is of a small picture and of what the atlas holds.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { compile, openWorld, worldHost } from "wgen";
import type { Plugin } from "wgen";

export const goldenFile = new URL("../world-golden.json", import.meta.url);
export const golden = JSON.parse(readFileSync(goldenFile, "utf8")) as Record<string, string>;

const folder = new URL("../../examples/", import.meta.url);
export const examples = readdirSync(folder).flatMap((name) => (name.endsWith(".wgen") ? [name.slice(0, -".wgen".length)] : []));
/** Worlds without a plugin, by their seeds. */
export const bareSeeds = ["a", "b", "c", "d"];

export type Tier = "compiled" | "interpreter";

export interface Shot {
  readonly seed: string;
  readonly tier: Tier;
  /** Null: without a plugin. */
  readonly example: string | null;
  readonly metresPerPixel: number;
}

export const exampleShot = (example: string, tier: Tier): Shot => ({ seed: "7", tier, example, metresPerPixel: 40 });
export const bareShot = (seed: string, tier: Tier): Shot => ({ seed, tier, example: null, metresPerPixel: 40 });

export function hashOf({ seed, tier, example, metresPerPixel }: Shot): string {
  const attachments = example === null ? [] : [{ plugin: compileExample(example, tier) }];
  const world = openWorld({ atlasCells: 16, seed, tier, cellSize: 40, attachments, reuse: "atlas" });
  const { rgb } = world.render({ width: 12, height: 12, x: 300, y: 300, metresPerPixel });
  expect(world.notices()).toEqual([]);
  const { elevation, rain, flow, water, rivers } = world.atlas()!;
  const hash = createHash("sha256").update(rgb);
  for (const layer of [elevation, rain, flow, water]) hash.update(new Uint8Array(layer.buffer));
  return hash.update(JSON.stringify(rivers)).digest("hex").slice(0, 16);
}

/** What the seam checks go over: the world alone, and each example. */
export const seamWorlds = ["world", ...examples];
export const exampleAttachments = (name: string): { readonly plugin: Plugin }[] =>
  name === "world" ? [] : [{ plugin: compileExample(name, "compiled") }];

const compiled = new Map<string, Plugin>();

function compileExample(name: string, tier: Tier): Plugin {
  const known = compiled.get(`${tier} ${name}`);
  if (known !== undefined) return known;
  const plugin = compile(readFileSync(new URL(`${name}.wgen`, folder), "utf8"), { host: worldHost, tier });
  if (!plugin.ok) throw new Error(plugin.diagnostics[0]!.message);
  compiled.set(`${tier} ${name}`, plugin);
  return plugin;
}
