// One server to a data folder: two would each keep what the other changes. The
// lock is one that SQLite holds on a file of its own, so that the system takes
// it back however the server ends.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Another server has the folder. */
export class FolderTaken extends Error {}

/** Takes the folder; answers how to give it back. */
export function takeFolder(folder: string): () => void {
  const file = new DatabaseSync(join(folder, "serving.lock"));
  try {
    file.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;");
  } catch (error) {
    file.close();
    if (error instanceof Error && error.message.includes("locked")) throw new FolderTaken(`another server is serving ${folder}`);
    throw error;
  }
  return () => file.close();
}
