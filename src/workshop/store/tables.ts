// The tables, as kysely sees them. Times are ISO texts in UTC; `json` columns
// hold documents that this code wrote and reads whole. `migrations.ts` makes
// the tables; the two must say the same.

import type { Generated } from "kysely";

export interface Tables {
  readonly owners: OwnerRow;
  readonly tokens: TokenRow;
  readonly sources: SourceRow;
  readonly plugins: PluginRow;
  readonly versions: VersionRow;
  readonly search: SearchRow;
  readonly worlds: WorldRow;
  readonly edits: EditRow;
  readonly runs: RunRow;
}

export interface OwnerRow {
  readonly name: string;
  /** The name with look-alike letters made one: unique, so that nobody squats beside a name. */
  readonly skeleton: string;
  readonly created_at: string;
}

export interface TokenRow {
  /** The public half of the token: finds the row. */
  readonly id: string;
  readonly owner: string;
  readonly label: string;
  /** SHA-256 of the secret half, in hex. */
  readonly secret_hash: string;
  /** Separated by blanks. */
  readonly scopes: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

export interface SourceRow {
  /** The plugin's: SHA-256 of the bytes, and of what it imports where it imports any. */
  readonly hash: string;
  /** SHA-256 of the bytes, the file's name in the data folder; null where that is `hash`. */
  readonly text_hash: string | null;
  /** What its imports stand for: pairs of name and hash, as JSON. The hash covers them. */
  readonly pins: Generated<string>;
  readonly bytes: number;
  /** `published`, or `blocked`: then it runs nowhere. */
  readonly status: "published" | "blocked";
  readonly reason: string | null;
  readonly changed_by: string | null;
  readonly created_at: string;
}

export interface PluginRow {
  readonly owner: string;
  readonly name: string;
  readonly skeleton: string;
  readonly created_at: string;
}

export interface VersionRow {
  readonly id: Generated<number>;
  readonly owner: string;
  readonly name: string;
  readonly version: string;
  readonly hash: string;
  /** For review: today every version is `approved` when it is published. */
  readonly status: "pending" | "approved" | "rejected" | "withdrawn";
  readonly engine: number;
  readonly license: string | null;
  /** `owner/name@version`. */
  readonly forked_from: string | null;
  readonly title: string;
  readonly description: string;
  /** What the checker said of it (`CheckedPlugin` in `shapes/plugins.ts`), as JSON. */
  readonly facts: string;
  readonly published_by: string;
  readonly published_at: string;
}

/** FTS5: `rowid` is the version's id. */
export interface SearchRow {
  readonly rowid: number;
  readonly names: string;
  readonly title: string;
  readonly description: string;
}

export interface WorldRow {
  readonly id: string;
  readonly owner: string;
  readonly title: string;
  readonly visibility: "public" | "private";
  readonly status: "active" | "deleted";
  readonly engine: number;
  /** Rises with every change; the world's ETag. */
  readonly revision: number;
  /** Edits done: numbers up to this one stand, those above are undone. */
  readonly edit: number;
  /** The world document (`documents.ts`), as JSON. */
  readonly document: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface EditRow {
  readonly world: string;
  /** From 1. */
  readonly number: number;
  readonly title: string;
  /** immer patches, as JSON. */
  readonly patches: string;
  readonly inverse: string;
  readonly made_by: string;
  readonly made_at: string;
}

/** The ledger: one row for every run of a stranger's plugin. */
export interface RunRow {
  readonly id: Generated<number>;
  readonly kind: string;
  readonly world: string | null;
  readonly plugin_hash: string;
  readonly input_hash: string;
  readonly fuel: number | null;
  readonly bytes: number | null;
  readonly effects: number;
  /** As JSON; null where all went well. */
  readonly fault: string | null;
  readonly milliseconds: number;
  readonly ran_at: string;
}
