// Worlds in the store. Every change is one transaction: the row is read, the
// caller's ETag compared, the new document and the patches that made it (and
// those that undo it) written together, the revision raised by one.

import { randomBytes } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { editDocument, patchDocument, type Draft } from "../../world/document.ts";
import { type Caller, mayDo } from "../people/tokens.ts";
import { readVersion, type VersionRead } from "../plugins/catalogue.ts";
import { Problem } from "../problem.ts";
import { readReference } from "../shapes/names.ts";
import type { WorldChangeBody, WorldRequestBody } from "../shapes/worlds.ts";
import type { Store } from "../store/store.ts";
import type { EditRow, Tables, WorldRow } from "../store/tables.ts";
import { requireNoAtlas } from "./attaching.ts";
import { documentChange, firstDocument, type DocumentPatch, type WorkshopDocument } from "./documents.ts";

export interface StoredWorld extends Omit<WorldRow, "document"> {
  readonly document: WorkshopDocument;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Worlds of one owner; more are refused. */
const worldsPerOwner = 1000;

export async function makeWorld(store: Store, caller: Caller, request: WorldRequestBody): Promise<StoredWorld> {
  const { database } = store;
  const { count } = await database
    .selectFrom("worlds")
    .select((group) => group.fn.countAll<number>().as("count"))
    .where("owner", "=", caller.owner)
    .executeTakeFirstOrThrow();
  if (count >= worldsPerOwner) throw new Problem("conflict", `you have ${worldsPerOwner} worlds, the most that one owner may have`);
  const now = new Date().toISOString();
  const document = firstDocument(request);
  const row: WorldRow = {
    id: newWorldId(),
    owner: caller.owner,
    title: request.title ?? "",
    visibility: request.visibility ?? "public",
    status: "active",
    engine: document.engine,
    revision: 1,
    edit: 0,
    document: JSON.stringify(document),
    created_at: now,
    updated_at: now,
  };
  await database.insertInto("worlds").values(row).execute();
  return { ...row, document, canUndo: false, canRedo: false };
}

const idLetters = "abcdefghijkmnpqrstuvwxyz23456789";

/** 80 random bits in letters that no one mistakes. */
function newWorldId(): string {
  return Array.from(randomBytes(16), (byte) => idLetters[byte & 31]!).join("");
}

/** Null where there is none. */
export async function readWorld(store: Store, id: string): Promise<StoredWorld | null> {
  const row = await store.database.selectFrom("worlds").selectAll().where("id", "=", id).where("status", "=", "active").executeTakeFirst();
  if (row === undefined) return null;
  const document = JSON.parse(row.document) as WorkshopDocument;
  return {
    ...row,
    document,
    canUndo: await hasEdit(store.database, id, row.edit),
    canRedo: await hasEdit(store.database, id, row.edit + 1),
  };
}

/** Public ones and the caller's own, newest first. */
export async function listWorlds(store: Store, caller: Caller | null): Promise<StoredWorld[]> {
  const rows = await store.database
    .selectFrom("worlds")
    .selectAll()
    .where("status", "=", "active")
    .where((where) =>
      caller === null
        ? where("visibility", "=", "public")
        : where.or([where("visibility", "=", "public"), where("owner", "=", caller.owner)]),
    )
    // By age of the row: a clock that was set back changes no order.
    .orderBy(sql`rowid`, "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({ ...row, document: JSON.parse(row.document) as WorkshopDocument, canUndo: false, canRedo: false }));
}

async function hasEdit(database: Transaction<Tables> | Store["database"], world: string, number: number): Promise<boolean> {
  const row = await database
    .selectFrom("edits")
    .select("number")
    .where("world", "=", world)
    .where("number", "=", number)
    .executeTakeFirst();
  return row !== undefined;
}

/** What a change needs to know: who, which world, and the state that the caller believes it has. */
export interface ChangeRequest {
  readonly id: string;
  readonly caller: Caller;
  /** The `If-Match` header; undefined changes whatever stands. */
  readonly ifMatch: string | undefined;
}

interface Writing {
  readonly document: WorkshopDocument;
  /** Of the row; `edit` too where history moves. */
  readonly columns: Partial<Pick<WorldRow, "title" | "visibility" | "edit" | "status">>;
  readonly edit: Omit<EditRow, "world" | "made_at" | "made_by"> | null;
}

/** Edits of a world that can be undone; older ones are forgotten. */
const editsKept = 1000;

/** Reads, compares, writes; `change` answers null where nothing changes. */
async function changeWorld(
  store: Store,
  { id, caller, ifMatch }: ChangeRequest,
  change: (row: WorldRow, document: WorkshopDocument, transaction: Transaction<Tables>) => Promise<Writing | null> | Writing | null,
): Promise<void> {
  await store.database.transaction().execute(async (transaction) => {
    const row = await transaction.selectFrom("worlds").selectAll().where("id", "=", id).where("status", "=", "active").executeTakeFirst();
    if (row === undefined || (row.owner !== caller.owner && row.visibility === "private" && !mayDo(caller, "admin"))) throw noWorld(id);
    if (row.owner !== caller.owner && !mayDo(caller, "admin")) throw new Problem("not-allowed", `the world ${id} belongs to ${row.owner}`);
    requireMatch(ifMatch, row.revision);
    const writing = await change(row, JSON.parse(row.document) as WorkshopDocument, transaction);
    if (writing === null) return;
    const now = new Date().toISOString();
    if (writing.edit !== null) {
      await transaction.deleteFrom("edits").where("world", "=", id).where("number", ">=", writing.edit.number).execute();
      await transaction
        .deleteFrom("edits")
        .where("world", "=", id)
        .where("number", "<=", writing.edit.number - editsKept)
        .execute();
      await transaction
        .insertInto("edits")
        .values({ world: id, ...writing.edit, made_by: caller.owner, made_at: now })
        .execute();
    }
    await transaction
      .updateTable("worlds")
      .set({ ...writing.columns, document: JSON.stringify(writing.document), revision: row.revision + 1, updated_at: now })
      .where("id", "=", id)
      .execute();
  });
}

export function noWorld(id: string): Problem {
  return new Problem("not-found", `there is no world ${id}, or it is private`);
}

export function worldTag(revision: number): string {
  return `"${revision}"`;
}

function requireMatch(ifMatch: string | undefined, revision: number): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  const current = worldTag(revision);
  if (ifMatch.split(",").some((tag) => tag.trim() === current)) return;
  throw new Problem("stale", `the world has changed: it is at ${current} now; read it, then send your change with If-Match: ${current}`, {
    members: { current },
    headers: { etag: current },
  });
}

/** Title, visibility, seed, size, sea level. */
export async function patchWorld(store: Store, request: ChangeRequest, body: WorldChangeBody): Promise<void> {
  await changeWorld(store, request, async (row, document, transaction) => {
    if (body.size === null) await requireEndless({ ...store, database: transaction }, document);
    const { title = row.title, visibility = row.visibility } = body;
    const values = documentChange(body);
    const edit = makeEdit(row, document, `change ${Object.keys(body).join(", ")}`, (draft) => void Object.assign(draft, values));
    if (edit !== null) return { ...edit, columns: { ...edit.columns, title, visibility } };
    return title === row.title && visibility === row.visibility ? null : { document, edit: null, columns: { title, visibility } };
  });
}

async function requireEndless(store: Store, document: WorkshopDocument): Promise<void> {
  const versions: (VersionRead | null)[] = [];
  for (const { reference } of document.attachments) versions.push(await readVersion(store, readReference(reference)));
  requireNoAtlas(document, versions);
}

/** An edit with history. */
export async function editWorld(
  store: Store,
  request: ChangeRequest,
  title: string,
  change: (draft: Draft<WorkshopDocument>) => void,
): Promise<void> {
  await changeWorld(store, request, (row, document) => makeEdit(row, document, title, change));
}

function makeEdit(
  row: WorldRow,
  document: WorkshopDocument,
  title: string,
  change: (draft: Draft<WorkshopDocument>) => void,
): Writing | null {
  const { document: next, patches, inverse } = editDocument(document, change);
  if (patches.length === 0) return null;
  const number = row.edit + 1;
  return {
    document: next,
    columns: { edit: number },
    edit: { number, title, patches: JSON.stringify(patches), inverse: JSON.stringify(inverse) },
  };
}

/** One step back or forth in the history. */
export async function stepHistory(store: Store, request: ChangeRequest, direction: "undo" | "redo"): Promise<void> {
  await changeWorld(store, request, async (row, document, transaction) => {
    const number = direction === "undo" ? row.edit : row.edit + 1;
    const edit = await transaction
      .selectFrom("edits")
      .select(["patches", "inverse"])
      .where("world", "=", row.id)
      .where("number", "=", number)
      .executeTakeFirst();
    if (edit === undefined) throw new Problem("conflict", `there is nothing to ${direction}`);
    const patches = JSON.parse(direction === "undo" ? edit.inverse : edit.patches) as DocumentPatch[];
    return { document: patchDocument(document, patches), columns: { edit: direction === "undo" ? number - 1 : number }, edit: null };
  });
}

export async function deleteWorld(store: Store, request: ChangeRequest): Promise<void> {
  await changeWorld(store, request, (_row, document) => ({ document, columns: { status: "deleted" }, edit: null }));
}

const editsAtOnce = 50;

/** Newest first; `before` goes on where a page ended. */
export async function readHistory(store: Store, id: string, before: number | null): Promise<EditRow[]> {
  const edits = store.database.selectFrom("edits").selectAll().where("world", "=", id);
  const page = before === null ? edits : edits.where("number", "<", before);
  return page.orderBy("number", "desc").limit(editsAtOnce).execute();
}
