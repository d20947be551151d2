// Golden cases as another implementation gets them, run by a runner that knows
// nothing of the project but grammar/abi.md, held against their marks as
// test/lang/README.md says. A few in each run; WGEN_EVERY=1 runs all.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { faultCodes } from "../src/base/codes/faults.ts";
import { ArtifactRunner, type Result } from "./helpers/artifactRunner.ts";
import { compareOutput, type ConformanceCase, makeCase, runnableCases } from "./lang-harness/conformance.ts";

const folder = new URL("./lang/", import.meta.url);
const grant = { fuel: 20_000_000, memoryBytes: 2 ** 26, depth: 1000 };
const every = Number(process.env["WGEN_EVERY"] ?? 90);

const all = readdirSync(folder)
  .filter((name) => name.endsWith(".wgen"))
  .flatMap((file) => runnableCases(file, readFileSync(new URL(file, folder), "utf8")).map((golden) => ({ file, golden })));
const chosen = all.filter(({ golden }, index) => index % every === 0 || golden.title === "past the end");

/** A runner knows an exception by its class; the code stands in the table of README.md. */
function meets(wanted: NonNullable<ConformanceCase["fault"]>, result: Result & { ok: false }): string[] {
  const name = result.text.split(":")[0] ?? "";
  const named = Object.entries(faultCodes).find(([, { python }]) => python === name);
  const code = result.code === "exception" ? (named?.[0] ?? "WG512") : result.code;
  const line = result.chain.find((place) => place.startsWith("case.wgen:"));
  const isMet = code === wanted.code && line?.startsWith(`case.wgen:${wanted.line} `) === true;
  return isMet && (result.code !== "exception" || result.text.includes(wanted.text)) ? [] : [`${code} ${result.text} at ${line}`];
}

test.each(chosen.map(({ file, golden }) => [`${file}: ${golden.title}`, file, golden] as const))("%s", (_, file, golden) => {
  const made = makeCase(file, golden);
  const runner = new ArtifactRunner(made.bytes, made.case.digest, {}, "__main__", 0n);
  const result = runner.initialize(grant);
  expect(compareOutput(made.case, result.output)).toEqual([]);
  if (made.case.fault === null) expect(result.ok).toBe(true);
  else expect(result.ok ? ["no fault"] : meets(made.case.fault, result)).toEqual([]);
});
