// A diagnostic is data: what is wrong, where, and what to do. Phases return
// them; nothing is thrown for an author's mistake. `rendering.ts` makes text.

import type { DiagnosticCode } from "./codes.ts";
import type { SourceFile, Span } from "./span.ts";

export type Severity = "error" | "warning";

/** A second place that helps to understand the first: "the list was made here". */
export interface DiagnosticLabel {
  readonly file: SourceFile;
  readonly span: Span;
  readonly text: string;
}

/** A mechanical mend: put `text` in the place of `span`. */
export interface DiagnosticFix {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly file: SourceFile;
  readonly span: Span;
  /** What is wrong, in the author's words; one sentence, no full stop. */
  readonly message: string;
  readonly labels: readonly DiagnosticLabel[];
  /** What to do about it. */
  readonly hint?: string;
  readonly fix?: DiagnosticFix;
}
