// A place where the grammar did not fit, with its line: what the recognisers in
// `slips/` look at, and what they answer with. All positions are indexes into
// the tokens of one top-level statement.

import type { Span } from "../base/span.ts";
import type { Finding } from "./findings.ts";
import * as t from "./tokens.ts";

type IToken = t.IToken;
type TokenType = t.TokenType;

export interface Trouble {
  readonly tokens: readonly IToken[];
  /** The token that did not fit. */
  readonly at: number;
  /** The first token of its logical line. */
  readonly first: number;
  /** The NEWLINE that ends the line. */
  readonly last: number;
  /** The one type that would have fitted; null where there were several. */
  readonly expected: TokenType | null;
  /** The grammar rule that was being read. */
  readonly rule: string;
  readonly text: string;
  /** Whether a block was lost before. */
  readonly blockLost: boolean;
}

/** What a recogniser answers: the message, and which tokens to put in the place of `from ... to`. */
export interface Mending {
  /** Null where the message is already out. */
  readonly finding: Finding | null;
  readonly from: number;
  readonly to: number;
  readonly by: readonly IToken[];
}

/** A mending that gives the whole line up. */
export interface GivingUp {
  readonly finding: Finding | null;
  readonly from: null;
}

export type Slip = (trouble: Trouble) => Mending | GivingUp | null;

export function typeSet(...types: TokenType[]): ReadonlySet<number> {
  return new Set(types.map((type) => type.tokenTypeIdx!));
}

export function isType(token: IToken | undefined, type: TokenType): boolean {
  return token !== undefined && token.tokenTypeIdx === type.tokenTypeIdx;
}

export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: t.endOf(token) };
}

/** The span from one token to another, both included. */
export function spanOver(first: IToken, last: IToken): Span {
  return { start: first.startOffset, end: Math.max(first.startOffset, t.endOf(last)) };
}

/** Words that begin a statement with a block. */
export const headerTypes = typeSet(
  t.If,
  t.Elif,
  t.Else,
  t.For,
  t.While,
  t.Def,
  t.Class,
  t.Try,
  t.Except,
  t.Finally,
  t.With,
  t.Match,
  t.Case,
);

/** Tokens behind which a value is complete. */
export const operandEnds = typeSet(
  t.Name,
  t.NumberLiteral,
  t.StringToken,
  t.FormattedEnd,
  t.RightParen,
  t.RightBracket,
  t.RightBrace,
  t.True,
  t.False,
  t.None,
  t.Ellipsis,
  t.Broken,
);

/** Tokens that begin a value. */
export const operandBegins = typeSet(
  t.Name,
  t.NumberLiteral,
  t.StringToken,
  t.FormattedStart,
  t.LeftParen,
  t.LeftBracket,
  t.LeftBrace,
  t.True,
  t.False,
  t.None,
  t.Ellipsis,
  t.Broken,
  t.Lambda,
  t.Not,
  t.Tilde,
);

/** Tokens that stand between two values. */
export const infixTypes = typeSet(
  t.Plus,
  t.Minus,
  t.Star,
  t.DoubleStar,
  t.Slash,
  t.At,
  t.Bar,
  t.Operator,
  t.Compare,
  t.And,
  t.Or,
  t.In,
  t.Is,
);

const openTypes = typeSet(t.LeftParen, t.LeftBracket, t.LeftBrace, t.WithParen, t.FieldOpen);
const closeTypes = typeSet(t.RightParen, t.RightBracket, t.RightBrace, t.FieldClose);

/** The innermost bracket that is open at `at`; null at the top of the line. */
export function openBracket(trouble: Trouble, at = trouble.at): IToken | null {
  const open: IToken[] = [];
  for (let index = trouble.first; index < at; index++) {
    const token = trouble.tokens[index]!;
    if (openTypes.has(token.tokenTypeIdx)) open.push(token);
    else if (closeTypes.has(token.tokenTypeIdx)) open.pop();
  }
  return open[open.length - 1] ?? null;
}

/** The index behind the bracket group that begins at `at`. */
export function behindGroup(tokens: readonly IToken[], at: number, last: number): number {
  let depth = 0;
  for (let index = at; index < last; index++) {
    const type = tokens[index]!.tokenTypeIdx;
    if (openTypes.has(type)) depth++;
    else if (closeTypes.has(type) && --depth === 0) return index + 1;
  }
  return last;
}

/** The index of the first token of `type` outside brackets in the line, from `from` on; -1 where there is none. */
export function findOutside(trouble: Trouble, type: TokenType, from = trouble.first): number {
  let depth = 0;
  for (let index = from; index < trouble.last; index++) {
    const token = trouble.tokens[index]!;
    if (openTypes.has(token.tokenTypeIdx)) depth++;
    else if (closeTypes.has(token.tokenTypeIdx)) depth--;
    else if (depth === 0 && isType(token, type)) return index;
  }
  return -1;
}

export function replace(finding: Finding | null, from: number, to: number, ...by: readonly IToken[]): Mending {
  return { finding, from, to, by };
}

export function giveUp(finding: Finding | null): GivingUp {
  return { finding, from: null };
}

/** A token that stands where nothing stood. */
export function inserted(type: TokenType, offset: number, image: string): IToken {
  return t.makeToken(type, offset, offset, image);
}

/** The token with another type and text. */
export function changed(token: IToken, type: TokenType, image: string): IToken {
  return t.makeToken(type, token.startOffset, t.endOf(token), image);
}

/** The source from one token to another, both included. */
export function sourceOf(trouble: Trouble, from: number, to: number): string {
  const first = trouble.tokens[from]!;
  return trouble.text.slice(first.startOffset, t.endOf(trouble.tokens[to]!));
}
