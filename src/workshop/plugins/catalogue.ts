// Reading plugins: one version, all versions of a plugin, full-text search.

import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Pins } from "../../engine/imports.ts";
import type { PluginReference } from "../shapes/names.ts";
import { writeReference } from "../shapes/names.ts";
import type { VersionSummaryBody } from "../shapes/plugins.ts";
import type { Store } from "../store/store.ts";
import type { Tables } from "../store/tables.ts";
import { readPins } from "./importing.ts";
import type { StoredFacts } from "./publishing.ts";

const columns = [
  "v.id",
  "v.owner",
  "v.name",
  "v.version",
  "v.hash",
  "v.status",
  "v.title",
  "v.description",
  "v.license",
  "v.forked_from",
  "v.engine",
  "v.published_at",
  "v.published_by",
  "v.facts",
  "s.status as source_status",
  "s.text_hash",
  "s.pins",
] as const;

function selectVersions(database: Kysely<Tables>) {
  return database.selectFrom("versions as v").innerJoin("sources as s", "s.hash", "v.hash").select(columns);
}

type VersionRecord = Awaited<ReturnType<ReturnType<typeof selectVersions>["execute"]>>[number];

function summarise(row: VersionRecord): VersionSummaryBody {
  const { id: _id, facts: _facts, source_status, published_by: _publishedBy, status, text_hash: _text, pins: _pins, ...rest } = row;
  return { plugin: writeReference(row), ...rest, status: source_status === "blocked" ? "blocked" : status };
}

export interface VersionRead extends VersionSummaryBody {
  readonly published_by: string;
  readonly facts: StoredFacts;
  /** Under which its text is stored. */
  readonly text_hash: string;
  readonly pins: Pins;
}

/** Null where there is none. */
export async function readVersion(store: Store, { owner, name, version }: PluginReference): Promise<VersionRead | null> {
  const row = await selectVersions(store.database)
    .where("v.owner", "=", owner)
    .where("v.name", "=", name)
    .where("v.version", "=", version)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { hash, published_by, text_hash, pins } = row;
  const facts = JSON.parse(row.facts) as StoredFacts;
  return { ...summarise(row), published_by, facts, text_hash: text_hash ?? hash, pins: readPins(pins) };
}

/** Newest first. */
export async function listVersions(store: Store, owner: string, name: string): Promise<VersionSummaryBody[]> {
  const rows = await selectVersions(store.database)
    .where("v.owner", "=", owner)
    .where("v.name", "=", name)
    .orderBy("v.id", "desc")
    .limit(1000)
    .execute();
  return rows.map(summarise);
}

export interface SearchRequest {
  readonly words: string;
  readonly limit: number;
  /** The last id of the page before. */
  readonly after: number | null;
}

/** The newest version of each plugin whose newest version has all the words (the last one as a beginning); blocked ones are left out. */
export async function searchPlugins(
  store: Store,
  { words, limit, after }: SearchRequest,
): Promise<{ readonly plugins: VersionSummaryBody[]; readonly next: number | null }> {
  const query = matchExpression(words);
  if (query === null && words.trim() !== "") return { plugins: [], next: null };
  let select = selectVersions(store.database)
    .where("s.status", "=", "published")
    .where("v.id", "in", newestIds(store.database))
    .orderBy("v.id", "desc")
    .limit(limit + 1);
  if (after !== null) select = select.where("v.id", "<", after);
  if (query !== null) select = select.where("v.id", "in", sql<number>`(SELECT rowid FROM search WHERE search MATCH ${query})`);
  const rows = await select.execute();
  const page = rows.slice(0, limit);
  return { plugins: page.map(summarise), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

function newestIds(database: Kysely<Tables>) {
  return database
    .selectFrom("versions")
    .select((group) => group.fn.max("id").as("id"))
    .groupBy(["owner", "name"]);
}

/** Every word quoted, so that nothing in it is FTS5's own syntax. Null where there is no word. */
function matchExpression(words: string): string | null {
  const found = words.match(/[\p{L}\p{N}]+/gu)?.slice(0, 16) ?? [];
  return found.length === 0 ? null : found.map((word) => `"${word}"`).join(" ") + "*";
}
