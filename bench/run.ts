// `npm run bench [row ...]`: one table of the compiled tier against
// hand-written JavaScript of the same algorithm, in one run after warm-up, as
// ratios of times, with what metering costs. `--interpreter` and `--quickjs`
// add columns for scale (each is slow).

import { callRows } from "./calls.ts";
import { chunkRows } from "./chunks.ts";
import { kernelRows } from "./kernels.ts";
import type { Measured, Row } from "./measuring.ts";
import { renderRows } from "./render.ts";
import { sourceRows } from "./sources.ts";
import { worldRows } from "./world.ts";

const rows: readonly Row[] = [...kernelRows, ...callRows, ...sourceRows, ...renderRows, ...chunkRows, ...worldRows];

const [, , ...given] = process.argv;
const wanted = { interpreter: given.includes("--interpreter"), quickjs: given.includes("--quickjs") };
const only = given.filter((word) => !word.startsWith("--"));

function milliseconds(ms: number): string {
  return ms >= 10 ? `${ms.toFixed(1)} ms` : `${ms.toFixed(3)} ms`;
}

function print(cells: readonly string[]): void {
  const widths = [12, 12, 12, 8, 7, 9, 10, 13, 13];
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index] ?? 10))).join(""));
}

function judge(row: Row, ratio: number, metering: number | null): string {
  if (row.bar === null) return "-";
  const missed = ratio > row.bar ? "MISSED" : metering !== null && metering > row.meteringBar ? "metering" : "reached";
  return missed;
}

function show(row: Row, found: Measured): void {
  if (found.note !== undefined) {
    console.log(`${row.name.padEnd(12)}${found.note}`);
    return;
  }
  const ratio = found.ours / found.script;
  const metering = found.unmetered === null ? null : 100 * (found.ours / found.unmetered - 1);
  const scale = (ms: number | undefined, isWanted: boolean): string =>
    ms === undefined ? (isWanted ? "missing" : "") : (ms / found.script).toFixed(1);
  print([
    row.name,
    milliseconds(found.script),
    milliseconds(found.ours),
    ratio.toFixed(2),
    row.bar?.toFixed(2) ?? "-",
    judge(row, ratio, metering),
    metering === null ? "-" : `${metering.toFixed(0)} %`,
    scale(found.interpreter, wanted.interpreter),
    scale(found.quickjs, wanted.quickjs),
  ]);
}

print([
  "row",
  "JavaScript",
  "compiled",
  "ratio",
  "bar",
  "verdict",
  "metering",
  ...(wanted.interpreter ? ["interpreter"] : [""]),
  ...(wanted.quickjs ? ["quickjs"] : []),
]);
for (const row of rows) {
  if (only.length > 0 && !only.includes(row.name)) continue;
  try {
    show(row, await row.measure(wanted));
  } catch (error) {
    console.log(`${row.name.padEnd(12)}${error instanceof Error ? error.message : String(error)}`);
  }
}
