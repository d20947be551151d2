// String literals and f-strings to source text. Python 3.11 allows neither
// backslashes nor the string's own quotes between the braces of an f-string, so
// each string inside another gets other quotes; four levels exist.

import { InternalError } from "../base/internalError.ts";
import type * as ast from "./ast.ts";
import { printExpression } from "./printExpressions.ts";

const quotesByHeight = ["'", '"', "'''", '"""'];
/** How deep the string being printed stands inside f-strings; -1 outside. */
let inside = -1;

const escapes = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ['"', '\\"'],
  ["'", "\\'"],
]);

/** A plain literal; in double quotes, but inside an f-string in single ones. */
export function printString(value: string): string {
  const quote = inside < 0 ? '"' : quotesByHeight[0]!;
  return quote + escapeText(value, quote) + quote;
}

function escapeText(text: string, quote: string): string {
  return [...text]
    .map((character) => (character === "'" || character === '"' ? escapeQuote(character, quote) : escapeCharacter(character)))
    .join("");
}

function escapeQuote(character: string, quote: string): string {
  return quote.includes(character) ? `\\${character}` : character;
}

/** Invisible characters and marks of direction by their number, all others as they are. */
function escapeCharacter(character: string): string {
  const known = escapes.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0)!;
  if (code < 32 || code === 127) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(character)) {
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  }
  return character;
}

/** How many strings stand inside one another in the fields of an f-string; 0 for a plain string. */
function heightOf(tree: unknown): number {
  if (typeof tree !== "object" || tree === null) return -1;
  if (Array.isArray(tree)) return Math.max(-1, ...tree.map(heightOf));
  const inner = Math.max(-1, ...Object.values(tree).map(heightOf));
  const isString = "kind" in tree && (tree.kind === "string" || tree.kind === "formatted");
  return isString ? inner + 1 : inner;
}

export function printFormatted(value: ast.FormattedString): string {
  const height = Math.max(inside < 0 ? 1 : 0, heightOf(value));
  const quote = quotesByHeight[height];
  if (quote === undefined) throw new InternalError("an f-string with strings nested deeper than Python can write");
  const outer = inside;
  inside = height;
  const text = printParts(value.parts, quote);
  inside = outer;
  return `f${quote}${text}${quote}`;
}

function printParts(parts: readonly ast.FormattedPart[], quote: string): string {
  return parts.map((part) => (part.kind === "field" ? printField(part, quote) : printText(part.value, quote))).join("");
}

function printText(value: string, quote: string): string {
  return escapeText(value, quote).replaceAll("{", "{{").replaceAll("}", "}}");
}

function printField({ value, selfDocumenting, conversion, format }: ast.FormattedField, quote: string): string {
  const text = selfDocumenting ?? fieldValue(value);
  const spec = format === null ? "" : `:${printSpec(format, quote)}`;
  return `{${text}${conversion === null ? "" : `!${conversion}`}${spec}}`;
}

/** Braces would double, and the colon of a lambda would begin the format. */
function fieldValue(value: ast.Expression): string {
  const text =
    value.kind === "lambda" || value.kind === "yield" || value.kind === "yieldFrom"
      ? `(${printExpression(value)})`
      : printExpression(value);
  return text.startsWith("{") ? ` ${text}` : text;
}

function printSpec(format: readonly ast.FormattedPart[], quote: string): string {
  return format.map((part) => (part.kind === "field" ? printField(part, quote) : escapeText(part.value, quote))).join("");
}
