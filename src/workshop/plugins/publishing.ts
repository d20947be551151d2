// Publishing: a source that a child has found right becomes a version that
// never changes. The file is on disk before the row that names it; the same
// publish again gives the same version, another source under it a conflict.

import type { Transaction } from "kysely";
import type { CheckAnswer, PluginFacts } from "../../sandbox/answers.ts";
import type { DiagnosticData } from "../../base/diagnosticData.ts";
import { contentHash, pluginHash } from "../../base/hashing.ts";
import type { Pins, PluginImports } from "../../engine/imports.ts";
import { engineVersion } from "../../base/version.ts";
import { skeletonOf } from "../people/skeleton.ts";
import type { Caller } from "../people/tokens.ts";
import { Problem } from "../problem.ts";
import { readReference, writeReference } from "../shapes/names.ts";
import type { PublishRequestBody } from "../shapes/plugins.ts";
import type { Store } from "../store/store.ts";
import type { Tables } from "../store/tables.ts";
import { readImported, writePins } from "./importing.ts";

/** What a version keeps of the checker's answer, as `versions.facts`. */
export interface StoredFacts {
  readonly plugin: PluginFacts;
  readonly warnings: readonly DiagnosticData[];
}

export interface Published {
  readonly owner: string;
  readonly name: string;
  readonly version: string;
  readonly hash: string;
  /** False where the same version stood already. */
  readonly isNew: boolean;
}

export interface CheckedSource {
  /** The pool's answer for the source with these imports. */
  readonly checked: CheckAnswer;
  readonly imports: PluginImports;
}

/** Throws a `Problem` where it is refused; then nothing is stored. */
export async function publish(
  store: Store,
  caller: Caller,
  request: PublishRequestBody,
  { checked, imports }: CheckedSource,
): Promise<Published> {
  const owner = request.owner ?? caller.owner;
  if (checked.plugin === null) throw refusal(request.name, checked.diagnostics);
  const pins = usedPins(imports.pins, checked.plugin);
  const hash = pluginHash(request.source, pins);
  if (checked.hash !== hash) throw new Problem("internal", "the checked source is not the published one");
  await requireUnblocked(store, hash, contentHash(request.source));
  if (request.forked_from !== undefined && request.forked_from !== null) await requireVersion(store, request.forked_from);
  await store.sources.write(request.source);
  const facts: StoredFacts = { plugin: checked.plugin, warnings: checked.diagnostics };
  const imported = await importedHashes(pins, imports);
  const isNew = await store.database
    .transaction()
    .execute((transaction) => writeRows(transaction, { owner, hash, pins, imported, caller, request, facts }));
  return { owner, name: request.name, version: request.version, hash, isNew };
}

/** Of what the source might mean, what it does import. */
function usedPins(pins: Pins, { audit }: PluginFacts): Pins {
  const imported = new Set(audit.imports);
  return new Map([...pins].filter(([name]) => imported.has(name)));
}

/** Of all that it imports, directly or by others. */
async function importedHashes(pins: Pins, { sources }: PluginImports): Promise<string[]> {
  const { sources: used } = await readImported(pins, async (hash) => sources.get(hash)!);
  return [...used.keys()];
}

export function refusal(name: string, diagnostics: readonly DiagnosticData[]): Problem {
  const errors = diagnostics.filter((each) => each.severity === "error");
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const detail =
    first === undefined
      ? `${name} was refused`
      : `line ${first.line}, column ${first.column}: ${first.message}${first.hint === null ? "" : `; ${first.hint}`}${more}`;
  return new Problem("refused", detail, { members: { diagnostics } });
}

/** A blocked text stays blocked whatever its imports stand for by now. */
async function requireUnblocked(store: Store, hash: string, text: string): Promise<void> {
  const row = await store.database
    .selectFrom("sources")
    .select("reason")
    .where((of) => of.or([of("hash", "in", [hash, text]), of("text_hash", "=", text)]))
    .where("status", "=", "blocked")
    .executeTakeFirst();
  if (row !== undefined) throw new Problem("blocked", `this source is blocked here${row.reason === null ? "" : `: ${row.reason}`}`);
}

async function requireVersion(store: Store, reference: string): Promise<void> {
  const { owner, name, version } = readReference(reference);
  const row = await store.database
    .selectFrom("versions")
    .select("id")
    .where("owner", "=", owner)
    .where("name", "=", name)
    .where("version", "=", version)
    .executeTakeFirst();
  if (row === undefined)
    throw new Problem("invalid", `forked_from: there is no plugin ${reference} here`, { members: { path: "/forked_from" } });
}

interface Writing {
  readonly owner: string;
  readonly hash: string;
  readonly pins: Pins;
  readonly imported: readonly string[];
  readonly caller: Caller;
  readonly request: PublishRequestBody;
  readonly facts: StoredFacts;
}

async function writeRows(
  transaction: Transaction<Tables>,
  { owner, hash, pins, imported, caller, request, facts }: Writing,
): Promise<boolean> {
  await requireNoneBlocked(transaction, imported);
  const { name, version, source, license = null, forked_from = null } = request;
  const known = await transaction
    .selectFrom("versions")
    .select(["hash", "license", "forked_from"])
    .where("owner", "=", owner)
    .where("name", "=", name)
    .where("version", "=", version)
    .executeTakeFirst();
  if (known !== undefined) {
    if (known.hash === hash && known.license === license && known.forked_from === forked_from) return false;
    throw new Problem(
      "conflict",
      `${writeReference({ owner, name, version })} is published and versions never change: publish a higher version`,
    );
  }
  const now = new Date().toISOString();
  await claimName(transaction, owner, name, now);
  await transaction
    .insertInto("sources")
    .values({
      hash,
      text_hash: pins.size === 0 ? null : contentHash(source),
      pins: writePins(pins),
      bytes: Buffer.byteLength(source),
      status: "published",
      reason: null,
      changed_by: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();
  const { title, description } = readTitle(facts.plugin.documentation, name);
  const { insertId } = await transaction
    .insertInto("versions")
    .values({
      owner,
      name,
      version,
      hash,
      license,
      forked_from,
      title,
      description,
      status: "approved",
      engine: engineVersion,
      facts: JSON.stringify(facts),
      published_by: caller.tokenId,
      published_at: now,
    })
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto("search")
    .values({ rowid: Number(insertId), names: `${owner} ${name}`, title, description: facts.plugin.documentation })
    .execute();
  return true;
}

/** What was blocked since the imports were found is not pinned any more. */
async function requireNoneBlocked(transaction: Transaction<Tables>, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  const row = await transaction
    .selectFrom("sources")
    .select("hash")
    .where("hash", "in", hashes)
    .where("status", "=", "blocked")
    .executeTakeFirst();
  if (row !== undefined) throw new Problem("blocked", `a plugin that it imports is blocked here: ${row.hash}`);
}

async function claimName(transaction: Transaction<Tables>, owner: string, name: string, created_at: string): Promise<void> {
  const skeleton = skeletonOf(name);
  const known = await transaction
    .selectFrom("plugins")
    .select("name")
    .where("owner", "=", owner)
    .where("skeleton", "=", skeleton)
    .executeTakeFirst();
  if (known === undefined) await transaction.insertInto("plugins").values({ owner, name, skeleton, created_at }).execute();
  else if (known.name !== name)
    throw new Problem("conflict", `the name ${name} looks like your plugin ${known.name}: take that name or one that differs more`);
}

const titleLength = 120;
const descriptionLength = 1000;

/** The docstring's first line, and what follows it. */
function readTitle(documentation: string, name: string): { readonly title: string; readonly description: string } {
  const [first = "", ...rest] = documentation.trim().split("\n");
  const title = [...first.trim()].slice(0, titleLength).join("");
  return { title: title === "" ? name : title, description: [...rest.join("\n").trim()].slice(0, descriptionLength).join("") };
}
