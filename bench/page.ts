// From a key press to new pixels: the built page in Chromium, a map of four
// tiles (512 x 512 pixels), examples/volcano.wgen, one digit typed over and
// over. Beside it the same view of the same world with that plugin written by
// hand in TypeScript, in Node, on one thread. Every change moves the ground, so
// every one makes a new atlas, on both sides.
//
//   node tools/run.js bench/page.ts [changes]

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorld } from "../src/index.ts";
import { openBrowser, serveFolder, whenDrawn } from "../test/helpers/page.ts";
import { buildPage } from "../tools/page.ts";
import { handWritten } from "./volcano.ts";

interface Times {
  readonly compileMs: number;
  readonly openMs: number;
  readonly firstMs: number;
  readonly tilesMs: number;
  readonly paintedMs: number;
}

// In the page.
interface PagePlayground {
  onDrawn: (times: Times) => void;
  load(shared: object): void;
  readonly recipe: { readonly source: string };
  readonly editor: { readonly view: { focus(): void; dispatch(change: object): void } };
}
declare const wgen: { readonly playground: PagePlayground };

const changes = Number(process.argv[2] ?? 20);
const warmUp = 3;
const source = readFileSync(new URL("../examples/volcano.wgen", import.meta.url), "utf8");

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? Number.NaN;
}

function tell(name: string, values: readonly number[]): void {
  console.log(`${name.padEnd(34)}${quantile(values, 0.5).toFixed(0).padStart(7)} ms${quantile(values, 0.95).toFixed(0).padStart(7)} ms`);
}

/** The view by hand: another plugin each time, so that no atlas is remembered. */
function byHand(): number[] {
  const plugins = Array.from({ length: warmUp + changes }, (_, k) => handWritten(k));
  const times = plugins.map((plugin) => {
    const start = performance.now();
    openWorld({ seed: "7", attachments: [{ plugin }] }).render({ x: 0, y: 0, width: 512, height: 512, metresPerPixel: 12.5 });
    return performance.now() - start;
  });
  return times.slice(warmUp);
}

async function inPage(): Promise<Times[]> {
  const folder = mkdtempSync(join(tmpdir(), "wgen-bench-page-"));
  await buildPage(folder);
  const { url, server } = await serveFolder(folder);
  const browser = await openBrowser({ width: 870, height: 560 });
  try {
    const page = await browser.context.newPage();
    await page.goto(url);
    await whenDrawn(page);
    await page.evaluate((text) => wgen.playground.load({ source: text, seed: "7", params: [], look: { x: 0, y: 0, zoom: 5 } }), source);
    await whenDrawn(page);
    const times: Times[] = [];
    for (let k = 0; k < warmUp + changes; k++) {
      // The cursor selects the last digit of a number; a key replaces it, once the editor listens.
      const drawn = await page.evaluateHandle((text) => {
        const { playground } = wgen;
        const at = playground.recipe.source.indexOf(text) + text.length;
        playground.editor.view.dispatch({ selection: { anchor: at, head: at + 1 } });
        playground.editor.view.focus();
        return { times: new Promise<Times>((resolve) => (playground.onDrawn = resolve)) };
      }, "min(d / radius, 1.");
      await page.keyboard.press(String((k % 9) + 1));
      times.push(await drawn.evaluate(async (made) => made.times));
    }
    return times.slice(warmUp);
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const times = await inPage();
const hand = byHand();
console.log(`${"".padEnd(34)}${"median".padStart(10)}${"p95".padStart(10)}`);
tell(
  "compile",
  times.map(({ compileMs }) => compileMs),
);
tell(
  "world open (all workers told)",
  times.map(({ openMs }) => openMs),
);
tell(
  "first new pixels",
  times.map(({ firstMs }) => firstMs),
);
tell(
  "generate (open to last tile)",
  times.map(({ openMs, tilesMs }) => tilesMs - openMs),
);
tell(
  "paint (last tile to map at rest)",
  times.map(({ tilesMs, paintedMs }) => paintedMs - tilesMs),
);
tell(
  "key press to finished pixels",
  times.map(({ paintedMs }) => paintedMs),
);
tell("the view by hand, one thread", hand);
const bar = 4 * quantile(hand, 0.5) + 100;
const median = quantile(
  times.map(({ paintedMs }) => paintedMs),
  0.5,
);
console.log(`bar: 4 times by hand and 100 ms: ${bar.toFixed(0)} ms: ${median <= bar ? "reached" : "MISSED"}`);
