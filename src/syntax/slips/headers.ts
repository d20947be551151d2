// Headers of blocks: the missing colon, `else if`, `=` for `==`, `then`, the
// loops of other languages, `except A, e`.

import { missingColon } from "../errors/layout.ts";
import * as errors from "../errors/lines.ts";
import * as other from "../errors/otherPython.ts";
import { beginsValue } from "../brokenLine.ts";
import * as t from "../tokens.ts";
import {
  behindGroup,
  changed,
  findOutside,
  giveUp,
  headerTypes,
  inserted,
  isType,
  replace,
  spanOf,
  spanOver,
  typeSet,
  type Slip,
  type Trouble,
} from "../trouble.ts";

type IToken = t.IToken;

/** `else if x:` */
const elseIf: Slip = ({ tokens, at, first }) => {
  if (at !== first + 1 || !isType(tokens[first], t.Else) || !isType(tokens[at], t.If)) return null;
  const span = spanOver(tokens[first]!, tokens[at]!);
  return replace(errors.elseIf(span), first, at + 1, t.makeToken(t.Elif, span.start, span.end, "elif"));
};

/** `else x > 3:` */
const elseCondition: Slip = (trouble) => {
  const { tokens, at, first, last } = trouble;
  if (at !== first + 1 || !isType(tokens[first], t.Else) || !isType(tokens[last - 1], t.Colon) || last - 1 === at) return null;
  const condition = trouble.text.slice(tokens[at]!.startOffset, t.endOf(tokens[last - 2]!));
  return replace(
    errors.elseCondition(spanOver(tokens[at]!, tokens[last - 2]!), condition, spanOver(tokens[first]!, tokens[first]!)),
    at,
    last - 1,
  );
};

const cLoopWords = typeSet(t.Semicolon, t.Assign);

/** `for (i = 0; i < n; i++)` and `for i = 1 to 10`. */
const cLoop: Slip = (trouble) => {
  const { tokens, at, first, last } = trouble;
  if (!isType(tokens[first], t.For)) return null;
  const before = tokens.slice(first, last);
  const hasIn = before.some((token) => isType(token, t.In));
  if (hasIn || !before.some((token) => cLoopWords.has(token.tokenTypeIdx)) || at === first) return null;
  const head = tokens[first]!;
  const place = (type: t.TokenType, image: string): IToken => inserted(type, t.endOf(head), image);
  const colon = isType(tokens[last - 1], t.Colon) ? last - 1 : last;
  return replace(
    errors.cLoop(spanOver(head, tokens[Math.max(first, colon - 1)]!)),
    first + 1,
    last,
    place(t.Broken, ""),
    place(t.In, "in"),
    place(t.Broken, ""),
    place(t.Colon, ":"),
  );
};

/** `for (x in xs):` - the parentheses hide the `in`. */
const parenthesizedFor: Slip = (trouble) => {
  const { tokens, first, expected } = trouble;
  if (!isType(tokens[first], t.For) || expected !== t.In || !isType(tokens[first + 1], t.LeftParen)) return null;
  const end = behindGroup(tokens, first + 1, trouble.last) - 1;
  const inner = tokens.slice(first + 2, end);
  if (!inner.some((token) => isType(token, t.In))) return null;
  return replace(
    errors.parenthesizedFor(spanOver(tokens[first + 1]!, tokens[end]!), textOf(trouble, first + 2, end - 1)),
    first + 1,
    end + 1,
    ...inner,
  );
};

function textOf(trouble: Trouble, from: number, to: number): string {
  return trouble.text.slice(trouble.tokens[from]!.startOffset, t.endOf(trouble.tokens[to]!));
}

/** `for i of xs`, `for i on xs`, `for x xs`. */
const inMissing: Slip = (trouble) => {
  const { tokens, at, expected } = trouble;
  const token = tokens[at];
  if (expected !== t.In || token === undefined || !(trouble.rule === "forStatement" || trouble.rule === "comprehensionClauses"))
    return null;
  const isWord = isType(token, t.Name) && beginsValue(tokens[at + 1]);
  const finding = errors.inMissing(spanOf(token), isWord || isType(token, t.Assign) ? token.image : null);
  if (isWord || isType(token, t.Assign) || isType(token, t.Colon)) {
    if (!isType(token, t.Colon)) return replace(finding, at, at + 1, changed(token, t.In, "in"));
    return replace(finding, at, at, inserted(t.In, token.startOffset, "in"), inserted(t.Broken, token.startOffset, ""));
  }
  return giveUp(finding);
};

const blockWords = new Set(["then", "do", "begin", "loop"]);

/** `if x then`, `while x do`. */
const thenWord: Slip = (trouble) => {
  const { tokens, at, first, last } = trouble;
  const token = tokens[at];
  if (token === undefined || !headerTypes.has(tokens[first]!.tokenTypeIdx) || !blockWords.has(token.image)) return null;
  const next = tokens[at + 1];
  const colon = isType(next, t.Colon) ? [] : [changed(token, t.Colon, ":")];
  if (at + 1 !== last && !isType(next, t.Colon)) return replace(errors.thenWord(spanOf(token), token.image), at, at + 1, ...colon);
  return replace(errors.thenWord(spanOf(token), token.image), at, at + 1, ...colon);
};

/** `except A, e:` */
const exceptComma: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  if (!isType(tokens[first], t.Except) || !isType(tokens[at], t.Comma) || at === first + 1) return null;
  const end = findOutside(trouble, t.Colon);
  if (end < 0) return null;
  const before = textOf(trouble, first + 1, at - 1);
  const name = tokens[at + 1]!;
  const span = spanOver(tokens[first]!, tokens[end - 1]!);
  if (isType(name, t.Name) && at + 2 === end && /^[a-z_]/.test(name.image)) {
    const mended = changed(tokens[at]!, t.As, "as");
    const text = `except ${before} as ${name.image}`;
    return replace(other.exceptComma(span, text, { span, text }), at, at + 1, mended);
  }
  const text = `except (${textOf(trouble, first + 1, end - 1)})`;
  const inner = tokens.slice(first + 1, end);
  return replace(
    other.exceptComma(span, text, { span, text }),
    first + 1,
    end,
    inserted(t.LeftParen, inner[0]!.startOffset, "("),
    ...inner,
    inserted(t.RightParen, t.endOf(inner[inner.length - 1]!), ")"),
  );
};

/** A header whose line, or condition, ends without `:`. */
const colonMissing: Slip = (trouble) => {
  const { tokens, at, first, expected } = trouble;
  const head = tokens[first];
  const token = tokens[at];
  if (head === undefined || token === undefined || !headerTypes.has(head.tokenTypeIdx) || expected !== t.Colon || at <= first) return null;
  const end = t.endOf(tokens[at - 1]!);
  const finding = missingColon({ start: head.startOffset, end }, head.image, end);
  if (isType(token, t.Newline)) return replace(finding, at, at, inserted(t.Colon, end, ":"));
  // `if x print(x)`: the block begins on the same line; but not where a colon comes later.
  const hasColon = findOutside(trouble, t.Colon, at) >= 0;
  const begins = beginsValue(token) || statementBegins.has(token.tokenTypeIdx);
  if (hasColon || !begins || operandBefore(trouble)) return null;
  return replace(finding, at, at, inserted(t.Colon, end, ":"));
};

const statementBegins = typeSet(t.Return, t.Pass, t.Break, t.Continue, t.Raise, t.Yield, t.Del, t.Assert, t.Global, t.Import);

/** `for x in y z`: more likely an operator is missing than a colon; only a call, an assignment or a statement begins a block. */
function operandBefore(trouble: Trouble): boolean {
  const { tokens, at } = trouble;
  if (!isType(tokens[at], t.Name)) return !statementBegins.has(tokens[at]!.tokenTypeIdx);
  const next = tokens[at + 1];
  return !(isType(next, t.LeftParen) || isType(next, t.Assign) || isType(next, t.AugmentedAssign) || isType(next, t.Dot));
}

/** A colon at the end of a line that begins no block: `foo():`. */
const strayColon: Slip = (trouble) => {
  const { tokens, at, first, last } = trouble;
  if (!isType(tokens[at], t.Newline) || !isType(tokens[at - 1], t.Colon) || headerTypes.has(tokens[first]!.tokenTypeIdx)) return null;
  const colon = tokens[at - 1]!;
  const finding = errors.strayColon(spanOf(colon));
  if (!isType(tokens[last + 1], t.Indent)) return replace(finding, at - 1, at);
  return replace(
    finding,
    first,
    at - 1,
    inserted(t.If, tokens[first]!.startOffset, "if"),
    inserted(t.Broken, tokens[first]!.startOffset, ""),
  );
};

export const headerSlips: readonly Slip[] = [
  elseIf,
  elseCondition,
  cLoop,
  parenthesizedFor,
  inMissing,
  thenWord,
  exceptComma,
  colonMissing,
  strayColon,
];
