// Programs spoiled by chance (helpers/mutants.ts): each is refused with places
// inside its text, or runs alike in both tiers; nothing throws or takes for
// ever. WGEN_GENERATED_SEED and WGEN_GENERATED_COUNT try others.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile, runProgram } from "wgen";
import { Spoiler } from "./helpers/mutants.ts";

const first = Number(process.env["WGEN_GENERATED_SEED"] ?? 1);
const count = Number(process.env["WGEN_GENERATED_COUNT"] ?? 60);

test(`${count} spoiled programs are refused or run`, () => {
  const texts = [...textsIn("../examples/programs/"), ...textsIn("../examples/"), ...textsIn("lang/").flatMap(casesOf)];
  const ends = { refused: 0, run: 0 };
  for (let seed = first; seed < first + count; seed++) {
    const spoiler = new Spoiler(seed, texts);
    const source = seed % 5 === 0 ? spoiler.bytes() : spoiler.mutant();
    const started = process.cpuUsage().user;
    ends[holds(source)] += 1;
    expect(process.cpuUsage().user - started, String(source)).toBeLessThan(10_000_000);
  }
  expect(ends.run).toBeGreaterThan(count / 10);
  expect(ends.refused).toBeGreaterThan(count / 3);
}, 600_000);

function textsIn(folder: string): string[] {
  const at = new URL(folder, import.meta.url);
  return readdirSync(at)
    .filter((name) => name.endsWith(".wgen"))
    .map((name) => readFileSync(new URL(name, at), "utf8"));
}

function casesOf(text: string): string[] {
  return text.split(/^# === .*$/m).filter((one) => one.length < 3000);
}

function holds(source: string | Uint8Array): "refused" | "run" {
  const options = { limits: { fuel: 20_000 } };
  const plugin = compile(source);
  if (plugin.ok) {
    expect(runProgram(source, { ...options, tier: "interpreter" }), String(source)).toEqual(runProgram(source, options));
    return "run";
  }
  expect(plugin.diagnostics).not.toHaveLength(0);
  for (const { span, file, message } of plugin.diagnostics) {
    expect(message).not.toBe("");
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(file.text.length);
  }
  return "refused";
}
