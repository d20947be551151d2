// 9.21 kill -9 of the server while it publishes and attaches: nothing that was
// acknowledged is lost, nothing is half there. The long test does it 300 times.

import { expect, test } from "vitest";
import { killRounds } from "./helpers/killing.ts";

test("9.21 thirty kills while publishing and attaching", { timeout: 300_000 }, async () => {
  const report = await killRounds(30);
  expect(report.versions).toBeGreaterThan(30);
  expect(report.edits).toBeGreaterThan(30);
});
