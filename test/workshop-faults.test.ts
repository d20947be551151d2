// Storage that fails, step by step: the server killed before each thing that it
// writes, each write refused by a full disk, a read-only one or for want of file
// descriptors. Nothing is ever half there, and all is well when it works again.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { StatementSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { openStore } from "../src/workshop/store/store.ts";
import { type Acknowledged, expectWhole } from "./helpers/killing.ts";
import { openWorkshop, terraces, type TestWorkshop } from "./helpers/workshop.ts";

/** Called before each step of storage, with its name. */
const storage = vi.hoisted(() => ({ before: (_step: string): void => {} }));

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const stepped = <Call extends (...values: never[]) => Promise<unknown>>(name: string, call: Call): Call =>
    (async (...values: never[]) => (storage.before(name), call(...values))) as Call;
  const open: typeof real.open = async (...values) => {
    storage.before("open");
    const file = await real.open(...values);
    return Object.assign(file, {
      writeFile: stepped("writeFile", file.writeFile.bind(file)),
      sync: stepped("sync", file.sync.bind(file)),
    });
  };
  return { ...real, open, mkdir: stepped("mkdir", real.mkdir), rename: stepped("rename", real.rename) };
});

let folder = "";
let shop: TestWorkshop;
let token = "";
let world = "";

beforeAll(async () => {
  const run = StatementSync.prototype.run;
  vi.spyOn(StatementSync.prototype, "run").mockImplementation(function (this: StatementSync, ...values) {
    // The ledger's rows come when they come; a disk that is full of them stops nobody.
    if (!this.sourceSQL.includes('"runs"')) storage.before(`database ${this.sourceSQL}`);
    return run.apply(this, values);
  });
  folder = mkdtempSync(join(tmpdir(), "wgen-faults-"));
  shop = await openWorkshop({ folder: join(folder, "data"), isQuiet: true, limits: { publishesPerHour: 1_000 } });
  token = await shop.token("ada", "publish", "attach");
  await publish("base", "1.0.0");
  world = (await shop.ask("POST", "/v1/worlds", { token, body: { seed: "7" } })).json.id;
});
afterEach(() => void (storage.before = () => {}));
afterAll(async () => {
  await shop.stop();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const sourceOf = (version: string): string => `${terraces}# ${version}\n`;

async function publish(name: string, version: string, at = shop): ReturnType<TestWorkshop["ask"]> {
  return at.ask("POST", "/v1/plugins", { token, body: { name, version, source: sourceOf(version) } });
}

/** What each request of a test does, and what it adds to what was acknowledged. */
const requests: readonly (readonly [name: string, run: () => ReturnType<TestWorkshop["ask"]>])[] = [
  ["publish", () => publish("new", "2.0.0")],
  ["attach", () => shop.ask("PUT", `/v1/worlds/${world}/plugins/a`, { token, body: { plugin: "ada/base@1.0.0", strength: 0.5 } })],
  ["undo", () => shop.ask("POST", `/v1/worlds/${world}/undo`, { token })],
  ["redo", () => shop.ask("POST", `/v1/worlds/${world}/redo`, { token })],
];

test("9.21 killed before each step of storage: what was answered stands, what was not is whole or not there", async () => {
  const done: Acknowledged = { versions: new Map(), worlds: new Map() };
  const killed: { readonly step: string; readonly folder: string; readonly done: Acknowledged }[] = [];
  // The files as they lie are what the kill of a process leaves.
  storage.before = (step) => {
    const copy = join(folder, `killed-${killed.length}`);
    cpSync(shop.folder, copy, { recursive: true });
    killed.push({ step, folder: copy, done: { versions: new Map(done.versions), worlds: new Map(done.worlds) } });
  };
  for (const [name, run] of requests) {
    const { status, json } = await run();
    expect(status, name).toBeLessThan(300);
    if (name === "publish") done.versions.set("2.0.0", sourceOf("2.0.0"));
    else done.worlds.set(world, { revision: json.revision });
  }
  storage.before = () => {};
  const steps = killed.map(({ step }) => step.replace(/ (?:into|update) .*| ".*/s, ""));
  expect(steps).toEqual(
    expect.arrayContaining(["open", "writeFile", "sync", "rename", "database begin", "database insert", "database commit"]),
  );
  for (const { folder: copy, done: before } of killed) {
    const store = await openStore(copy);
    await expectWhole(store, before);
    await store.close();
  }
  // Begun anew, the publish is as if nothing had been, whatever files it had left.
  const listings = new Set<string>();
  for (const { folder: copy, done: before } of killed.filter((each) => each.done.worlds.size === 0)) {
    const listing = readdirSync(join(copy, "sources"), { recursive: true, encoding: "utf8" })
      .map((name) => name.replace(/-[0-9a-f]{12}$/, "-"))
      .join();
    const isFirst = !listings.has(`${before.versions.size} ${listing}`);
    if (isFirst) await expectDoneAnew(copy, before.versions.size > 0);
    listings.add(`${before.versions.size} ${listing}`);
  }
  expect(listings.size).toBeGreaterThanOrEqual(4);
});

async function expectDoneAnew(copy: string, isThere: boolean): Promise<void> {
  const after = await openWorkshop({ folder: copy });
  expect((await publish("new", "2.0.0", after)).status).toBe(isThere ? 200 : 201);
  expect((await after.ask("GET", "/v1/plugins/ada/new/2.0.0")).json.source).toBe(sourceOf("2.0.0"));
  await after.stop();
}

const failures = [
  { code: "ENOSPC", errcode: 13 },
  { code: "EMFILE", errcode: 14 },
  { code: "EROFS", errcode: 8 },
  { code: "EIO", errcode: 10 },
];

test.each(failures)(
  "9.22, 9.23 each step of storage refused once ($code): 503, nothing half, and done when asked again",
  async (failure) => {
    const done = { versions: new Map<string, string>(), worlds: new Map<string, { revision: number }>() };
    for (let failing = 0, hasFailed = true; hasFailed; failing++) {
      let step = 0;
      hasFailed = false;
      storage.before = (name) => {
        if (step++ !== failing) return;
        hasFailed = true;
        const isDatabase = name.startsWith("database");
        throw Object.assign(
          new Error(`${failure.code} at ${name}`),
          isDatabase ? { code: "ERR_SQLITE_ERROR", errcode: failure.errcode } : failure,
        );
      };
      const version = `${failures.indexOf(failure) + 3}.${failing}.0`;
      const { status, json, text } = await publish("full", version);
      storage.before = () => {};
      expect([status, json.type]).toEqual(hasFailed ? [503, "urn:wgen:problem:unavailable"] : [201, undefined]);
      expect(text).not.toMatch(/ENOSPC|EMFILE|EROFS|EIO|sqlite/i);
      if (!hasFailed) break;
      expect((await shop.ask("GET", `/v1/plugins/ada/full/${version}`)).status).toBe(404);
      expect((await publish("full", version)).status).toBe(201);
      done.versions.set(version, sourceOf(version));
    }
    expect(done.versions.size).toBeGreaterThan(10);
    await expectWhole(shop.workshop.store, done);
  },
);

test("9.23 no file descriptor left: connections wait or are closed, and the server lives", { timeout: 60_000 }, async () => {
  const script = fileURLToPath(new URL("helpers/killedServer.ts", import.meta.url));
  const command = `ulimit -n 48; exec "${process.execPath}" "${script}" "${join(folder, "few")}"`;
  const child = spawn("/bin/sh", ["-c", command], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const port = Number(line.toString());
  const many = Array.from({ length: 120 }, () => connect(port, "127.0.0.1").on("error", () => {}));
  // Long enough for what the server does each second.
  await new Promise((done) => setTimeout(done, 1200));
  for (const socket of many) socket.destroy();
  // While descriptors are being given back, one connection or another may still be closed.
  const healthy = async (): Promise<unknown> => (await fetch(`http://127.0.0.1:${port}/healthz`)).json();
  await vi.waitFor(async () => expect(await healthy()).toEqual({ status: "alive" }), 10_000);
  child.kill("SIGKILL");
  await once(child, "exit");
});
