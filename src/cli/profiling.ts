// Runs what `wgen profile` measures. Loaded only by that command.

import type { Diagnostic } from "../base/diagnostic.ts";
import { compile } from "../engine/compile.ts";
import type { Fault } from "../engine/fault.ts";
import type { Plugin } from "../engine/plugin.ts";
import type { RunLimits } from "../engine/runLimits.ts";
import type { Spending } from "../engine/spending.ts";
import { worldHost } from "../world/host.ts";
import { openWorld } from "../world/world.ts";
import { importsOf } from "./lockfile.ts";
import type { NamedSource } from "./files.ts";
import { isPlugin } from "./hosts.ts";
import { readParameters, requireKnown } from "./parameter-values.ts";
import { asUsage, chunkAt } from "./worlds.ts";

export interface ProfileRequest {
  readonly seed: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly parameters: ReadonlyMap<string, string>;
  readonly limits: RunLimits;
  /** The plugin's name. */
  readonly name: string;
}

export interface Profiled {
  readonly diagnostics: readonly Diagnostic[];
  readonly hasRun: boolean;
  readonly faults: readonly Fault[];
}

/** Cells along the atlas's side: hooks of the whole world are measured on a small one. */
const profiledAtlas = 32;

export function profileSource(source: NamedSource, spending: Spending, request: ProfileRequest): Profiled {
  const forWorld = isPlugin(source.bytes, "auto");
  const options = { ...importsOf(source.name), fileName: source.name, moduleName: request.name, tier: "interpreter", spending } as const;
  const plugin = compile(source.bytes, forWorld ? { ...options, host: worldHost } : options);
  const { diagnostics } = plugin;
  if (!plugin.ok) return { diagnostics, hasRun: false, faults: [] };
  requireKnown(request.parameters, new Set(plugin.parameters.map((parameter) => parameter.name)));
  const params = readParameters(plugin.parameters, request.parameters);
  const faults = forWorld ? runHooks(plugin, params, request) : runBody(plugin, params, request);
  return { diagnostics, hasRun: true, faults };
}

type Values = Readonly<Record<string, unknown>>;

function runBody(plugin: Plugin, params: Values, { seed, limits }: ProfileRequest): readonly Fault[] {
  const outcome = asUsage(() => plugin.run({ params, seed, limits }));
  return outcome.ok ? [] : [outcome.fault];
}

function runHooks(plugin: Plugin, params: Values, { seed, at }: ProfileRequest): readonly Fault[] {
  const options = { seed, attachments: [{ plugin, params }], atlasCells: profiledAtlas };
  const world = asUsage(() => openWorld(options));
  const { cx, cy } = chunkAt(at, options);
  const chunk = world.chunk(cx + 1, cy + 1);
  // Asking makes the stages run.
  void [chunk.elevation, chunk.surface, chunk.features, chunk.colors, chunk.layers];
  if (["sites", "roads", "name"].some((hook) => plugin.hooks.includes(hook))) void world.roads();
  if (plugin.hooks.includes("tooltip")) void world.tooltip(at.x, at.y);
  return world.notices().map(({ notice }) => notice.fault);
}
