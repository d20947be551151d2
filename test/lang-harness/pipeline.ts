// The engine as the golden harness needs it: check a case once, run it in
// either tier, tell types and trees by line.

import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { locate } from "../../src/base/lines.ts";
import type { Program } from "../../src/check/program.ts";
import { check } from "../../src/engine/compile.ts";
import { runProgram } from "../../src/engine/run.ts";
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
  readonly typeAt: (line: number) => string | null;
  readonly treeAt: (line: number) => string | null;
}

/** What a golden case may spend; enough for a case, little for one that never ends. */
const limits = { fuel: 20_000_000 };

export function checkCase(source: string): CheckedCase {
  const host = /^# host: world$/m.test(source) ? { host: worldHost } : {};
  const { diagnostics, program } = check(source, { fileName: "case.wgen", ...host });
  return {
    source,
    diagnostics: diagnostics.map(caseDiagnostic),
    run: (tier) => runCase(source, tier),
    typeAt: (line) => (program === null ? null : showTypeAt(program satisfies Program, line)),
    treeAt: (line) => showStatement(parse({ name: "case.wgen", text: source }).module, line),
  };
}

function caseDiagnostic(diagnostic: Diagnostic): CaseDiagnostic {
  const { severity, code, message, hint } = diagnostic;
  const { line } = locate(diagnostic.file, diagnostic.span.start);
  return { severity, code, line, text: hint === undefined ? message : `${message} (${hint})` };
}

function runCase(source: string, tier: Tier): CaseRun {
  const result = runProgram(source, { fileName: "case.wgen", tier, limits });
  if (result.phase === "check") return { output: "", fault: { code: "refused", message: "the program was refused", line: 1 } };
  return { output: result.stdout, fault: result.fault };
}

/** What a whole run spends, as an `expect fuel:` mark has it. */
export function fuelOf(checked: CheckedCase, tier: Tier): string {
  const result = runProgram(checked.source, { fileName: "case.wgen", tier, limits });
  return result.phase === "check" ? "refused" : String(result.fuelUsed);
}
