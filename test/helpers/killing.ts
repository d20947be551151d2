// kill -9 of a workshop while it is written to, round after round on one data
// folder, and what must hold after each: every acknowledged write is there,
// sources have their hashes, documents are what their history makes of them.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { build } from "vite";
import { expect } from "vitest";
import { contentHash } from "../../src/base/hashing.ts";
import { type DocumentPatch, patchDocument } from "../../src/world/document.ts";
import { makeToken } from "../../src/workshop/people/tokens.ts";
import { openStore, type Store } from "../../src/workshop/store/store.ts";
import { firstDocument, type WorkshopDocument } from "../../src/workshop/worlds/documents.ts";
import type { Parsed } from "./workshop.ts";

/** What the server has said is done. */
export interface Acknowledged {
  /** Version -> source. */
  readonly versions: Map<string, string>;
  readonly worlds: Map<string, { revision: number }>;
}

export interface KillReport {
  readonly rounds: number;
  readonly versions: number;
  readonly edits: number;
}

export async function killRounds(rounds: number): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), "wgen-killed-"));
  const script = await bundleServer(`${folder}-code`);
  const all: Acknowledged = { versions: new Map(), worlds: new Map() };
  const token = await withStore(
    folder,
    async (store) => (await makeToken(store.database, { owner: "ada", label: "", scopes: ["publish", "attach"] })).token,
  );
  for (let round = 0; round < rounds; round++) {
    const { child, port } = await startProcess(script, folder);
    const done: Acknowledged = { versions: new Map(), worlds: new Map() };
    const writer = writeUntilKilled(`http://127.0.0.1:${port}`, token, round, done);
    let failed = false;
    writer.catch(() => (failed = true));
    while (done.versions.size < 2 && !failed) await new Promise((resolve) => setTimeout(resolve, 1));
    // Spread over the rounds, not by chance: each strikes at another moment of the same work.
    await new Promise((resolve) => setTimeout(resolve, (round * 37) % 60));
    child.kill("SIGKILL");
    await Promise.all([once(child, "exit"), writer]);
    // Each round's own writes after it, all of them at the end.
    await withStore(folder, (store) => expectWhole(store, done));
    for (const [version, source] of done.versions) all.versions.set(version, source);
    for (const [id, state] of done.worlds) all.worlds.set(id, state);
  }
  await withStore(folder, (store) => expectWhole(store, all));
  expectWholeFiles(join(folder, "sources"));
  const edits = await withStore(folder, async (store) => (await store.database.selectFrom("edits").select("number").execute()).length);
  for (const made of [folder, `${folder}-code`]) rmSync(made, { recursive: true, force: true });
  return { rounds, versions: all.versions.size, edits };
}

async function withStore<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(folder);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** One file, without types: most of a round is starting, and most of that reading hundreds of modules. */
async function bundleServer(folder: string): Promise<string> {
  const entry = fileURLToPath(new URL("killedServer.ts", import.meta.url));
  await build({
    configFile: false,
    logLevel: "silent",
    ssr: { noExternal: true },
    build: { ssr: entry, outDir: folder, minify: false, rolldownOptions: { output: { entryFileNames: "server.mjs" } } },
  });
  return join(folder, "server.mjs");
}

async function startProcess(script: string, folder: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  // Most of a round is starting, and a third of that compiling the same code.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(script, "../cache") };
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"], env });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, port: Number(line.toString()) };
}

/** Two writers: one publishes, one makes worlds and attaches, undoes and redoes. They end when the server does. */
async function writeUntilKilled(server: string, token: string, round: number, done: Acknowledged): Promise<void> {
  const send = async (method: string, path: string, body?: object): Promise<Parsed> => {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const response = await fetch(`${server}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const answer = (await response.json()) as { detail?: string };
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.detail}`);
    return answer;
  };
  const untilKilled = async (work: (k: number) => Promise<void>): Promise<void> => {
    for (let k = 0; ; k++) {
      try {
        await work(k);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        return;
      }
    }
  };
  const publishing = untilKilled(async (k) => {
    const [version, source] = [`1.${round}.${k}`, `# ${round} ${k} ${"x".repeat((k * 997) % 5000)}\n`];
    await send("POST", "/v1/plugins", { name: "killed", version, source });
    done.versions.set(version, source);
  });
  const first = await send("POST", "/v1/plugins", { name: "base", version: "1.0.0", source: "# base\n" }).catch(() => null);
  if (first !== null) done.versions.set("base", "# base\n");
  const attaching = untilKilled(async () => {
    const { id } = await send("POST", "/v1/worlds", { seed: String(round) });
    done.worlds.set(id, { revision: 1 });
    for (const [method, path, body] of worldWork(id)) {
      const { revision } = await send(method, path, body);
      done.worlds.set(id, { revision });
    }
  });
  await Promise.all([publishing, attaching]);
}

function worldWork(id: string): readonly (readonly [method: string, path: string, body?: object])[] {
  const slot = (name: string, body: object) => ["PUT", `/v1/worlds/${id}/plugins/${name}`, { plugin: "ada/base@1.0.0", ...body }] as const;
  return [
    slot("a", {}),
    slot("b", { strength: 0.5, parameters: { k: 1 } }),
    slot("b", { strength: 0.5, parameters: { k: 2 }, position: 0 }),
    ["POST", `/v1/worlds/${id}/undo`],
    ["POST", `/v1/worlds/${id}/redo`],
    ["DELETE", `/v1/worlds/${id}/plugins/a`],
    ["POST", `/v1/worlds/${id}/undo`],
    slot("c", { mask: { kind: "height", min: 200 } }),
  ];
}

export async function expectWhole({ database, sources }: Store, done: Acknowledged): Promise<void> {
  const { rows } = await sql<Record<string, unknown>>`PRAGMA integrity_check`.execute(database);
  expect(Object.values(rows[0] ?? {})).toEqual(["ok"]);
  expect((await sql`PRAGMA foreign_key_check`.execute(database)).rows).toEqual([]);
  const versions = await database.selectFrom("versions").select(["id", "name", "version", "hash"]).execute();
  const stored = new Map(versions.map((row) => [row.name === "base" ? "base" : row.version, row.hash]));
  for (const [version, source] of done.versions) expect(stored.get(version), `${version} was acknowledged`).toBe(contentHash(source));
  for (const { hash } of versions.slice(-2 * done.versions.size)) expect(contentHash(await sources.read(hash))).toBe(hash);
  expect((await sql<{ n: number }>`SELECT count(*) AS n FROM search`.execute(database)).rows[0]?.n).toBe(versions.length);
  for (const [id, { revision }] of done.worlds) {
    const row = await database.selectFrom("worlds").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect(row.revision, `${id} was acknowledged at ${revision}`).toBeGreaterThanOrEqual(revision);
  }
  await expectHistoriesFit(database, 2 * done.worlds.size);
}

/** What lies under a hash has it, also where no row names it yet. */
function expectWholeFiles(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.length === 2)) {
    for (const file of readdirSync(join(folder, name)))
      expect(contentHash(readFileSync(join(folder, name, file)))).toBe(file.replace(".wgen", ""));
  }
  expect(existsSync(join(folder, "incoming"))).toBe(true);
}

/** The newest worlds are what their edits make of them. */
async function expectHistoriesFit(database: Store["database"], newest: number): Promise<void> {
  for (const row of await database.selectFrom("worlds").selectAll().orderBy("created_at", "desc").limit(newest).execute()) {
    let made: WorkshopDocument = firstDocument({ seed: (JSON.parse(row.document) as WorkshopDocument).seed });
    const edits = await database.selectFrom("edits").selectAll().where("world", "=", row.id).orderBy("number").execute();
    for (const edit of edits.filter((each) => each.number <= row.edit)) {
      made = patchDocument(made, JSON.parse(edit.patches) as DocumentPatch[]);
    }
    expect(JSON.parse(row.document)).toEqual(JSON.parse(JSON.stringify(made)));
  }
}
