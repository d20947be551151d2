// For a prompt that takes a program line by line: is the input finished, or
// does it go on? As at Python's own prompt: an open bracket, an open text in
// triple quotes and a backslash at the end go on, and so does a statement with
// a block, until an empty line.

import { lex } from "./lexer.ts";
import { UNCLOSED } from "./strings.ts";
import * as t from "./tokens.ts";

const openers = new Set(["(", "[", "{"]);
const closers = new Set([")", "]", "}"]);
const blockWords = new Set([
  "if",
  "for",
  "while",
  "def",
  "class",
  "try",
  "with",
  "match",
  "async",
  "@",
  "elif",
  "else",
  "except",
  "finally",
]);

/** True where the prompt should ask for one more line. */
export function needsMoreLines(text: string): boolean {
  const { tokens } = lex(text);
  const last = tokens[tokens.length - 1];
  if (last === undefined) return false;
  if (last.payload === UNCLOSED && isTriple(last.image)) return true;
  if (text.endsWith("\\") && last.image === "\\") return true;
  if (openBrackets(tokens) > 0) return true;
  return blockWords.has(lastStatementWord(text, tokens)) && !/(^|\r\n|\r|\n)[ \t]*(\r\n|\r|\n)?$/.test(text.replace(/(\r\n|\r|\n)$/, ""));
}

function isTriple(image: string): boolean {
  return /^[a-zA-Z]*("""|''')/.test(image);
}

function openBrackets(tokens: readonly t.IToken[]): number {
  let depth = 0;
  for (const { image } of tokens) {
    if (openers.has(image)) depth++;
    else if (closers.has(image)) depth = Math.max(0, depth - 1);
  }
  return depth;
}

/** The first word of the last statement that is not indented. */
function lastStatementWord(text: string, tokens: readonly t.IToken[]): string {
  let word = "";
  let depth = 0;
  let isLineStart = true;
  for (const token of tokens) {
    if (token.tokenTypeIdx === t.RawNewline.tokenTypeIdx) {
      isLineStart = true;
      continue;
    }
    const before = text.charCodeAt(token.startOffset - 1);
    if (isLineStart && depth === 0 && (token.startOffset === 0 || before === 10 || before === 13)) word = token.image;
    isLineStart = false;
    if (openers.has(token.image)) depth++;
    else if (closers.has(token.image)) depth--;
  }
  return word;
}
