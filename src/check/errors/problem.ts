// A mistake without its place: what the error constructors of this folder
// make, one per code. The frame that finds it adds file and span.

import { suggest } from "../../base/suggestion.ts";
import type { DiagnosticFix } from "../../base/diagnostic.ts";
import type { DiagnosticCode } from "../../base/codes.ts";

export interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
  readonly fix?: DiagnosticFix;
}

export function problem(code: DiagnosticCode, message: string, hint?: string): Problem {
  return hint === undefined ? { code, message } : { code, message, hint };
}

/** `lenght` and `sinus` begin like `len` and `sin`. */
export function longerHint(name: string, candidates: Iterable<string>): string | undefined {
  const begins = [...candidates].filter((candidate) => candidate.length >= 3 && !candidate.startsWith("_") && name.startsWith(candidate));
  const longest = begins.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : `did you mean \`${longest}\`?`;
}

/** "did you mean `x`?" where one candidate is near enough, else nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const visible = [...candidates].filter((candidate) => !candidate.startsWith("_") || name.startsWith("_"));
  const best = suggest(name, visible);
  return best === null ? undefined : `did you mean \`${best}\`?`;
}
