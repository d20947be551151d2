// 9.21, as `workshop-killed.test.ts`, 300 times.

import { expect, test } from "vitest";
import { killRounds } from "./helpers/killing.ts";

test("9.21 three hundred kills while publishing and attaching", async () => {
  const report = await killRounds(300);
  console.log(`${report.rounds} kills: ${report.versions} acknowledged versions, ${report.edits} edits, all there and whole`);
  expect(report.versions).toBeGreaterThan(300);
  expect(report.edits).toBeGreaterThan(300);
});
