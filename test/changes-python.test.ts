// What a test has found of a variable holds just as long as nothing changes it:
// programs that change variables in every way, in CPython and in both tiers.
// Where something changed behind a test in a way that nobody sees, the run ends
// by name (WG524). WGEN_GENERATED_SEED and WGEN_GENERATED_COUNT try others.

import { expect, test } from "vitest";
import { runProgram } from "wgen";
import { changingProgram } from "./helpers/changingPrograms.ts";
import { findPython, runInPython } from "./lang-harness/python.ts";

const first = Number(process.env["WGEN_GENERATED_SEED"] ?? 1);
const count = Number(process.env["WGEN_GENERATED_COUNT"] ?? 30);

test.skipIf(findPython() === null)(
  `${count} programs that change what was tested`,
  async () => {
    const texts = Array.from({ length: count }, (_, index) => changingProgram(first + index)).filter((text) => text !== null);
    expect(texts.length).toBeGreaterThan(count * 0.9);
    const answers = await runInPython(texts);
    let unseen = 0;
    for (const [index, text] of texts.entries()) {
      const [compiled, interpreted] = (["compiled", "interpreter"] as const).map((tier) => runProgram(text, { tier }));
      expect(interpreted).toEqual(compiled);
      if (compiled?.phase !== "run") throw new Error(`refused\n${text}`);
      const { stdout, fault } = compiled;
      const wanted = answers[index]!.output;
      if (fault?.code === "WG524") {
        unseen += 1;
        expect(wanted.startsWith(stdout.trimEnd()), text).toBe(true);
      } else expect(stdout.trimEnd(), text).toBe(wanted.trimEnd());
    }
    expect(unseen).toBeLessThan(texts.length / 20);
  },
  600_000,
);
