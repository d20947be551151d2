// How the tables came to be, step by step. A step that has been released is
// never changed: what comes later is a new step at the end.

import { type Kysely, sql } from "kysely";
import type { Migration, MigrationProvider } from "kysely/migration";

const steps: ReadonlyMap<string, Migration> = new Map([
  ["001-first", { up: makeFirstTables }],
  ["002-imports", { up: addImports }],
]);

export const migrations: MigrationProvider = { getMigrations: async () => Object.fromEntries(steps) };

const firstTables: readonly string[] = [
  `CREATE TABLE owners (
    name TEXT PRIMARY KEY,
    skeleton TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES owners (name),
    label TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT
  ) STRICT`,
  `CREATE TABLE sources (
    hash TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('published', 'blocked')),
    reason TEXT,
    changed_by TEXT,
    created_at TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE plugins (
    owner TEXT NOT NULL REFERENCES owners (name),
    name TEXT NOT NULL,
    skeleton TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (owner, name),
    UNIQUE (owner, skeleton)
  ) STRICT`,
  `CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL REFERENCES sources (hash),
    status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn')),
    engine INTEGER NOT NULL,
    license TEXT,
    forked_from TEXT,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    facts TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TEXT NOT NULL,
    UNIQUE (owner, name, version),
    FOREIGN KEY (owner, name) REFERENCES plugins (owner, name)
  ) STRICT`,
  `CREATE INDEX versions_by_hash ON versions (hash)`,
  `CREATE VIRTUAL TABLE search USING fts5 (names, title, description, tokenize = 'unicode61 remove_diacritics 2')`,
  `CREATE TABLE worlds (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES owners (name),
    title TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'private')),
    status TEXT NOT NULL CHECK (status IN ('active', 'deleted')),
    engine INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    edit INTEGER NOT NULL,
    document TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE edits (
    world TEXT NOT NULL REFERENCES worlds (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    patches TEXT NOT NULL,
    inverse TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (world, number)
  ) STRICT`,
  `CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    world TEXT,
    plugin_hash TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    fuel INTEGER,
    bytes INTEGER,
    effects INTEGER NOT NULL,
    fault TEXT,
    milliseconds REAL NOT NULL,
    ran_at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX runs_by_plugin ON runs (plugin_hash, id)`,
];

async function makeFirstTables(database: Kysely<unknown>): Promise<void> {
  for (const table of firstTables) await sql.raw(table).execute(database);
}

/** A plugin that imports others has a hash of its own, and its text another. */
async function addImports(database: Kysely<unknown>): Promise<void> {
  await sql.raw("ALTER TABLE sources ADD COLUMN text_hash TEXT").execute(database);
  await sql.raw("ALTER TABLE sources ADD COLUMN pins TEXT NOT NULL DEFAULT '[]'").execute(database);
  await sql.raw("CREATE INDEX sources_by_text ON sources (text_hash)").execute(database);
}
