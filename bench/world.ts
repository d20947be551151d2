// Rows of the world's library: noise against the package simplex-noise, the
// flood of a large grid against the same by hand, erosion against numpy, and
// the first picture after a slider has moved.

import { spawnSync } from "node:child_process";
import { createNoise2D } from "simplex-noise";
import { compile, defineHost, openWorld, worldHost } from "../src/index.ts";
import type { Plugin } from "../src/index.ts";
import { handFlood } from "./flood.ts";
import { timesOf } from "./measuring.ts";
import type { Measured, Row } from "./measuring.ts";

const host = defineHost({ name: "bench", hooks: { run: { parameters: { n: "int" }, result: "float" } } });
const limits = { fuel: 1e12, memoryBytes: 2 ** 29 };

function load(source: string): Plugin {
  const plugin = compile(source, { host });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map((one) => one.message).join("\n"));
  return plugin;
}

function run(plugin: Plugin, n: number): number {
  const answer = plugin.call("run", { n }, { limits });
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.value as number;
}

// ---------------------------------------------------------------------- noise

const noiseSource = `from noise import fbm

def run(n: int) -> float:
    total = 0.0
    for i in range(n):
        for j in range(n):
            total += fbm(j / 64.0, i / 64.0, 5)
    return total
`;

function measureNoise(): Measured {
  const noise = createNoise2D(() => 0.5);
  const script = (n: number): number => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let [x, y, amplitude, sum, weight] = [j / 64, i / 64, 1, 0, 0];
        for (let octave = 0; octave < 5; octave++) {
          sum += amplitude * noise(x, y);
          weight += amplitude;
          amplitude *= 0.5;
          x *= 2;
          y *= 2;
        }
        total += sum / weight;
      }
    }
    return total;
  };
  const plugin = load(noiseSource);
  const { ms } = timesOf([() => script(512), () => run(plugin, 512)]);
  return { script: ms[0]!, ours: ms[1]!, unmetered: null };
}

// ---------------------------------------------------------------------- flood

const floodSource = `import numpy as np
from flow import flood

def run(n: int) -> float:
    h = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            h[i, j] = (i * i * 31 + j * j * 17 + i * j * 7) % 1009 + 0.5 * min(i, j)
    filled, to = flood(h)
    total = 0.0
    for i in range(n):
        for j in range(n):
            total += filled[i, j] + to[i, j] % 1000
    return total
`;

function measureFlood(): Measured {
  const plugin = load(floodSource);
  const { ms, values } = timesOf([() => handFlood(1024), () => run(plugin, 1024)]);
  if (values[0] !== values[1]) throw new Error(`${String(values[1])} where JavaScript has ${String(values[0])}`);
  return { script: ms[0]!, ours: ms[1]!, unmetered: null };
}

// -------------------------------------------------------------------- erosion

const thermalSource = `import numpy as np
from terrain import thermal

def run(n: int) -> float:
    i = np.arange(n).reshape((n, 1))
    j = np.arange(n).reshape((1, n))
    h = ((i * 31 + j * 17 + i * j) % 101) * 1.0
    return thermal(h, 32, 0.6, 0.2, 10.0).sum()
`;

/** The library's own lines in numpy; prints the least milliseconds of seven runs. */
const numpyThermal = `
import time, numpy as np
def thermal(h, steps, limit, rate):
    for step in range(steps):
        down = h[1:, :] - h[:-1, :]
        right = h[:, 1:] - h[:, :-1]
        south = np.where(down > limit, down - limit, np.where(down < -limit, down + limit, 0.0)) * rate
        east = np.where(right > limit, right - limit, np.where(right < -limit, right + limit, 0.0)) * rate
        h = h.copy()
        h[1:, :] -= south
        h[:-1, :] += south
        h[:, 1:] -= east
        h[:, :-1] += east
    return h
n = 512
i = np.arange(n).reshape((n, 1)); j = np.arange(n).reshape((1, n))
best = 1e9
for turn in range(7):
    start = time.process_time()
    h = ((i * 31 + j * 17 + i * j) % 101) * 1.0
    thermal(h, 32, 6.0, 0.2).sum()
    best = min(best, time.process_time() - start)
print(best * 1000)
`;

function measureThermal(): Measured {
  const { stdout, status } = spawnSync("python3", ["-c", numpyThermal], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  if (status !== 0) throw new Error("numpy is not installed");
  const plugin = load(thermalSource);
  const { ms } = timesOf([() => run(plugin, 512)]);
  return { script: Number(stdout), ours: ms[0]!, unmetered: null };
}

// --------------------------------------------------------------------- slider

const hills = `from noise import fbm
from wgen import World, param
height: float = param(100.0, min=0.0, max=500.0)

def elevation(x: float, y: float, prev: float, w: World) -> float:
    return prev + height * fbm(x / 3000.0, y / 3000.0, 5, seed=w.seed)
`;

/** The thread's own milliseconds: a first world, then the same with another height. */
function measureSlider(): Measured {
  const plugin = compile(hills, { host: worldHost });
  if (!plugin.ok) throw new Error("hills");
  const work = (action: () => void): number => {
    const start = process.threadCpuUsage();
    action();
    const { user, system } = process.threadCpuUsage(start);
    return Math.round((user + system) / 1000);
  };
  const parts = [100, 100.5, 101, 101.5].map((height) => {
    const world = openWorld({ seed: "bench", attachments: [{ plugin, params: { height } }] });
    return [work(() => void world.atlas()), work(() => void world.render({ width: 512, height: 512 }))] as const;
  });
  const least = (pick: 0 | 1): number => Math.min(...parts.slice(1).map((part) => part[pick]));
  return {
    script: 0,
    ours: 0,
    unmetered: null,
    note: `${least(0)} ms the atlas of 512, ${least(1)} ms a view of 512 (first world: ${parts[0]!.join(" + ")} ms)`,
  };
}

const row = (name: string, what: string, bar: number | null, measure: () => Measured): Row => ({
  name,
  what,
  bar,
  meteringBar: 100,
  measure,
});

export const worldRows: readonly Row[] = [
  row("package", "5-octave simplex fBm, 512 x 512, against simplex-noise", 0.7, measureNoise),
  row("flood", "priority-flood with D8, 1024 x 1024", 1.2, measureFlood),
  row("thermal", "32 steps of thermal erosion, 512 x 512, against numpy", 0.5, measureThermal),
  row("slider", "first picture after a slider has moved", null, measureSlider),
];
