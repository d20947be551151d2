// Where the passes of the front end put what they find. A finding is a
// diagnostic without its file; `errors/` makes them, one constructor per
// mistake. The list is cut off at the limit, so that a hostile file cannot
// make it long, and the passes stop working when it is full.

import type { DiagnosticCode } from "../base/codes.ts";
import type { Diagnostic, DiagnosticFix } from "../base/diagnostic.ts";
import type { SourceFile, Span } from "../base/span.ts";

/** One mistake, as the constructors in `errors/` return it. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly span: Span;
  readonly message: string;
  readonly hint?: string;
  readonly fix?: DiagnosticFix;
  /** A second place: "the `(` stands here". */
  readonly label?: { readonly span: Span; readonly text: string };
}

export class Findings {
  readonly file: SourceFile;
  readonly most: number;
  /** Set when a block was lost to a slip of indentation: nobody knows then what is inside of what. */
  blockLost = false;
  private list: Finding[] = [];

  constructor(file: SourceFile, most: number) {
    this.file = file;
    this.most = most;
  }

  get count(): number {
    return this.list.length;
  }

  /** True when there are so many that going on helps nobody. */
  get full(): boolean {
    return this.list.length >= this.most;
  }

  /** A passage that is read twice does not report twice; a name that begins with a digit is no target either. */
  add(finding: Finding): void {
    if (this.full) return;
    const { start } = finding.span;
    if (this.list.some((other) => other.span.start === start && (other.code === finding.code || other.code === "WG139"))) return;
    this.list.push(finding);
  }

  /** Forgets what begins at or behind `offset`: the text from there on is read again. */
  forgetFrom(offset: number): void {
    this.list = this.list.filter((finding) => finding.span.start < offset);
  }

  /** Takes a finding back that turned out to be wrong. */
  drop(code: DiagnosticCode, from: number): void {
    this.list = this.list.filter((finding) => finding.code !== code || finding.span.start < from);
  }

  /** True when one of this code stands at or behind `offset`. */
  hasFrom(code: DiagnosticCode, offset: number): boolean {
    return this.list.some((finding) => finding.code === code && finding.span.start >= offset);
  }

  /** True when one of this code is already there: mistakes of habit are named once a file. */
  has(code: DiagnosticCode): boolean {
    return this.list.some((finding) => finding.code === code);
  }

  /** In the order of the text. */
  diagnostics(): Diagnostic[] {
    const sorted = [...this.list].sort((a, b) => a.span.start - b.span.start);
    return sorted.map((finding) => ({
      code: finding.code,
      severity: "error",
      file: this.file,
      span: finding.span,
      message: finding.message,
      labels: finding.label ? [{ file: this.file, ...finding.label }] : [],
      ...(finding.hint === undefined ? {} : { hint: finding.hint }),
      ...(finding.fix === undefined ? {} : { fix: finding.fix }),
    }));
  }
}
