// `wgen.lock`: which plugins the imports of a folder's files stand for, by
// hash, with their sources, so that it needs no server to be used.
//
//     {"version": 1,
//      "pins": {"workshop.alice.ridges": HASH},
//      "plugins": {HASH: {"from": "alice/ridges@1.2.0", "pins": {}, "source": "..."}}}

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PinnedSource, PluginImports } from "../engine/imports.ts";
import { pluginHash } from "../base/hashing.ts";
import { UsageError } from "./exit.ts";

/** A plugin as it was found: `from` says where. */
export interface LockedPlugin extends PinnedSource {
  readonly from: string;
}

const lockName = "wgen.lock";

/** Where the lock of a file's folder is, or would be. */
export function lockPath(file: string): string {
  return join(file === "-" ? "." : dirname(file), lockName);
}

/** What the imports of a file stand for; nothing where its folder has no lock. */
export function importsOf(file: string): { readonly imports?: PluginImports } {
  const path = lockPath(file);
  if (!existsSync(path)) return {};
  return { imports: readLock(readFileSync(path, "utf8"), path) };
}

function readLock(text: string, path: string): PluginImports {
  const wrong = (what: string): UsageError => new UsageError(`${path} cannot be used: ${what}; \`wgen lock\` writes it anew`);
  const data = parsed(text);
  const plugins = fieldsOf(fieldsOf(data)?.get("plugins"));
  const pins = textsOf(fieldsOf(data)?.get("pins"));
  if (plugins === null || pins === null) throw wrong("it is no lock file");
  const sources = new Map<string, PinnedSource>();
  for (const [hash, entry] of plugins) {
    const source = fieldsOf(entry)?.get("source");
    const own = textsOf(fieldsOf(entry)?.get("pins"));
    if (typeof source !== "string" || own === null) throw wrong(`its plugin ${hash.slice(0, 8)} is not complete`);
    if (pluginHash(source, own) !== hash) throw wrong(`the source of ${hash.slice(0, 8)} was changed`);
    sources.set(hash, { text: source, pins: own });
  }
  return { pins, sources };
}

export function writeLock(pins: ReadonlyMap<string, string>, plugins: ReadonlyMap<string, LockedPlugin>): string {
  const sorted = <Value>(map: ReadonlyMap<string, Value>): object => Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const entries = [...plugins].map(([hash, { from, pins: own, text }]) => [hash, { from, pins: sorted(own), source: text }] as const);
  return `${JSON.stringify({ version: 1, pins: sorted(pins), plugins: sorted(new Map(entries)) }, null, 2)}\n`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fieldsOf(data: unknown): ReadonlyMap<string, unknown> | null {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? new Map(Object.entries(data)) : null;
}

function textsOf(data: unknown): ReadonlyMap<string, string> | null {
  const fields = fieldsOf(data);
  return fields !== null && [...fields.values()].every((value) => typeof value === "string")
    ? (fields as ReadonlyMap<string, string>)
    : null;
}
