// `wgen fmt`: one way to write a program. It works on tokens, so that comments,
// the spelling of literals and the author's line breaks inside brackets stay.
// What it decides: four spaces a level, one space where one belongs, at most
// two empty lines (one inside of blocks), one line end at the end of the file.
// Formatting twice changes nothing more; the tree is the same before and after.

import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/span.ts";
import { Findings } from "./findings.ts";
import { Layout } from "./layout.ts";
import { lex } from "./lexer.ts";
import { defaultSyntaxLimits, parse } from "./parse.ts";
import { Spacing } from "./spacing.ts";
import * as t from "./tokens.ts";

type IToken = t.IToken;

const INDENT = "    ";

export interface Formatted {
  /** The formatted text; the text as it was where it has errors. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Formats a file that has no syntax errors. */
export function formatSource(file: SourceFile): Formatted {
  const { diagnostics } = parse(file);
  if (diagnostics.length > 0) return { text: file.text, diagnostics };
  return { text: new Formatter(file).run(), diagnostics };
}

/** Where a statement begins: its depth, and the columns of the blocks open there. */
interface LineStart {
  readonly depth: number;
}

class Formatter {
  private readonly text: string;
  private readonly tokens: readonly IToken[];
  private readonly starts = new Map<number, LineStart>();
  private readonly types = new Map<number, IToken>();
  private readonly spacing = new Spacing();
  private readonly lines: string[] = [];
  private line = "";
  /** Depth of the present statement. */
  private depth = 0;
  private emptyLines = 0;
  private inStatement = false;
  /** Comments on lines of their own, which wait for the statement that says how deep they stand. */
  private waiting: { readonly text: string; readonly column: number; readonly emptyBefore: number }[] = [];
  /** Column of each open block in the text as it was. */
  private columns: number[] = [0];

  constructor(file: SourceFile) {
    this.text = file.text;
    const raw = lex(file.text);
    this.tokens = [...raw.tokens, ...raw.comments].sort((a, b) => a.startOffset - b.startOffset);
    const layout = new Layout(lex(file.text), file.text, new Findings(file, 1), defaultSyntaxLimits);
    layout.run();
    this.readLayout(layout.out);
  }

  /** Notes where statements begin, and what each token turned out to be. */
  private readLayout(out: readonly IToken[]): void {
    let depth = 0;
    let atStart = true;
    for (const token of out) {
      if (token.tokenTypeIdx === t.Indent.tokenTypeIdx) depth++;
      else if (token.tokenTypeIdx === t.Dedent.tokenTypeIdx) depth--;
      else if (token.tokenTypeIdx === t.Newline.tokenTypeIdx) atStart = true;
      else {
        if (atStart) this.starts.set(token.startOffset, { depth });
        atStart = false;
        this.types.set(token.startOffset, token);
      }
    }
  }

  run(): string {
    for (const token of this.tokens) {
      if (token.tokenTypeIdx === t.RawNewline.tokenTypeIdx) this.newline();
      else if (token.tokenTypeIdx === t.Comment.tokenTypeIdx) this.comment(token);
      else this.place(token);
    }
    this.newline();
    this.flushComments(0);
    return this.lines.length === 0 ? "" : `${this.lines.join("\n")}\n`;
  }

  private newline(): void {
    if (this.line !== "") {
      this.lines.push(this.line);
      this.line = "";
    } else this.emptyLines++;
    if (this.spacing.depth === 0) this.inStatement = false;
  }

  private place(token: IToken): void {
    const start = this.starts.get(token.startOffset);
    if (start !== undefined) this.beginStatement(token, start.depth);
    // An f-string is one token here and many in the grammar; a string is a string to the rules of spacing.
    const known = this.types.get(token.startOffset);
    const typed = known === undefined || token.tokenTypeIdx === t.StringToken.tokenTypeIdx ? token : known;
    if (typed.tokenTypeIdx === t.TrailingSemicolon.tokenTypeIdx) return;
    const depthBefore = this.spacing.depth;
    const space = this.spacing.next(typed);
    if (this.line === "") {
      const inner = start === undefined ? Math.max(1, Math.min(depthBefore, this.spacing.depth)) : 0;
      const closes = this.spacing.depth < depthBefore;
      this.line = INDENT.repeat(this.depth + (closes ? this.spacing.depth : inner)) + token.image;
    } else this.line += (space ? " " : "") + token.image;
  }

  private beginStatement(token: IToken, depth: number): void {
    this.flushComments(depth);
    this.columns.length = depth;
    this.columns.push(this.columnOf(token.startOffset));
    this.pushEmptyLines(depth);
    this.depth = depth;
    this.inStatement = true;
    this.spacing.restart();
  }

  private pushEmptyLines(depth: number): void {
    const most = this.lines.length === 0 ? 0 : depth === 0 ? 2 : 1;
    for (let count = Math.min(this.emptyLines, most); count > 0; count--) this.lines.push("");
    this.emptyLines = 0;
  }

  private comment(token: IToken): void {
    const text = spaced(token.image.trimEnd());
    if (this.line !== "") this.line += `  ${text}`;
    else if (this.inStatement) this.line = INDENT.repeat(this.depth + Math.max(1, this.spacing.depth)) + text;
    else {
      this.waiting.push({ text, column: this.columnOf(token.startOffset), emptyBefore: this.emptyLines });
      // The line end behind the comment is no empty line.
      this.emptyLines = -1;
    }
  }

  /** Writes the comments before a statement of `depth`: as deep as they stood, between that and the block before. */
  private flushComments(depth: number): void {
    const behind = Math.max(0, this.emptyLines);
    for (const { text, column, emptyBefore } of this.waiting) {
      let own = this.columns.length - 1;
      while (own > depth && this.columns[own]! > column) own--;
      const at = column > this.columns[this.columns.length - 1]! ? Math.max(depth, own) : Math.max(own, depth);
      this.emptyLines = emptyBefore;
      this.pushEmptyLines(at);
      this.lines.push(INDENT.repeat(at) + text);
    }
    this.waiting = [];
    this.emptyLines = behind;
  }

  private columnOf(offset: number): number {
    let at = offset;
    while (at > 0 && this.text.charCodeAt(at - 1) !== 10 && this.text.charCodeAt(at - 1) !== 13) at--;
    return offset - at - (at === 0 && this.text.charCodeAt(0) === 0xfeff ? 1 : 0);
  }
}

/** `#text` becomes `# text`; lines of signs and `#!` stay. */
function spaced(comment: string): string {
  return /^#[\p{L}\p{N}]/u.test(comment) ? `# ${comment.slice(1)}` : comment;
}
