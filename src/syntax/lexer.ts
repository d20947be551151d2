// Text to raw tokens, by Chevrotain. Comments go to a list of their own (the
// formatter wants them back); spaces and joined lines vanish. Every character
// belongs to some token, so the lexer has no errors of its own; what is never
// valid becomes a `Foreign` token and is named by the layout pass.

import { Lexer, type IToken } from "chevrotain";
import * as t from "./tokens.ts";

const lexer = new Lexer(
  [
    t.Whitespace,
    t.RawNewline,
    t.Comment,
    t.LineJoin,
    t.StringToken,
    t.Name,
    t.NumberLiteral,
    t.Foreign,
    t.Ellipsis,
    t.Arrow,
    t.AugmentedAssign,
    t.ColonAssign,
    t.DoubleStar,
    // Shifts before comparisons: `<<` is no two `<`.
    t.Operator,
    t.Compare,
    t.Dot,
    t.Comma,
    t.Colon,
    t.Semicolon,
    t.Assign,
    t.Plus,
    t.Minus,
    t.Star,
    t.Slash,
    t.At,
    t.Bar,
    t.Tilde,
    t.LeftParen,
    t.RightParen,
    t.LeftBracket,
    t.RightBracket,
    t.LeftBrace,
    t.RightBrace,
  ],
  { positionTracking: "onlyOffset", ensureOptimizations: true, skipValidations: true },
);

export interface RawTokens {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
}

/** The tokens of `text`; `shift` is added to every offset (a field of an f-string is lexed on its own). */
export function lex(text: string, shift = 0): RawTokens {
  const { tokens, groups } = lexer.tokenize(text);
  for (const token of tokens) {
    token.startOffset += shift;
    // With offsets only, Chevrotain leaves the end to whoever wants it.
    token.endOffset = token.startOffset + token.image.length - 1;
  }
  return { tokens, comments: groups["comments"] ?? [] };
}
