// Blocks and clauses: a block that is missing or indented without a header,
// `else` without `if`, decorators without a definition.

import type { Span } from "../../base/span.ts";
import { missingBlock, unexpectedIndent } from "../errors/layout.ts";
import * as errors from "../errors/lines.ts";
import { matchingDedent } from "../brokenLine.ts";
import * as t from "../tokens.ts";
import {
  changed,
  findOutside,
  giveUp,
  inserted,
  isType,
  replace,
  sourceOf,
  spanOf,
  spanOver,
  typeSet,
  type Slip,
  type Trouble,
} from "../trouble.ts";

/** `if x:` with nothing indented behind it. */
const blockMissing: Slip = (trouble) => {
  const { tokens, at } = trouble;
  if (trouble.expected !== t.Indent || isType(tokens[at], t.Indent) || !isType(tokens[at - 1], t.Newline)) return null;
  let first = at - 1;
  while (first > 0 && !isLineEdge(tokens[first - 1])) first--;
  const head = tokens[first]!;
  const offset = tokens[at - 1]!.startOffset;
  // Where the colon is missing too, that was said; so was a tab, which an editor may show as deep enough.
  const colonInserted = t.endOf(tokens[at - 2]!) === tokens[at - 2]!.startOffset;
  const next = nextWord(trouble.text, offset);
  const isTold = colonInserted || (next !== null && isTabbed(trouble.text, next.start));
  const finding = isTold ? null : missingBlock(next ?? spanOf(head), head.image, spanOf(head));
  const isMatch = isType(head, t.Match);
  const body = isMatch
    ? [inserted(t.Case, offset, "case"), inserted(t.Broken, offset, ""), inserted(t.Colon, offset, ":"), inserted(t.Broken, offset, "")]
    : [inserted(t.Broken, offset, "")];
  return replace(
    finding,
    at,
    at,
    inserted(t.Indent, offset, ""),
    ...body,
    inserted(t.Newline, offset, "\n"),
    inserted(t.Dedent, offset, ""),
  );
};

/** Does a tab stand before the first word of this line? */
function isTabbed(text: string, start: number): boolean {
  return text.slice(text.lastIndexOf("\n", start) + 1, start).includes("\t");
}

/** The first word behind the line that ends at `offset`, comments left out; null at the end of the file. */
function nextWord(text: string, offset: number): Span | null {
  const gap = /(?:\s|#[^\r\n]*)*/y;
  gap.lastIndex = offset;
  const start = offset + gap.exec(text)![0].length;
  const word = /[\w.]+|\S/y;
  word.lastIndex = start;
  const found = word.exec(text);
  return found === null ? null : { start, end: start + found[0].length };
}

const lineEdges = typeSet(t.Newline, t.Indent, t.Dedent);

function isLineEdge(token: t.IToken | undefined): boolean {
  return token !== undefined && lineEdges.has(token.tokenTypeIdx);
}

/** A line indented for no reason. */
const indentUnexpected: Slip = (trouble) => {
  const { tokens, at } = trouble;
  if (!isType(tokens[at], t.Indent)) return null;
  const next = tokens[at + 1];
  const finding = unexpectedIndent(next === undefined ? spanOf(tokens[at]!) : spanOf(next));
  const end = matchingDedent(tokens, at);
  return replace(finding, at, Math.min(end + 1, tokens.length), ...tokens.slice(at + 1, end));
};

const clauseOwners = new Map<t.TokenType, string>([
  [t.Else, "`if`, `for`, `while` or `try`"],
  [t.Elif, "`if`"],
  [t.Except, "`try`"],
  [t.Finally, "`try`"],
]);

/** `else:` where no `if` stands above it in the same column. */
const clauseOrphaned: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  const head = tokens[first];
  const owner = head === undefined ? undefined : clauseOwners.get(head.tokenType);
  if (head === undefined || owner === undefined || at !== first) return null;
  const finding = trouble.blockLost ? null : errors.orphanClause(spanOf(head), head.image, owner, afterElse(trouble));
  const colon = findOutside(trouble, t.Colon);
  if (colon < 0) return giveUp(finding);
  return replace(finding, first, colon, changed(head, t.If, "if"), inserted(t.Broken, head.startOffset, ""));
};

/** True when the block before this clause is itself an `else`. */
function afterElse(trouble: Trouble): boolean {
  const { tokens, first } = trouble;
  if (!isType(tokens[first - 1], t.Dedent)) return false;
  let depth = 0;
  for (let at = first - 1; at >= 0; at--) {
    if (isType(tokens[at], t.Dedent)) depth++;
    else if (isType(tokens[at], t.Indent) && --depth === 0) return isType(tokens[at - 3], t.Else);
  }
  return false;
}

/** Something else than `case` in the block of a `match`. */
const caseMissing: Slip = (trouble) => {
  const { tokens, at, first, expected } = trouble;
  if (trouble.rule !== "matchStatement" && expected !== t.Case) return null;
  const token = tokens[at];
  if (token === undefined || at !== first || isType(token, t.Case)) return null;
  const offset = token.startOffset;
  const gap = inserted(t.Broken, offset, "");
  const line = [inserted(t.Case, offset, "case"), gap, inserted(t.Colon, offset, ":"), gap, inserted(t.Newline, offset, "\n")];
  let end = at;
  for (let depth = 1; end < tokens.length; end++) {
    if (isType(tokens[end], t.Indent)) depth++;
    else if (isType(tokens[end], t.Dedent) && --depth === 0) break;
  }
  return replace(errors.caseMissing(spanOf(token)), at, end, ...line);
};

/** `@decorator def f():` */
const decoratorLine: Slip = ({ tokens, at, first }) => {
  const token = tokens[at];
  if (!isType(tokens[first], t.At) || !(isType(token, t.Def) || isType(token, t.Class))) return null;
  return replace(errors.decoratorLine(spanOf(token!)), at, at, inserted(t.Newline, token!.startOffset, "\n"));
};

/** `@decorator` with nothing behind it that could be decorated. */
const decoratorAlone: Slip = (trouble) => {
  const { tokens, at, rule } = trouble;
  if (rule !== "decorated" || !isType(tokens[at - 1], t.Newline)) return null;
  let first = at - 1;
  while (first > 0 && !isLineEdge(tokens[first - 1])) first--;
  const finding = errors.decoratorAlone(
    spanOver(tokens[first]!, tokens[Math.max(first, at - 2)]!),
    sourceOf(trouble, first, Math.max(first, at - 2)),
  );
  return replace(finding, first, at);
};

export const structureSlips: readonly Slip[] = [blockMissing, indentUnexpected, clauseOrphaned, caseMissing, decoratorLine, decoratorAlone];
