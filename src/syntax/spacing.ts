// Which spaces stand between two tokens of a line: the rules of the formatter.
// It is told every token in turn and remembers the open brackets, so as to know
// a slice from a dict, a keyword argument from an assignment, a sign from a
// subtraction.

import * as t from "./tokens.ts";
import { operandEnds, typeSet } from "./trouble.ts";

type IToken = t.IToken;

const openers = typeSet(t.LeftParen, t.LeftBracket, t.LeftBrace, t.WithParen);
const closers = typeSet(t.RightParen, t.RightBracket, t.RightBrace);
const signs = typeSet(t.Minus, t.Plus, t.Star, t.DoubleStar, t.Tilde);
const noSpaceBefore = typeSet(t.Comma, t.TrailingComma, t.Semicolon, t.TrailingSemicolon);

interface Level {
  readonly open: IToken | null;
  /** Lambdas whose colon is to come. */
  lambdas: number;
  /** In the parameters of a `def`: whether the present one has an annotation. */
  annotated: boolean;
}

/** Goes through the tokens of one statement and says what stands before each. */
export class Spacing {
  private levels: Level[] = [{ open: null, lambdas: 0, annotated: false }];
  private before: IToken | null = null;
  private beforeIsSign = false;
  private beforeIsTight = false;
  private head: IToken | null = null;

  /** Brackets that are open. */
  get depth(): number {
    return this.levels.length - 1;
  }

  private get level(): Level {
    return this.levels[this.levels.length - 1]!;
  }

  /** A new statement begins. */
  restart(): void {
    this.levels = [{ open: null, lambdas: 0, annotated: false }];
    this.before = null;
    this.head = null;
  }

  /** True when a space stands between the last token and this one. */
  next(token: IToken): boolean {
    const { before } = this;
    this.head ??= token;
    const tight = this.isTight(token);
    const space = before !== null && !this.beforeIsTight && !tight && this.separates(before, token);
    this.beforeIsSign = signs.has(token.tokenTypeIdx) && !this.followsOperand();
    this.beforeIsTight = token.tokenTypeIdx === t.Colon.tokenTypeIdx ? this.isSliceColon(token) : tight;
    this.remember(token);
    this.before = token;
    return space;
  }

  /** True for what has no space on either side: `=` of an argument, `:` of a slice, dots. */
  private isTight(token: IToken): boolean {
    switch (token.tokenTypeIdx) {
      case t.Assign.tokenTypeIdx:
        return this.level.lambdas > 0 || (this.level.open?.image === "(" && !this.level.annotated);
      case t.Colon.tokenTypeIdx:
        return this.before?.tokenTypeIdx !== t.Comma.tokenTypeIdx;
      case t.Dot.tokenTypeIdx:
        return this.followsOperand();
      default:
        return false;
    }
  }

  private isSliceColon(token: IToken): boolean {
    return token.tokenTypeIdx === t.Colon.tokenTypeIdx && this.level.open?.image === "[" && this.level.lambdas === 0;
  }

  private followsOperand(): boolean {
    return this.before !== null && operandEnds.has(this.before.tokenTypeIdx);
  }

  private separates(before: IToken, token: IToken): boolean {
    const type = token.tokenTypeIdx;
    if (openers.has(before.tokenTypeIdx) || closers.has(type) || noSpaceBefore.has(type) || this.beforeIsSign) return false;
    if (before.tokenTypeIdx === t.At.tokenTypeIdx && before === this.head) return false;
    // `from .a import b`, `from . import b`.
    if (
      before.tokenTypeIdx === t.Dot.tokenTypeIdx ||
      (before.tokenTypeIdx === t.Ellipsis.tokenTypeIdx && this.head?.tokenTypeIdx === t.From.tokenTypeIdx)
    ) {
      return type === t.Import.tokenTypeIdx;
    }
    const callsOrIndexes = type === t.LeftParen.tokenTypeIdx || type === t.LeftBracket.tokenTypeIdx;
    return !(callsOrIndexes && operandEnds.has(before.tokenTypeIdx));
  }

  private remember(token: IToken): void {
    const type = token.tokenTypeIdx;
    if (openers.has(type)) this.levels.push({ open: token, lambdas: 0, annotated: false });
    else if (closers.has(type) && this.levels.length > 1) this.levels.pop();
    else if (type === t.Lambda.tokenTypeIdx) this.level.lambdas++;
    else if (type === t.Colon.tokenTypeIdx) {
      if (this.level.lambdas > 0) this.level.lambdas--;
      else this.level.annotated = this.head?.tokenTypeIdx === t.Def.tokenTypeIdx && this.depth === 1;
    } else if (type === t.Comma.tokenTypeIdx) this.level.annotated = false;
  }
}
