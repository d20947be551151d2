// `match` and `case` are keywords only at the head of their statements. With
// the whole line in hand it is plain which is meant: `match x:` begins with a
// word that no expression can follow, `match(x)` ends without a colon.

import * as t from "./tokens.ts";

/** What may follow `match` only if it is a keyword. */
const begins = new Set<number>(
  [t.Name, t.NumberLiteral, t.StringToken, t.FormattedStart, t.None, t.True, t.False, t.Lambda, t.Tilde, t.Ellipsis, t.LeftBrace].map(
    (type) => type.tokenTypeIdx!,
  ),
);
/** What may follow it in both uses; then the colon at the end decides. */
const mayBegin = new Set<number>([t.LeftParen, t.LeftBracket, t.Minus, t.Plus, t.Star, t.Not].map((type) => type.tokenTypeIdx!));

/**
 * Retypes the first word of the line `tokens[first] ... NEWLINE` where it is a
 * soft keyword. True when a `match` statement begins there.
 */
export function reserveWord(tokens: readonly t.IToken[], first: number, inMatch: boolean): boolean {
  const head = tokens[first];
  if (head === undefined || head.tokenTypeIdx !== t.Name.tokenTypeIdx) return false;
  if (inMatch && head.image === "case") {
    t.retype(head, t.Case);
    return false;
  }
  if (head.image !== "match") return false;
  const next = tokens[first + 1]!.tokenTypeIdx;
  const last = tokens[tokens.length - 2]!.tokenTypeIdx;
  const isKeyword = begins.has(next) || (mayBegin.has(next) && last === t.Colon.tokenTypeIdx);
  if (isKeyword) t.retype(head, t.Match);
  return isKeyword;
}
