// The layout pass: raw tokens to the tokens of the grammar. It makes NEWLINE,
// INDENT and DEDENT, turns names into keywords, takes f-strings apart, marks
// trailing commas, and pairs brackets. It also mends what would otherwise
// mislead the parser: an open bracket is closed where a line begins with a
// statement keyword at or left of the statement that opened it (`brackets.ts`).
//
// Inside brackets line ends mean nothing. Outside, the first token of a line
// is measured against the stack of open indentations, as Python does it.

import type { Findings } from "./findings.ts";
import type { RawTokens } from "./lexer.ts";
import * as errors from "./errors/layout.ts";
import { BracketPairing } from "./brackets.ts";
import { reserveWord } from "./softKeywords.ts";
import { placeSpecial } from "./placing.ts";
import * as t from "./tokens.ts";

type IToken = t.IToken;

const SPACE = 32;
const TAB = 9;

/** Types whose tokens need a look of their own; all others are passed on as they are. */
const special = new Set<number>(
  [t.Name, t.NumberLiteral, t.StringToken, t.Foreign, t.Star, t.As, t.LeftBrace, t.Async, t.Await].map((type) => type.tokenTypeIdx!),
);
const openers = new Set<number>([t.LeftParen, t.LeftBracket, t.LeftBrace, t.WithParen].map((type) => type.tokenTypeIdx!));
const closers = new Set<number>([t.RightParen, t.RightBracket, t.RightBrace].map((type) => type.tokenTypeIdx!));
/** What ends a list, so that a comma before it is a trailing one. */
const listEnds = new Set<number>(
  [
    t.RightParen,
    t.RightBracket,
    t.RightBrace,
    t.RawNewline,
    t.Newline,
    t.Assign,
    t.Semicolon,
    t.AugmentedAssign,
    t.In,
    t.FieldClose,
    t.FieldColon,
    t.FieldConversion,
    t.FieldEqual,
  ].map((type) => type.tokenTypeIdx!),
);
const commaIndex = t.Comma.tokenTypeIdx!;
const colonIndex = t.Colon.tokenTypeIdx!;
const rawNewlineIndex = t.RawNewline.tokenTypeIdx!;

/** A space, or what is reported elsewhere and counted as one. */
function isBlank(code: number): boolean {
  return code === SPACE || code === 11 || code === 12 || code > 127;
}

export interface LayoutLimits {
  readonly blockNesting: number;
  readonly expressionNesting: number;
}

export class Layout {
  readonly text: string;
  readonly findings: Findings;
  readonly limits: LayoutLimits;
  readonly raw: readonly IToken[];
  readonly out: IToken[] = [];
  readonly brackets: BracketPairing;
  /** Starts of statements that were already complained about: what else is wrong there stays unsaid. */
  readonly damaged = new Set<number>();
  /** Names such as `true`, which other languages use as constants. */
  readonly constants: IToken[] = [];
  /** Index into `raw`. */
  at = 0;
  /** Where the present physical line begins; -1 once its first token was seen. */
  lineStart = 0;
  /** True between the first token of a statement line and its NEWLINE. */
  inLine = false;
  /** Index into `out` of the first token of the present logical line. */
  lineFirst = 0;
  statementColumn = 0;
  private readonly indents: number[] = [0];
  /** For each open indentation, whether it is the body of a `match`. */
  private readonly matchBodies: boolean[] = [false];
  private matchAhead = false;
  /** Where reading stopped for good; Infinity where it did not. */
  truncatedAt = Infinity;
  /** Where the last string without an end stopped; -1 before there was one. */
  unclosedAt = -1;
  private damageNext = false;
  /** Whether the present line was complained about for a tab. */
  private tabbed = false;

  constructor(raw: RawTokens, text: string, findings: Findings, limits: LayoutLimits) {
    this.raw = raw.tokens;
    this.text = text;
    this.findings = findings;
    this.limits = limits;
    this.brackets = new BracketPairing(this);
  }

  run(): void {
    this.lineStart = this.text.charCodeAt(0) === 0xfeff ? 1 : 0;
    do {
      for (; this.at < this.raw.length && !this.findings.full; this.at++) this.step(this.raw[this.at]!);
      // Closing what is still open may send `at` back to an earlier line.
    } while (!this.findings.full && this.brackets.depth > 0 && this.brackets.closeAll(this.raw.length));
    this.finish();
  }

  /** Places one raw token. */
  step(token: IToken): void {
    const type = token.tokenTypeIdx;
    if (type === rawNewlineIndex || type === t.Newline.tokenTypeIdx) return this.endPhysicalLine(token);
    if (special.has(type)) {
      placeSpecial(this, token);
    } else if (closers.has(type)) {
      this.brackets.close(token);
    } else {
      if (!this.begin(token)) return;
      if (openers.has(type)) this.brackets.open(token, this.at);
      this.push(token);
    }
  }

  /** To be called before a token is pushed. False when the token was not taken because an earlier line is read again. */
  begin(token: IToken): boolean {
    if (this.lineStart < 0) return true;
    this.tabbed = false;
    const column = this.measure(this.lineStart, token.startOffset);
    if (this.brackets.depth > 0) {
      this.lineStart = -1;
      return !this.brackets.closeBefore(token, column);
    }
    this.lineStart = -1;
    if (this.inLine) return true;
    this.indent(column, token.startOffset);
    this.inLine = true;
    this.lineFirst = this.out.length;
    this.statementColumn = column;
    if (this.damageNext) this.damaged.add(token.startOffset);
    this.damageNext = false;
    return true;
  }

  push(token: IToken): void {
    const type = token.tokenTypeIdx;
    const last = this.out[this.out.length - 1];
    if (last !== undefined && last.tokenTypeIdx === commaIndex) {
      if (listEnds.has(type) || (type === colonIndex && !this.brackets.insideSquare)) t.retype(last, t.TrailingComma);
    }
    this.out.push(token);
  }

  /** True where `token` would be the first of its statement. */
  atStatementStart(): boolean {
    return !this.inLine || this.out.length === this.lineFirst;
  }

  private endPhysicalLine(token: IToken): void {
    this.lineStart = t.endOf(token);
    if (this.brackets.depth > 0 || !this.inLine) return;
    this.endLogicalLine(token.startOffset, t.endOf(token));
  }

  endLogicalLine(start: number, end: number): void {
    const last = this.out[this.out.length - 1];
    if (last !== undefined && last.tokenTypeIdx === t.Semicolon.tokenTypeIdx) t.retype(last, t.TrailingSemicolon);
    this.push(t.makeToken(t.Newline, start, end, "\n"));
    this.inLine = false;
    this.matchAhead = reserveWord(this.out, this.lineFirst, this.matchBodies[this.matchBodies.length - 1]!);
  }

  /** How many columns stand before the first token of a line. */
  measure(start: number, end: number): number {
    let at = start;
    while (at < end && isBlank(this.text.charCodeAt(at))) at++;
    if (at === end || this.text.charCodeAt(at) !== TAB) return at - start;
    return this.measureTabs(start, end);
  }

  private measureTabs(start: number, end: number): number {
    let at = start;
    let column = 0;
    for (; at < end; at++) {
      const code = this.text.charCodeAt(at);
      if (code === TAB) column = (Math.floor(column / 4) + 1) * 4;
      else if (code === SPACE) column++;
      else break;
    }
    const span = { start, end: at };
    this.tabbed = this.brackets.depth === 0 && !this.findings.has("WG120");
    if (this.tabbed) this.findings.add(errors.tabIndent(span, span, " ".repeat(column)));
    return column;
  }

  private indent(column: number, offset: number): void {
    const { indents } = this;
    if (column > indents[indents.length - 1]!) {
      if (this.tabbed) this.damaged.add(offset);
      indents.push(column);
      this.matchBodies.push(this.matchAhead);
      this.out.push(t.makeToken(t.Indent, offset, offset, ""));
      if (indents.length - 1 > this.limits.blockNesting) this.tooDeep(offset);
      return;
    }
    if (column === indents[indents.length - 1]!) return;
    const open = [...indents];
    while (column < indents[indents.length - 1]!) this.dedent(offset);
    if (column !== indents[indents.length - 1]!) {
      this.findings.add(errors.unevenDedent({ start: offset, end: offset + 1 }, open));
    }
  }

  private dedent(offset: number): void {
    this.indents.pop();
    this.matchBodies.pop();
    this.out.push(t.makeToken(t.Dedent, offset, offset, ""));
  }

  private tooDeep(offset: number): void {
    this.findings.add(errors.blocksTooDeep({ start: offset, end: offset + 1 }, this.limits.blockNesting));
    this.stop();
  }

  /** Notes that the present statement was complained about: what else is wrong in it stays unsaid. */
  markDamaged(): void {
    const first = this.out[this.lineFirst];
    if (this.inLine && first !== undefined) this.damaged.add(first.startOffset);
    else this.damageNext = !this.inLine;
  }

  /** True when the present statement was complained about. */
  get isDamaged(): boolean {
    const first = this.out[this.lineFirst];
    return this.inLine && first !== undefined && this.damaged.has(first.startOffset);
  }

  /** Where the present statement begins. */
  get statementStart(): number {
    return this.out[this.lineFirst]?.startOffset ?? this.text.length;
  }

  /** Leaves out the raw tokens that begin before `offset`. */
  skipTo(offset: number): void {
    while (this.at + 1 < this.raw.length && this.raw[this.at + 1]!.startOffset < offset) this.at++;
  }

  /** Nothing of the rest is read. */
  stop(): void {
    this.truncatedAt = this.raw[this.at]?.startOffset ?? 0;
    this.at = this.raw.length;
  }

  private finish(): void {
    const end = this.text.length;
    if (this.inLine) this.endLogicalLine(end, end);
    while (this.indents.length > 1) this.dedent(end);
    // One more than the lookahead of the parser, which reads them without asking for the length.
    this.out.push(t.makeToken(t.EOF, end, end, ""), t.makeToken(t.EOF, end, end, ""));
  }
}
