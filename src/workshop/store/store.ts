// The data folder of one workshop: `workshop.db` (SQLite) and `sources/`.
// Opening it brings the tables up to date.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { openDatabase } from "./dialect.ts";
import { migrations } from "./migrations.ts";
import { SourceFiles } from "./sources.ts";
import type { Tables } from "./tables.ts";

export interface Store {
  readonly folder: string;
  readonly database: Kysely<Tables>;
  readonly sources: SourceFiles;
  /** A consistent copy of the database into a new file, while others write. */
  copyDatabase(path: string): void;
  close(): Promise<void>;
}

/** Opens the folder, which is made when missing (readable by its owner only), and migrates it. */
export async function openStore(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = openDatabase(join(folder, "workshop.db"));
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) });
  const sources = new SourceFiles(folder);
  try {
    await sources.prepare();
    await migrate(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return {
    folder,
    database,
    sources,
    copyDatabase: (path) => void file.raw.prepare("VACUUM INTO ?").run(path),
    close: () => database.destroy(),
  };
}

async function migrate(database: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db: database, provider: migrations }).migrateToLatest();
  if (error !== undefined) throw error;
}
