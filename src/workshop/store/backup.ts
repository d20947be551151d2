// A consistent copy of a data folder while a server writes to it. The database
// is copied first, in one transaction; every source that it names was on disk
// before its row, and never changes, so copying those afterwards completes it.

import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { SourceFiles } from "./sources.ts";
import { openStore, type Store } from "./store.ts";

export interface BackupReport {
  readonly versions: number;
  readonly worlds: number;
  readonly sources: number;
}

/** Copies `store` into `folder`, which must not exist yet. It appears only when it is whole. */
export async function backUp(store: Store, folder: string): Promise<BackupReport> {
  if (existsSync(folder)) throw new RangeError(`${folder} is there already; name a new folder`);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  store.copyDatabase(join(partial, "workshop.db"));
  const copy = await openStore(partial);
  try {
    const report = await copySources(store.sources, copy);
    await copy.close();
    await rename(partial, folder);
    return report;
  } catch (error) {
    await copy.close();
    throw error;
  }
}

async function copySources(from: SourceFiles, copy: Store): Promise<BackupReport> {
  const { database } = copy;
  const hashes = await database.selectFrom("sources").select(["hash", "text_hash"]).execute();
  for (const { hash, text_hash } of hashes) await copy.sources.write(await from.read(text_hash ?? hash));
  const count = async (table: "versions" | "worlds"): Promise<number> => {
    const row = await database
      .selectFrom(table)
      .select((group) => group.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return row.count;
  };
  return { versions: await count("versions"), worlds: await count("worlds"), sources: hashes.length };
}
