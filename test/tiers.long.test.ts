// Every budget of fuel, and every budget of memory, of every program of
// `tiers/` in both tiers; of programs that use more, so many of them.

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { moduleOfSource } from "./helpers/programs.ts";
import { sweep } from "./helpers/sweep.ts";

const folder = new URL("tiers/", import.meta.url);

it.each(readdirSync(folder).filter((name) => name.endsWith(".wgen")))("%s", (name) => {
  const { outcome } = sweep(moduleOfSource(name, readFileSync(new URL(name, folder), "utf8")), 20_000);
  expect(outcome.usage.fuel).toBeGreaterThan(0);
});
