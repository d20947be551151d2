// Mistakes in the text itself: characters that have no place in a program.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

/** How a character is written in a message: `U+2028`. */
export function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

export function strayCharacter(span: Span, character: string): Finding {
  return {
    code: "WG101",
    span,
    message: `\`${character}\` has no meaning here`,
    hint: "take it away; inside a string or a comment it may stand",
  };
}

export function controlCharacter(span: Span, character: string): Finding {
  return {
    code: "WG104",
    span,
    message: `there is an invisible character here (${codePoint(character)})`,
    hint: "take it away; only spaces and line ends may stand between the words of a program",
    fix: { title: "replace it by a space", span, text: " " },
  };
}

export function foreignSpace(span: Span, character: string, name: string): Finding {
  return {
    code: "WG104",
    span,
    message: `this is not a plain space but ${name} (${codePoint(character)})`,
    hint: "replace it by a plain space; such characters come along when text is copied from a web page",
    fix: { title: "replace it by a space", span, text: " ".repeat((span.end - span.start) / character.length) },
  };
}

export function foreignName(span: Span, word: string, character: string, name: string | null, plain: string | null): Finding {
  const what = name === null ? `${codePoint(character)}` : `${name}, ${codePoint(character)}`;
  return {
    code: "WG102",
    span,
    message: `\`${word}\` contains \`${character}\` (${what}); names are made of a-z, A-Z, 0-9 and _`,
    hint: plain === null ? "spell the name with plain letters" : `write \`${plain}\``,
    ...(plain === null ? {} : { fix: { title: `write \`${plain}\``, span, text: plain } }),
  };
}

export function lookAlike(span: Span, character: string, name: string, plain: string): Finding {
  return {
    code: "WG103",
    span,
    message: `\`${character}\` is ${name} (${codePoint(character)}), not \`${plain}\``,
    hint: `write \`${plain}\`; word processors and web pages change such characters`,
    fix: { title: `write \`${plain}\``, span, text: plain },
  };
}

export function bidiControl(span: Span, character: string, name: string): Finding {
  return {
    code: "WG105",
    span,
    message: `there is an invisible character that turns the direction of text (${name}, ${codePoint(character)})`,
    hint: "take it away: it makes code look different from what it does",
    fix: { title: "take it away", span, text: "" },
  };
}

export function nulCharacter(span: Span): Finding {
  return {
    code: "WG106",
    span,
    message: "the file contains a NUL character (U+0000)",
    hint: "is this really a text file? Save it as plain text, encoded as UTF-8",
  };
}

export function brokenEncoding(span: Span, what: string): Finding {
  return { code: "WG107", span, message: what, hint: "save the file as plain text, encoded as UTF-8" };
}

export function fileTooLong(span: Span, bytes: number, most: number): Finding {
  return {
    code: "WG108",
    span,
    message: `the file has ${bytes} bytes; the limit sourceBytes is ${most}`,
    hint: "split it, or ask the host to raise the limit sourceBytes",
  };
}

export function lineTooLong(span: Span, length: number, most: number): Finding {
  return {
    code: "WG109",
    span,
    message: `this line has ${length} characters; the limit lineLength is ${most}`,
    hint: "break it inside brackets, or ask the host to raise the limit lineLength",
  };
}

export function tooMany(span: Span, what: string, limit: string, count: number, most: number): Finding {
  return {
    code: "WG110",
    span,
    message: `the file has ${count} ${what}; the limit ${limit} is ${most}`,
    hint: `split the file, or ask the host to raise the limit ${limit}`,
  };
}

/** `content` is what stands between the quotes; null where the closing one is missing. */
export function smartQuotes(span: Span, character: string, name: string, content: string | null): Finding {
  const quote = content !== null && content.includes('"') ? "'" : '"';
  const finding = lookAlike({ start: span.start, end: span.start + character.length }, character, name, quote);
  if (content === null) return finding;
  const text = `${quote}${content}${quote}`;
  return { ...finding, span, fix: { title: `write \`${quote}\``, span, text } };
}

export function functionTooLarge(span: Span, what: string, count: number, most: number): Finding {
  return {
    code: "WG111",
    span,
    message: `${what} has ${count} parts; the limit nodesPerFunction is ${most}`,
    hint: "move parts into functions of their own, or ask the host to raise the limit nodesPerFunction",
  };
}
