// The language, case by case: every `test/lang/*.wgen` is checked, run in both
// tiers, and asked of CPython where it needs no host. `UPDATE=1 npm test`
// writes the found values, types, trees and fuel into the files.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { faultCodes } from "../src/base/codes/faults.ts";
import { type GoldenCase, readCases, withMarkText } from "./lang-harness/cases.ts";
import { type Comparison, type Correction, compareDiagnostics, compareRun, compareTexts } from "./lang-harness/compare.ts";
import { instrument, readOutput } from "./lang-harness/instrument.ts";
import { type CheckedCase, checkCase, tiers } from "./lang-harness/pipeline.ts";
import { findPython, needsHost, type PythonRun, runInPython } from "./lang-harness/python.ts";

const folder = fileURLToPath(new URL("./lang/", import.meta.url));
const update = process.env["UPDATE"] === "1";
const python = findPython();

test(python === null ? "python3 (3.11 or newer) is not here: no case is asked of CPython" : "python3 is here", () => {});

const files = readdirSync(folder)
  .filter((each) => each.endsWith(".wgen"))
  .map((name) => {
    const text = readFileSync(folder + name, "utf8");
    return { name, text, cases: readCases(name, text) };
  });

/** What CPython can run. */
const asked = python === null ? [] : files.flatMap(({ cases }) => cases.filter(isForPython));
/** Beside the tests of ours. */
const answers = asked.length === 0 ? null : runInPython(asked.map(instrument));

for (const { name, text, cases } of files) {
  describe(name, () => {
    const corrections: Correction[] = [];
    for (const golden of cases) {
      test(`${golden.title} (line ${golden.fileLine})`, () => hold(testCase(golden), corrections));
    }
    describePython(cases);
    afterAll(() => writeCorrections(folder + name, text, corrections));
  });
}

function hold(comparison: Comparison, corrections: Correction[]): void {
  corrections.push(...comparison.corrections);
  const mended = update ? comparison.corrections.length : 0;
  expect(comparison.problems.length > mended ? comparison.problems : []).toEqual([]);
}

/** Checks a case and runs it in both tiers. */
function testCase(golden: GoldenCase): Comparison {
  const plain = checkCase(golden.source);
  const diagnostics = compareDiagnostics(golden, plain.diagnostics);
  const texts = compareTexts(readTexts(golden, plain));
  const parts = [diagnostics, texts];
  if (!hasErrors(golden) && !/^# host: /m.test(golden.source) && diagnostics.problems.length === 0) parts.push(...runTiers(golden, plain));
  return {
    problems: parts.flatMap((part) => part.problems),
    corrections: uniqueByMark(parts.flatMap((part) => part.corrections)),
  };
}

function runTiers(golden: GoldenCase, plain: CheckedCase): Comparison[] {
  const source = instrument(golden);
  const tagged = source === golden.source ? plain : checkCase(source);
  const broken = tagged.diagnostics.filter((each) => each.severity === "error");
  if (broken.length > 0) {
    const problems = broken.map((each) => `line ${golden.fileLine + each.line}, as a value: ${each.text}`);
    return [{ problems, corrections: [] }];
  }
  const fuelMarks = golden.marks.filter((mark) => mark.kind === "fuel");
  return tiers.flatMap((tier) => {
    const compared = compareRun(golden, tagged.run(tier));
    const problems = compared.problems.map((problem) => `${tier}: ${problem}`);
    const fuel = compareTexts(fuelMarks.map((mark) => ({ mark, text: plain.fuel(tier) })));
    return [{ ...compared, problems }, fuel];
  });
}

function readTexts(golden: GoldenCase, checked: CheckedCase) {
  return golden.marks.flatMap((mark) => {
    if (mark.kind === "type") return [{ mark, text: checked.typeAt(mark.line) }];
    if (mark.kind === "tree") return [{ mark, text: checked.treeAt(mark.line) }];
    return [];
  });
}

function hasErrors(golden: GoldenCase): boolean {
  return golden.marks.some((mark) => mark.kind === "error");
}

/** Both tiers correct the same mark; one is enough. */
function uniqueByMark(corrections: readonly Correction[]): Correction[] {
  return [...new Map(corrections.map((each) => [each.mark, each])).values()];
}

function isForPython(golden: GoldenCase): boolean {
  return (
    !hasErrors(golden) &&
    golden.notPython === null &&
    needsHost(golden.source) === null &&
    golden.marks.every((mark) => mark.kind !== "fault" || isPythonFault(mark.code))
  );
}

function describePython(cases: readonly GoldenCase[]): void {
  for (const golden of cases) {
    const index = asked.indexOf(golden);
    if (index < 0) continue;
    test(`CPython: ${golden.title} (line ${golden.fileLine})`, async () => {
      const answer = (await answers)![index]!;
      if (answer.raised?.name === "ModuleNotFoundError") return;
      expect(comparePython(golden, answer)).toEqual([]);
    });
  }
}

function isPythonFault(code: string): boolean {
  return Object.entries(faultCodes).some(([key, help]) => key === code && help.catchable);
}

/** The fault of a case is CPython's exception: same line; name and text as the mark has them. */
function comparePython(golden: GoldenCase, answer: PythonRun): readonly string[] {
  const mark = golden.marks.find((each) => each.kind === "fault");
  const { raised } = answer;
  if (mark === undefined || raised === null) {
    const fault = raised === null ? null : { code: "CPython", message: `${raised.name}: ${raised.message}`, line: raised.line };
    return compareRun(golden, { output: answer.output, fault }).problems;
  }
  const message = `${raised.name}: ${raised.message}`;
  const values = compareRun({ ...golden, marks: golden.marks.filter((each) => each !== mark) }, { output: answer.output, fault: null });
  const met = raised.line === mark.line && (message.includes(mark.text) || python?.[1] !== 11);
  const problem = `line ${mark.fileLine}: expected ${mark.text}, raised ${message} at line ${golden.fileLine + raised.line}`;
  return [...values.problems, ...(met ? [] : [problem])];
}

function writeCorrections(file: string, text: string, corrections: readonly Correction[]): void {
  if (!update || corrections.length === 0) return;
  const lines = text.split("\n");
  for (const { mark, text: found } of corrections) {
    lines[mark.fileLine - 1] = withMarkText(lines[mark.fileLine - 1]!, found);
  }
  writeFileSync(file, lines.join("\n"));
}

// What the harness reads from output is tested here, since a harness that
// accepts everything would let everything pass.
describe("the harness", () => {
  const golden = readCases("x.wgen", "# === t\nxs = [1]\nxs[0]  # expect: 1\n# expect fault WG501: range\nxs[1]\n")[0]!;

  test("marks speak of their line or of the next line of code", () => {
    expect(golden.marks.map((mark) => [mark.kind, mark.line, mark.fileLine])).toEqual([
      ["value", 2, 3],
      ["fault", 4, 4],
    ]);
  });

  test("marked expressions print themselves and keep their lines", () => {
    expect(instrument(golden).split("\n")[1]).toBe('print("@@2@@" + repr(xs[0]))');
    expect(readOutput("@@2@@1\nhello\n@@2@@2\n")).toEqual({ values: new Map([[2, "1; 2"]]), printed: ["hello"] });
  });

  test("a missed value, an unmet fault and an unmarked one are problems", () => {
    const run = { output: "@@2@@7\n", fault: null };
    expect(compareRun(golden, run).problems).toHaveLength(2);
    const fault = { code: "WG503", message: "ZeroDivisionError: division by zero", line: 1 };
    expect(compareRun({ ...golden, marks: [] }, { output: "", fault }).problems).toHaveLength(1);
  });

  test("an unmarked diagnostic is a problem", () => {
    const found = [{ severity: "error" as const, code: "WG201", line: 1, text: "no" }];
    expect(compareDiagnostics({ ...golden, marks: [] }, found).problems).toHaveLength(1);
  });

  test("a mark nobody reads is refused", () => {
    expect(() => readCases("x.wgen", "# === t\nx  # expect eror WG201\n")).toThrow("nobody reads");
  });

  test("UPDATE replaces the text of a mark only", () => {
    expect(withMarkText('f("# no")  # expect: 1', "2")).toBe('f("# no")  # expect: 2');
  });
});
