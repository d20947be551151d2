// Tokens: `wgen_<id>_<secret>`. The id finds the row, the secret's 32 random
// bytes are compared by their hash in constant time, and only that hash is
// stored. An owner is the name under which a token publishes and attaches.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Kysely } from "kysely";
import { Problem } from "../problem.ts";
import { ownerPattern } from "../shapes/names.ts";
import type { Tables } from "../store/tables.ts";
import { skeletonOf } from "./skeleton.ts";

export const scopes = ["publish", "attach", "moderate", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** Who asks. */
export interface Caller {
  readonly tokenId: string;
  readonly owner: string;
  readonly scopes: readonly Scope[];
}

export interface TokenInfo {
  readonly id: string;
  readonly owner: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly created_at: string;
  readonly revoked_at: string | null;
}

const form = /^wgen_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export interface NewToken {
  readonly owner: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
}

/** Makes a token, and its owner where the name is new. The token's text is told once and stored nowhere. */
export async function makeToken(
  database: Kysely<Tables>,
  { owner, label, scopes: granted }: NewToken,
): Promise<TokenInfo & { readonly token: string }> {
  const id = randomBytes(8).toString("hex");
  const secret = randomBytes(32).toString("base64url");
  const created_at = new Date().toISOString();
  await database.transaction().execute(async (transaction) => {
    await claimOwner(transaction, owner, created_at);
    await transaction
      .insertInto("tokens")
      .values({ id, owner, label, secret_hash: hashSecret(secret), scopes: granted.join(" "), created_at, revoked_at: null })
      .execute();
  });
  return { token: `wgen_${id}_${secret}`, id, owner, label, scopes: granted, created_at, revoked_at: null };
}

/** An owner's name is given once; a name that only looks different is the same name. */
async function claimOwner(database: Kysely<Tables>, name: string, created_at: string): Promise<void> {
  if (!new RegExp(ownerPattern).test(name))
    throw new Problem("invalid", `an owner's name has lower-case letters, digits and -, not ${JSON.stringify(name)}`);
  const skeleton = skeletonOf(name);
  const known = await database.selectFrom("owners").select("name").where("skeleton", "=", skeleton).executeTakeFirst();
  if (known === undefined) await database.insertInto("owners").values({ name, skeleton, created_at }).execute();
  else if (known.name !== name) throw new Problem("conflict", `the name ${name} looks like ${known.name}, which is taken`);
}

/** The caller behind a token's text; null where it is none of ours, or revoked. */
export async function findCaller(database: Kysely<Tables>, token: string): Promise<Caller | null> {
  const [, id = "", secret = ""] = form.exec(token) ?? [];
  const row = id === "" ? undefined : await database.selectFrom("tokens").selectAll().where("id", "=", id).executeTakeFirst();
  // An unknown id costs the same comparison as a known one.
  const isRight = timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(row?.secret_hash ?? hashSecret("?")));
  if (row === undefined || !isRight || row.revoked_at !== null) return null;
  return { tokenId: row.id, owner: row.owner, scopes: readScopes(row.scopes) };
}

export async function listTokens(database: Kysely<Tables>): Promise<TokenInfo[]> {
  const rows = await database
    .selectFrom("tokens")
    .select(["id", "owner", "label", "scopes", "created_at", "revoked_at"])
    .orderBy("created_at")
    .limit(1000)
    .execute();
  return rows.map((row) => ({ ...row, scopes: readScopes(row.scopes) }));
}

export async function revokeToken(database: Kysely<Tables>, id: string): Promise<boolean> {
  const done = await database
    .updateTable("tokens")
    .set({ revoked_at: new Date().toISOString() })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

function readScopes(text: string): Scope[] {
  return scopes.filter((scope) => text.split(" ").includes(scope));
}

/** `admin` may all. */
export function mayDo(caller: Caller, scope: Scope): boolean {
  return caller.scopes.includes(scope) || caller.scopes.includes("admin");
}
