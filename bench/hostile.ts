// `node tools/run.js bench/hostile.ts`: what one owner's hostile plugins do to
// another's tiles, on the pool itself, without a server around it: p95 of cold
// tiles idle and attacked (bar: 3 times), how late this process's event loop is
// (bar: p99 under 50 ms), and what became of every request. `bench/server.ts
// --hostile` measures the same through the server, warm tiles too.

import { monitorEventLoopDelay } from "node:perf_hooks";
import { contentHash } from "../src/base/hashing.ts";
import { createPool, type PoolWorld } from "../src/sandbox/pool.ts";
import { editDocument, newDocument } from "../src/world/document.ts";

const elevation = "def elevation(x: float, y: float, prev: float) -> float:\n";
const hostile = [
  `${elevation}    while True:\n        pass\n    return prev\n`,
  `${elevation}    xs = [prev]\n    while True:\n        xs = xs + xs\n    return prev\n`,
  `${elevation}    return elevation(x + 1.0, y, prev)\n`,
  `${elevation}    return [prev][9]\n`,
];
const bomb = `def f0(x):\n    return (x, x)\n${Array.from({ length: 400 }, (_, k) => `def f${k + 1}(x):\n    return f0(f${k}(x))\n`).join("")}print(f12(1))\n`;

const engineErrors: string[] = [];
const pool = createPool({ ownerQueue: 128, onEngineError: (text) => engineErrors.push(text) });
await pool.ready();
// Nothing else holds this process while children think.
const held = setInterval(() => undefined, 1_000);

function worldOf(source: string | null, seed: string): PoolWorld {
  if (source === null) return pool.world({ document: newDocument(seed), sources: new Map() });
  const hash = contentHash(source);
  const { document } = editDocument(newDocument(seed), (draft) => {
    const mask = { kind: "everywhere" } as const;
    draft.attachments.push({ plugin: hash, enabled: true, strength: 1, combine: "replace", mask, salt: "", parameters: [] });
  });
  return pool.world({ document, sources: new Map([[hash, { source }]]) });
}

const kinds = new Map<string, number>();
function count(owner: string, answer: { readonly kind: string; readonly reason?: string }): void {
  const name = `${owner} ${answer.kind}${answer.reason === undefined ? "" : ` (${answer.reason})`}`;
  kinds.set(name, (kinds.get(name) ?? 0) + 1);
}

/** Cold tiles, two at a time; milliseconds of each, sorted. */
async function coldTimes(world: PoolWorld, from: number, tiles: number): Promise<number[]> {
  const times: number[] = [];
  const ask = async (k: number): Promise<void> => {
    const start = performance.now();
    count("ann", await world.tile({ layer: "map", z: 6, x: (from + k) % 64, y: Math.floor((from + k) / 64) }, { owner: "ann" }));
    times.push(performance.now() - start);
  };
  for (let k = 0; k < tiles; k += 2) await Promise.all([ask(k), ask(k + 1)]);
  return times.toSorted((a, b) => a - b);
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const quiet = worldOf(null, "ann's");
await coldTimes(quiet, 2_000, 10);
const idle = await coldTimes(quiet, 0, 40);

let isOver = false;
const attack = async (ask: (k: number) => Promise<{ readonly kind: string }>): Promise<void> => {
  for (let k = 0; !isOver; k++) {
    const answer = await ask(k);
    count("eve", answer);
    if (answer.kind === "busy") await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const attacks = [
  ...hostile.flatMap((source, w) => {
    const world = worldOf(source, `eve's ${w}`);
    return [0, 1, 2].map((lane) =>
      attack((k) => world.tile({ layer: "map", z: 7, x: (k + lane * 40) % 128, y: Math.floor(k / 40) % 128 }, { owner: "eve" })),
    );
  }),
  attack((k) => worldOf(hostile[0]!, `eve's job ${k}`).chunk(k, 0, { owner: "eve", lane: "job" })),
  attack((k) => pool.check(`${bomb}# ${k}\n`, { owner: "eve" })),
];
await new Promise((resolve) => setTimeout(resolve, 3_000));
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const attacked = await coldTimes(quiet, 1_000, 40);
delay.disable();
isOver = true;
const stats = pool.stats();
await pool.close();
await Promise.all(attacks);
clearInterval(held);

const [before, after] = [quantile(idle, 0.95), quantile(attacked, 0.95)];
const verdict = (isReached: boolean): string => (isReached ? "reached" : "MISSED");
console.log(`cold p50    ${quantile(idle, 0.5).toFixed(0)} ms idle, ${quantile(attacked, 0.5).toFixed(0)} ms attacked`);
console.log(
  `cold p95    ${before.toFixed(0)} ms idle, ${after.toFixed(0)} ms attacked: ${(after / before).toFixed(2)} (bar 3: ${verdict(after <= 3 * before)})`,
);
const late = delay.percentile(99) / 1e6;
console.log(`event loop  p99 ${late.toFixed(1)} ms attacked (bar 50: ${verdict(late < 50)})`);
console.log([...kinds].map(([name, number]) => `${name}: ${number}`).join(", "));
const { killedByDeadline, killedByMemory, crashed, recycled } = stats;
console.log(`children killed: ${killedByDeadline} by deadline, ${killedByMemory} by memory; ${crashed} crashed, ${recycled} recycled`);
for (const text of new Set(engineErrors)) console.log(`error of our own: ${text}`);
