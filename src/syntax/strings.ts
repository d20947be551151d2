// Finds the end of a string literal. A hand-written matcher, because a regular
// expression for triple-quoted strings backtracks over a megabyte. A literal
// that is never closed still makes a token: to the end of its line, or for
// triple quotes to the end of the file; its payload says so.

import type { CustomPatternMatcherReturn } from "chevrotain";

const BACKSLASH = 92;
const NEWLINE = 10;
const RETURN = 13;

/** The payload of a string token that has no end. */
export const UNCLOSED = Symbol("unclosed");

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

/** True for the letters that may stand before a quote in any Python: r, b, u, f, t. */
function isPrefix(code: number): boolean {
  const lower = code | 32;
  return lower === 114 || lower === 98 || lower === 117 || lower === 102 || lower === 116;
}

/** Matches a string literal at `offset`, prefix included (Chevrotain's protocol for custom patterns). */
export function matchString(text: string, offset: number): CustomPatternMatcherReturn | null {
  let at = offset;
  while (at - offset < 2 && isPrefix(text.charCodeAt(at))) at++;
  const quote = text.charCodeAt(at);
  if (!isQuote(quote)) return null;
  const triple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  const end = triple ? endOfTriple(text, at + 3, quote) : endOfSingle(text, at + 1, quote);
  const result: CustomPatternMatcherReturn = [text.slice(offset, end < 0 ? -end : end)];
  if (end < 0) result.payload = UNCLOSED;
  return result;
}

/** The offset behind the closing quote; minus the offset where the line ends when there is none. */
function endOfSingle(text: string, start: number, quote: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === NEWLINE || code === RETURN) return -at;
    if (code === BACKSLASH) {
      at++;
      if (text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE) at++;
    }
  }
  return -text.length;
}

function endOfTriple(text: string, start: number, quote: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === quote && text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
  }
  return -text.length;
}

/** A string token taken apart: `prefix` in lower case, and where its content stands in the file. */
export interface StringParts {
  readonly prefix: string;
  readonly triple: boolean;
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** Splits a string token into prefix, quotes and content. */
export function splitString(image: string, offset: number, unclosed: boolean): StringParts {
  let at = 0;
  while (!isQuote(image.charCodeAt(at))) at++;
  const quote = image.charCodeAt(at);
  const triple = image.length >= at + 3 && image.charCodeAt(at + 1) === quote && image.charCodeAt(at + 2) === quote;
  const size = triple ? 3 : 1;
  return {
    prefix: image.slice(0, at).toLowerCase(),
    triple,
    contentStart: offset + at + size,
    contentEnd: Math.max(offset + at + size, offset + image.length - (unclosed ? 0 : size)),
  };
}
