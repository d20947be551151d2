// Code of library functions that is kept in the process is the code that would
// be made for each module: bytes, side tables and sites. Sites that inlining has
// cloned, texts, types, allocators, checks and traps all stand in it.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { check, programHost } from "../src/engine/compile.ts";
import { lowerUnit } from "../src/engine/unit.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { encodeModule } from "../src/wasm/compile.ts";
import { KeptFunctions } from "../src/wasm/keptFunctions.ts";
import { batchOf } from "./helpers/generator/arbitrary.ts";
import { checkBatch, tags } from "./helpers/generator/batch.ts";

const folder = new URL("programs/", import.meta.url);
const programs = readdirSync(folder).filter((name) => name.endsWith(".wgen"));

function lowered(name: string): IRModule {
  const { program } = check(readFileSync(new URL(name, folder), "utf8"));
  if (program === null) throw new Error(`${name} is refused`);
  return lowerUnit(program, programHost.contract.hooks).module;
}

function seen(module: IRModule, anew: boolean): unknown {
  const { bytes, sideTables } = encodeModule(module, { anew });
  const sites = sideTables.sites.map(({ place, ...site }) => [place.file.name, place.span.start, place.span.end, site]);
  return { ...sideTables, sites, bytes: Buffer.from(bytes).toString("base64") };
}

test.each(programs.filter((_, index) => index % 4 === 0))("%s is encoded alike from kept code and without", (name) => {
  const module = lowered(name);
  encodeModule(module);
  expect(seen(module, false)).toEqual(seen(module, true));
});

test("generated programs too, and most of the library comes from kept code", () => {
  const made = [11, 23].map((from) => checkBatch(batchOf(from, tags.length >> 2)).module);
  for (const module of made) encodeModule(module);
  for (const module of made) expect(seen(module, false)).toEqual(seen(module, true));
  const kept = made.map((module) => {
    const codes = new KeptFunctions(module);
    return module.functions.filter(({ id }) => codes.codeOf(id) !== null).length / module.functions.length;
  });
  for (const part of kept) expect(part).toBeGreaterThan(0.5);
});
