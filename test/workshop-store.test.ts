// The data folder: settings that make writes durable, migrations, sources that
// are whole or not there, backups of a folder in use.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contentHash } from "../src/base/hashing.ts";
import { findCaller, makeToken, mayDo, revokeToken } from "../src/workshop/people/tokens.ts";
import { backUp } from "../src/workshop/store/backup.ts";
import { DamagedSource } from "../src/workshop/store/sources.ts";
import { openStore, type Store } from "../src/workshop/store/store.ts";
import { openWorkshop, terraces } from "./helpers/workshop.ts";

let root = "";
let store: Store;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "wgen-store-"));
  store = await openStore(join(root, "data"));
});
afterEach(async () => {
  await store.close();
  rmSync(root, { recursive: true });
});

async function pragma(name: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(store.database);
  return Object.values(rows[0] ?? {})[0];
}

test("WAL with full synchronisation, in a folder for its owner only", async () => {
  expect([await pragma("journal_mode"), await pragma("synchronous"), await pragma("foreign_keys")]).toEqual(["wal", 2, 1]);
  expect(statSync(join(root, "data")).mode & 0o777).toBe(0o700);
});

test("opening again migrates nothing and keeps everything", async () => {
  await makeToken(store.database, { owner: "ada", label: "", scopes: ["publish"] });
  await store.close();
  store = await openStore(join(root, "data"));
  expect((await store.database.selectFrom("owners").select("name").execute()).map((row) => row.name)).toEqual(["ada"]);
});

test("the first schema has status, engine, license, origin and the ledger", async () => {
  const columns = async (table: string) =>
    (await sql.raw<{ name: string }>(`PRAGMA table_info(${table})`).execute(store.database)).rows.map((row) => row.name);
  expect(await columns("versions")).toEqual(expect.arrayContaining(["status", "engine", "license", "forked_from", "hash"]));
  expect(await columns("runs")).toEqual(expect.arrayContaining(["plugin_hash", "input_hash", "fuel", "bytes", "effects", "fault"]));
});

describe("sources", () => {
  test("lie under their hash; writing again changes nothing", async () => {
    const hash = await store.sources.write(terraces);
    expect(hash).toBe(contentHash(terraces));
    const before = statSync(store.sources.pathOf(hash)).mtimeMs;
    expect(await store.sources.write(terraces)).toBe(hash);
    expect(statSync(store.sources.pathOf(hash)).mtimeMs).toBe(before);
    expect(await store.sources.read(hash)).toBe(terraces);
    expect(readdirSync(join(root, "data", "sources", "incoming"))).toEqual([]);
  });

  test("9.24 cut, changed or swapped on disk: seen at reading, mended by publishing again", async () => {
    const hash = await store.sources.write(terraces);
    const path = store.sources.pathOf(hash);
    const damages = [
      () => truncateSync(path, 10),
      () => writeFileSync(path, terraces.replace("120", "121")),
      () => writeFileSync(path, ""),
    ];
    for (const damage of damages) {
      damage();
      await expect(store.sources.read(hash)).rejects.toThrow(DamagedSource);
      await store.sources.write(terraces);
      expect(await store.sources.read(hash)).toBe(terraces);
    }
  });

  test("6.14 a name that is no hash reaches no file", async () => {
    for (const name of ["../../etc/passwd", "", "a", "A".repeat(64), `${"0".repeat(63)}/`, "__proto__"]) {
      await expect(store.sources.read(name)).rejects.toThrow(TypeError);
    }
  });
});

describe("tokens", () => {
  test("the secret is stored only as its hash; a changed, cut or revoked token is nobody's", async () => {
    const { token, id } = await makeToken(store.database, { owner: "ada", label: "", scopes: ["publish"] });
    const secret = token.split("_").slice(2).join("_");
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    for (const file of readdirSync(join(root, "data"))) {
      if (file.startsWith("workshop.db")) expect(readFileSync(join(root, "data", file)).includes(secret)).toBe(false);
    }
    const caller = await findCaller(store.database, token);
    expect(caller).toEqual({ owner: "ada", tokenId: id, scopes: ["publish"] });
    expect([mayDo(caller!, "publish"), mayDo(caller!, "attach"), mayDo(caller!, "admin")]).toEqual([true, false, false]);
    const changed = token.slice(0, -1) + (token.endsWith("A") ? "E" : "A");
    for (const wrong of [changed, token.slice(0, -1), `${token}x`, "", "wgen__", token.toUpperCase(), `' OR 1=1 --`]) {
      expect(await findCaller(store.database, wrong)).toBe(null);
    }
    expect(await revokeToken(store.database, id)).toBe(true);
    expect(await findCaller(store.database, token)).toBe(null);
  });
});

describe("backup", () => {
  test("9.27 of a folder in use is whole and can be served", async () => {
    const shop = await openWorkshop({ folder: join(root, "busy") });
    const token = await shop.token("ada", "publish", "attach");
    const writing = (async () => {
      for (let k = 0; k < 12; k++) {
        await shop.ask("POST", "/v1/plugins", { token, body: { name: "steps", version: `1.0.${k}`, source: `${terraces}# ${k}\n` } });
        await shop.ask("POST", "/v1/worlds", { token, body: { seed: `${k}` } });
      }
    })();
    await new Promise((done) => setTimeout(done, 100));
    const other = await openStore(join(root, "busy"));
    const report = await backUp(other, join(root, "copy"));
    await other.close();
    await writing;
    await shop.stop();
    const copy = await openWorkshop({ folder: join(root, "copy") });
    const versions = (await copy.ask("GET", "/v1/plugins/ada/steps")).json?.versions ?? [];
    expect(versions).toHaveLength(report.versions);
    for (const { version } of versions) expect((await copy.ask("GET", `/v1/plugins/ada/steps/${version}`)).status).toBe(200);
    await copy.stop();
    await expect(backUp(store, join(root, "copy"))).rejects.toThrow("is there already");
  });
});
