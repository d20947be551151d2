// The engine as the golden harness needs it: check and lower a case once, run
// it in either tier, tell types and trees by line.

import { contentHash } from "../../src/base/hashing.ts";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { locate } from "../../src/base/lines.ts";
import type { Program } from "../../src/check/program.ts";
import { check, programHost } from "../../src/engine/compile.ts";
import { makePlugin } from "../../src/engine/plugin.ts";
import type { RunOutcome } from "../../src/engine/outcome.ts";
import type { RunLimits } from "../../src/engine/runLimits.ts";
import { type LoweredUnit, lowerUnit } from "../../src/engine/unit.ts";
import { parse } from "../../src/syntax/parse.ts";
import { worldHost } from "../../src/world/host.ts";
import { showStatement, showTypeAt } from "./trees.ts";

export const tiers = ["interpreter", "compiled"] as const;
export type Tier = (typeof tiers)[number];

export interface CaseDiagnostic {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly line: number;
  /** Message and hint. */
  readonly text: string;
}

export interface CaseRun {
  readonly output: string;
  readonly fault: { readonly code: string; readonly message: string; readonly line: number } | null;
}

export interface CheckedCase {
  readonly source: string;
  readonly diagnostics: readonly CaseDiagnostic[];
  readonly run: (tier: Tier) => CaseRun;
  /** What a whole run spends, as an `expect fuel:` mark has it. */
  readonly fuel: (tier: Tier) => string;
  readonly typeAt: (line: number) => string | null;
  readonly treeAt: (line: number) => string | null;
}

/** What a golden case may spend; enough for a case, little for one that never ends. */
const limits = { fuel: 20_000_000 };

export function checkCase(source: string): CheckedCase {
  const host = /^# host: world$/m.test(source) ? { host: worldHost } : {};
  const { diagnostics, program } = check(source, { fileName: "case.wgen", ...host });
  const run = program === null ? null : runnerOf(source, program, limits);
  return {
    source,
    diagnostics: diagnostics.map(caseDiagnostic),
    run: (tier) => (run === null ? refused : caseRun(run(tier))),
    fuel: (tier) => (run === null ? "refused" : String(run(tier).fuelUsed)),
    typeAt: (line) => (program === null ? null : showTypeAt(program, line)),
    treeAt: (line) => showStatement(parse({ name: "case.wgen", text: source }).module, line),
  };
}

function caseDiagnostic(diagnostic: Diagnostic): CaseDiagnostic {
  const { severity, code, message, hint } = diagnostic;
  const { line } = locate(diagnostic.file, diagnostic.span.start);
  return { severity, code, line, text: hint === undefined ? message : `${message} (${hint})` };
}

const refused: CaseRun = { output: "", fault: { code: "refused", message: "the program was refused", line: 1 } };

function caseRun(result: RunOutcome): CaseRun {
  return { output: result.stdout, fault: result.ok ? null : result.fault };
}

/** One check and one lowering serve both tiers. */
export function runnerOf(text: string, program: Program, limits: RunLimits = {}): (tier: Tier) => RunOutcome {
  const source = {
    name: "case",
    fileName: "case.wgen",
    hash: contentHash(text),
    diagnostics: [],
    program,
    host: programHost,
    limits,
    recheck: (): Program => program,
  };
  let lowered: LoweredUnit | undefined;
  return (tier) => makePlugin({ ...source, tier }, (lowered ??= lowerUnit(program, programHost.contract.hooks))).run();
}
