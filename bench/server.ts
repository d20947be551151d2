// `node tools/run.js bench/server.ts [--hostile]`: warm tiles a second and their
// p99 beside a fastify route that answers a constant of the same size, both
// servers in this process and loaded in turn by autocannon in another (bar: at
// least 0.4 of it). With `--hostile`, what hostile plugins in one owner's worlds
// do to the tiles of another's: the p99 of warm and the p95 of cold ones (bars:
// 2 and 3 times idle), and how late the server's event loop is (p99 under 50 ms).

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fastify from "fastify";
import { makeToken } from "../src/workshop/people/tokens.ts";
import { startServer, type WorkshopServer } from "../src/workshop/server.ts";

const run = promisify(execFile);
const autocannon = fileURLToPath(new URL("../node_modules/autocannon/autocannon.js", import.meta.url));

interface Load {
  readonly perSecond: number;
  readonly p99: number;
}

/** Requests of one address from `connections` at once. */
async function load(address: string, connections: number, seconds: number): Promise<Load> {
  const { stdout } = await run(process.execPath, [autocannon, "-c", String(connections), "-d", String(seconds), "-j", "-n", address]);
  const { requests, latency, non2xx, errors } = JSON.parse(stdout);
  if (non2xx > 0 || errors > 0) throw new Error(`${address}: ${non2xx} other answers, ${errors} errors`);
  return { perSecond: requests.average, p99: latency.p99 };
}

interface World {
  readonly id: string;
  readonly base: string;
}

class Client {
  readonly #server: WorkshopServer;
  readonly #token: string;

  constructor(server: WorkshopServer, token: string) {
    this.#server = server;
    this.#token = token;
  }

  async send(method: string, path: string, body: object): Promise<{ readonly id: string }> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": "application/json" };
    const response = await fetch(`${this.#server.address}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { id: string };
  }

  async world(owner: string, plugin: string | null, source: string): Promise<World> {
    const { id } = await this.send("POST", "/v1/worlds", { seed: "7" });
    if (plugin !== null) {
      await this.send("POST", "/v1/plugins", { name: plugin, version: "1.0.0", source });
      await this.send("PUT", `/v1/worlds/${id}/plugins/a`, { plugin: `${owner}/${plugin}@1.0.0` });
    }
    return { id, base: `${this.#server.address}/v1/worlds/${id}/tiles/map` };
  }
}

async function clientOf(server: WorkshopServer, owner: string): Promise<Client> {
  const { token } = await makeToken(server.workshop.store.database, { owner, label: "bench", scopes: ["publish", "attach"] });
  return new Client(server, token);
}

async function measureWarm(server: WorkshopServer, { base }: World): Promise<void> {
  const tile = Buffer.from(await (await fetch(`${base}/3/4/4.png`)).arrayBuffer());
  const constant = fastify();
  constant.get("/", async (_request, reply) => reply.header("content-type", "image/png").send(tile));
  const address = await constant.listen({ port: 0, host: "127.0.0.1" });
  const [ours, theirs]: [Load[], Load[]] = [[], []];
  await load(address, 20, 1);
  await load(`${base}/3/4/4.png`, 20, 1);
  for (let round = 0; round < 3; round++) {
    theirs.push(await load(address, 20, 3));
    ours.push(await load(`${base}/3/4/4.png`, 20, 3));
  }
  await constant.close();
  const best = (loads: readonly Load[]): Load => loads.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  const [a, b] = [best(ours), best(theirs)];
  const ratio = a.perSecond / b.perSecond;
  console.log(`tile of ${tile.length} bytes, best of 3 times 3 s, 20 connections`);
  console.log(`warm tiles       ${a.perSecond.toFixed(0)}/s, p99 ${a.p99} ms`);
  console.log(`constant route   ${b.perSecond.toFixed(0)}/s, p99 ${b.p99} ms`);
  console.log(`ratio            ${ratio.toFixed(2)} (bar 0.40: ${ratio >= 0.4 ? "reached" : "MISSED"})`);
}

const hostile = new Map([
  ["endless", "def elevation(x: float, y: float, prev: float) -> float:\n    while True:\n        pass\n    return prev\n"],
  [
    "growing",
    "def elevation(x: float, y: float, prev: float) -> float:\n    xs = [prev]\n    while True:\n        xs = xs + xs\n    return prev\n",
  ],
  ["faulting", "def elevation(x: float, y: float, prev: float) -> float:\n    return [prev][9]\n"],
]);

/** Cold tiles of a world, two at a time: milliseconds of each. */
async function coldTimes({ base }: World, from: number, count: number): Promise<number[]> {
  const times: number[] = [];
  const ask = async (k: number): Promise<void> => {
    const start = performance.now();
    const response = await fetch(`${base}/6/${(from + k) % 64}/${Math.floor((from + k) / 64)}.png`);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`a cold tile of the quiet owner: ${response.status}`);
    times.push(performance.now() - start);
  };
  for (let k = 0; k < count; k += 2) await Promise.all([ask(k), ask(k + 1)]);
  return times.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

interface Quiet {
  readonly warmP99: number;
  readonly coldP95: number;
  readonly loopP99: number;
}

async function measureQuiet(quiet: World, from: number): Promise<Quiet> {
  const cold = await coldTimes(quiet, from, 40);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const { p99 } = await load(`${quiet.base}/3/4/4.png`, 4, 5);
  delay.disable();
  return { warmP99: p99, coldP95: quantile(cold, 0.95), loopP99: delay.percentile(99) / 1e6 };
}

async function measureHostile(server: WorkshopServer, quiet: World): Promise<void> {
  const client = await clientOf(server, "eve");
  const worlds: World[] = [];
  for (const [name, source] of hostile) worlds.push(await client.world("eve", name, source));
  await coldTimes(quiet, 2000, 10);
  const idle = await measureQuiet(quiet, 0);
  let isOver = false;
  const counts = new Map<number, number>();
  const attack = async ({ base }: World, lane: number): Promise<void> => {
    for (let k = lane; !isOver; k++) {
      const response = await fetch(`${base}/7/${k % 128}/${Math.floor(k / 128) % 128}.png`);
      await response.arrayBuffer();
      counts.set(response.status, (counts.get(response.status) ?? 0) + 1);
      if (response.status !== 200) await new Promise((done) => setTimeout(done, 50));
    }
  };
  const attacks = worlds.flatMap((world) => [0, 3000, 6000, 9000].map((lane) => attack(world, lane)));
  await new Promise((done) => setTimeout(done, 2000));
  const under = await measureQuiet(quiet, 1000);
  isOver = true;
  const row = (name: string, before: number, after: number, bar: number): void =>
    console.log(
      `${name.padEnd(17)}${before.toFixed(1)} ms idle, ${after.toFixed(1)} ms attacked: ${(after / before).toFixed(2)} (bar ${bar}: ${after <= bar * before ? "reached" : "MISSED"})`,
    );
  row("warm p99", idle.warmP99, under.warmP99, 2);
  row("cold p95", idle.coldP95, under.coldP95, 3);
  console.log(`event loop p99   ${under.loopP99.toFixed(1)} ms attacked (bar 50: ${under.loopP99 < 50 ? "reached" : "MISSED"})`);
  console.log(`answers to the attacker: ${[...counts].map(([status, count]) => `${count} x ${status}`).join(", ")}`);
  const { killedByDeadline, killedByMemory, crashed } = server.workshop.pool.stats();
  console.log(`children killed: ${killedByDeadline} by deadline, ${killedByMemory} by memory, ${crashed} crashed`);
  await Promise.all(attacks);
}

const folder = mkdtempSync(join(tmpdir(), "wgen-bench-"));
const limits = { requestsPerSecond: 1e9, coldTilesPerSecond: 1e9, eventLoopMilliseconds: 0 };
const server = await startServer({ dataFolder: folder, port: 0, limits });
const quiet = await (await clientOf(server, "ada")).world("ada", null, "");
await measureWarm(server, quiet);
if (process.argv.includes("--hostile")) await measureHostile(server, quiet);
await server.stop();
rmSync(folder, { recursive: true });
