// All refusals of a Python program, not only those that the first look shows: a
// mistake of syntax hides those of types. So safe rewrites are made, and lines
// that still do not parse are taken out (line numbers stay), until the checker
// sees the rest. Names that the lines taken out may have bound are not missed.

import type { Diagnostic } from "../base/diagnostic.ts";
import { locate } from "../base/lines.ts";
import { fixSource, isSyntax } from "./fixing.ts";
import type { NamedSource } from "./files.ts";

export interface Ported {
  /** The text with the safe rewrites. */
  readonly text: string;
  readonly fixed: readonly Diagnostic[];
  /** In the order of the lines. */
  readonly refused: readonly Diagnostic[];
}

const mostRounds = 100;

export function portSource(source: NamedSource): Ported {
  const { text, applied: fixed, diagnostics: first } = fixSource(source, "none");
  let rest = text;
  let diagnostics = first;
  const found = new Map<string, Diagnostic>();
  const takenOut: string[] = [];
  for (let round = 0; round < mostRounds; round++) {
    for (const each of diagnostics) if (each.severity === "error" && !isAboutTakenOut(each, takenOut)) keep(found, each);
    const shorter = takeOutBroken(rest, diagnostics, takenOut);
    if (shorter === rest) break;
    rest = shorter;
    ({ text: rest, diagnostics } = fixSource({ name: source.name, bytes: new TextEncoder().encode(rest) }, "none"));
  }
  const refused = [...found.values()].toSorted((left, right) => lineOf(left) - lineOf(right));
  return { text, fixed, refused };
}

function lineOf({ file, span }: Diagnostic): number {
  return locate(file, span.start).line;
}

function keep(found: Map<string, Diagnostic>, each: Diagnostic): void {
  const key = `${lineOf(each)} ${each.code} ${each.message}`;
  if (!found.has(key)) found.set(key, each);
}

/** `there is no name x`, where a line that was taken out speaks of x. */
function isAboutTakenOut({ code, message }: Diagnostic, takenOut: readonly string[]): boolean {
  if (takenOut.length === 0 || (code !== "WG201" && code !== "WG204" && code !== "WG207")) return false;
  const name = /`(?:\w+ )?(\w+)`/.exec(message)?.[1];
  return name !== undefined && takenOut.some((line) => new RegExp(`\\b${name}\\b`).test(line));
}

/** `pass` for each line that does not parse; what begins a block begins one still. */
function takeOutBroken(text: string, diagnostics: readonly Diagnostic[], takenOut: string[]): string {
  const lines = text.split("\n");
  for (const each of diagnostics.filter(isSyntax)) {
    const last = locate(each.file, Math.max(each.span.end - 1, each.span.start)).line;
    for (let at = lineOf(each) - 1; at < last; at++) {
      const line = lines[at] ?? "";
      const indentation = /^[ \t]*/.exec(line)?.[0] ?? "";
      const plain = /:\s*(?:#.*)?$/.test(line) ? "if True:" : "pass";
      if (line.trim() === "" || line.trim() === plain) continue;
      takenOut.push(line);
      lines[at] = indentation + plain;
    }
  }
  return lines.join("\n");
}
