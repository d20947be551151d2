// Where a piece of source stands. Every later stage carries these half-open
// offsets (UTF-16 code units, into one file); line and column exist only where
// text is rendered for people.

/** A half-open range `[start, end)` of UTF-16 offsets into one source file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One source text: a plugin, a module of the standard library, a program. */
export interface SourceFile {
  /** As diagnostics print it: `island.wgen`, `<stdlib>/core/list.wgen`. */
  readonly name: string;
  readonly text: string;
}

/** A span together with its file, for what can point into another file (call chains, labels). */
export interface Place {
  readonly file: SourceFile;
  readonly span: Span;
}
