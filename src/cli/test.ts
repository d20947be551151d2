// `wgen test FILE...`: runs the functions `def test_*` of plugins and programs,
// each from a fresh start, and says which fail and where. A test of a plugin
// may take `w`, the world of `--seed`.

import type { Command } from "commander";
import type { Fault } from "../engine/fault.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { faultText } from "./faults.ts";
import { readSource } from "./files.ts";
import type { AddCommand } from "./main.ts";
import { collectParameter } from "./options.ts";
import { addLimitOptions, addTierOption, type LimitOptions, readLimits, type TierName } from "./running-options.ts";
import type { Terminal } from "./terminal.ts";
import type { TestedFile } from "./testing.ts";

interface TestOptions extends LimitOptions {
  readonly json?: true;
  readonly only?: string;
  readonly seed: string;
  readonly tier: TierName;
  readonly param?: ReadonlyMap<string, string>;
}

export const addTestCommand: AddCommand = (program, terminal, finish) => {
  const command = program
    .command("test")
    .description("run the functions `def test_*` of plugins and programs")
    .argument("<files...>", "files with tests; - reads stdin")
    .option("--json", "print one JSON object a file")
    .option("--only <text>", "only tests whose names hold the text")
    .option("--seed <text>", "the seed of the world `w`, and of random numbers without one", "0")
    .option("-p, --param <name=value>", "set a parameter; may be repeated", collectParameter);
  addTierOption(command);
  addLimitOptions(command);
  command.action(async (files: string[], options: TestOptions, _self: Command) => {
    const { testSource } = await import("./testing.ts");
    const { seed, tier, only = "", param: parameters = new Map<string, string>() } = options;
    const request = { seed, tier, only, parameters, limits: readLimits(options) };
    const tested = files.map((path) => testSource(readSource(path, terminal), path, request));
    for (const file of tested) tell(file, options.json === true, terminal);
    if (options.json !== true) terminal.write(summary(tested));
    finish(codeOf(tested));
  });
};

function tell({ file, diagnostics, tests }: TestedFile, json: boolean, terminal: Terminal): void {
  if (json) {
    const data = tests.map(({ name, fault, fuelUsed, printed }) => ({
      name,
      ok: fault === null,
      fuel: fuelUsed,
      printed,
      ...dataOf(fault),
    }));
    terminal.write(`${JSON.stringify({ file, refused: diagnostics.some((each) => each.severity === "error"), tests: data })}\n`);
    return;
  }
  if (diagnostics.length > 0) terminal.note(diagnosticsText(diagnostics, "text", terminal.colour.notes).trimEnd());
  for (const { name, fault, fuelUsed, printed } of tests) {
    terminal.write(`${fault === null ? "ok  " : "FAIL"}  ${file}  ${name}  (${fuelUsed} fuel)\n`);
    if (fault !== null) for (const line of printed) terminal.write(`      ${line}\n`);
    if (fault !== null) terminal.note(faultText(fault, terminal.colour.notes));
  }
}

function dataOf(fault: Fault | null): object {
  return fault === null ? {} : { code: fault.code, message: fault.message, line: fault.line, column: fault.column };
}

function summary(tested: readonly TestedFile[]): string {
  const tests = tested.flatMap((file) => file.tests);
  const failed = tests.filter((test) => test.fault !== null).length;
  if (tests.length === 0) return "No tests: write functions whose names begin with `test_`.\n";
  return failed === 0 ? `All ${tests.length} tests hold.\n` : `${failed} of ${tests.length} tests failed.\n`;
}

/** No test at all is a failure too: a misspelled name would hide behind it. */
function codeOf(tested: readonly TestedFile[]): ExitCode {
  const isFine = (file: TestedFile): boolean =>
    file.tests.every((test) => test.fault === null) && !file.diagnostics.some((each) => each.severity === "error");
  return tested.some((file) => file.tests.length > 0) && tested.every(isFine) ? exitCodes.fine : exitCodes.problems;
}
