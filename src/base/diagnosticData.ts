// A diagnostic as plain data, for programs: what `--json` prints, what servers
// answer, what the library's users send on. Lines and columns count from 1, in
// code points; the end is behind the last character.

import type { DiagnosticCode } from "./codes.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { locate } from "./lines.ts";
import type { SourceFile, Span } from "./span.ts";

export interface Extent {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a span begins and ends. */
export function extentOf(file: SourceFile, span: Span): Extent {
  const start = locate(file, span.start);
  const end = locate(file, span.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

export interface DiagnosticData extends Extent {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | null;
  readonly file: string;
  readonly labels: readonly (Extent & { readonly text: string; readonly file: string })[];
  readonly fix: (Extent & { readonly title: string; readonly text: string }) | null;
}

export function diagnosticData(diagnostic: Diagnostic): DiagnosticData {
  const { code, severity, message, file, span, labels, hint, fix } = diagnostic;
  return {
    code,
    severity,
    message,
    hint: hint ?? null,
    file: file.name,
    ...extentOf(file, span),
    labels: labels.map((label) => ({ text: label.text, file: label.file.name, ...extentOf(label.file, label.span) })),
    fix: fix === undefined ? null : { title: fix.title, text: fix.text, ...extentOf(file, fix.span) },
  };
}
