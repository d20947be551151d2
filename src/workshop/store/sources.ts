// Sources on disk, each under the SHA-256 of its bytes. A source is there whole
// or not at all: it is written to a name of its own, brought to the disk,
// renamed, and the folder brought to the disk, before any row names it.

import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { contentHash } from "../../base/hashing.ts";

/** A source whose bytes are not those of its name: the disk or a person changed it. */
export class DamagedSource extends Error {}

export class SourceFiles {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, "sources");
  }

  async prepare(): Promise<void> {
    await mkdir(join(this.#folder, "incoming"), { recursive: true });
    await bringFolderToDisk(this.#folder);
  }

  /** Forgets what a killed server was writing. Only before serving. */
  async removeLeftovers(): Promise<void> {
    const incoming = join(this.#folder, "incoming");
    await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming);
  }

  pathOf(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new TypeError("a source is named by its SHA-256 in hex");
    return join(this.#folder, hash.slice(0, 2), `${hash}.wgen`);
  }

  /** Stores a text; answers when it is on disk. Storing it again changes nothing. */
  async write(text: string): Promise<string> {
    const bytes = Buffer.from(text, "utf8");
    const hash = contentHash(bytes);
    if (await this.#isWhole(hash)) return hash;
    const path = this.pathOf(hash);
    const temporary = join(this.#folder, "incoming", `${hash}-${randomBytes(6).toString("hex")}`);
    await writeToDisk(temporary, bytes);
    await mkdir(dirname(path), { recursive: true });
    await bringFolderToDisk(this.#folder);
    await rename(temporary, path);
    await bringFolderToDisk(dirname(path));
    return hash;
  }

  /** The text under a hash, compared with it. */
  async read(hash: string): Promise<string> {
    const bytes = await readFile(this.pathOf(hash));
    if (contentHash(bytes) !== hash) throw new DamagedSource(`the source ${hash} is damaged: its bytes have another hash`);
    return bytes.toString("utf8");
  }

  async #isWhole(hash: string): Promise<boolean> {
    try {
      await this.read(hash);
      return true;
    } catch {
      return false;
    }
  }
}

async function writeToDisk(path: string, bytes: Uint8Array): Promise<void> {
  const file: FileHandle = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name in a folder survives a crash only when the folder itself is on disk. Windows has no such call. */
async function bringFolderToDisk(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
