// Rivers, land and catchments of fifty default worlds.

import { expect, test } from "vitest";
import { openWorld } from "wgen";
import { atlasFaults } from "./helpers/atlas-checks.ts";

test.each(Array.from({ length: 50 }, (_, k) => String(k)))("seed %s", (seed) => {
  expect(atlasFaults(openWorld({ seed }).atlas()!)).toEqual([]);
});
