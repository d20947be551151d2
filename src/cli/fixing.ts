// Applies the rewrites that diagnostics carry. Each is tried by itself and kept
// only where the check afterwards finds less wrong: fewer mistakes of syntax,
// or as many and fewer in all. (A file whose syntax is mended may show mistakes
// of types that were hidden before.)

import type { Diagnostic } from "../base/diagnostic.ts";
import { checkProgram } from "./programs.ts";
import type { NamedSource } from "./files.ts";
import type { HostName } from "./hosts.ts";

export interface Fixed {
  readonly text: string;
  /** What was mended, in order; places are those of the text as it was then. */
  readonly applied: readonly Diagnostic[];
  /** What is left. */
  readonly diagnostics: readonly Diagnostic[];
}

const mostFixes = 500;

/** Null where the file is no text, so that nothing can be mended. */
export function fixSource(source: NamedSource, host: HostName): Fixed {
  let state = look(source, host);
  const applied: Diagnostic[] = [];
  const refused = new Set<string>();
  while (applied.length < mostFixes) {
    const next = state.diagnostics.find((each) => each.fix !== undefined && each.file.name === source.name && !refused.has(keyOf(each)));
    if (next === undefined) break;
    const after = look({ name: source.name, bytes: new TextEncoder().encode(applyFix(next)) }, host);
    if (isBetter(state.diagnostics, after.diagnostics)) {
      applied.push(next);
      state = after;
    } else refused.add(keyOf(next));
  }
  return { ...state, applied };
}

/** The file's text with the diagnostic's rewrite in it. */
export function applyFix({ file: { text }, fix }: Diagnostic): string {
  return fix === undefined ? text : text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end);
}

function look(source: NamedSource, host: HostName): Omit<Fixed, "applied"> {
  const diagnostics = checkProgram(source, host);
  const own = diagnostics.find((each) => each.file.name === source.name);
  return { text: own?.file.text ?? new TextDecoder().decode(source.bytes), diagnostics };
}

function keyOf({ code, span, message }: Diagnostic): string {
  return `${code} ${span.start} ${message}`;
}

function isBetter(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const syntax = (all: readonly Diagnostic[]): number => all.filter((each) => isSyntax(each)).length;
  return syntax(after) < syntax(before) || (syntax(after) === syntax(before) && after.length < before.length);
}

export function isSyntax({ code }: Diagnostic): boolean {
  return code.startsWith("WG1");
}
