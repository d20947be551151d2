// Mistakes inside numbers and strings.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

export function unclosedString(span: Span, quote: string): Finding {
  const triple = quote.length === 3;
  return {
    code: "WG135",
    span,
    message: triple ? `the string that begins with ${quote} here is never closed` : "this string is not closed on its line",
    hint: triple ? `write ${quote} where it ends` : `write ${quote} where it ends; text over several lines stands in ${quote.repeat(3)}`,
  };
}

export function unopenedString(span: Span, quote: string): Finding {
  return {
    code: "WG135",
    span,
    message: "a string begins at this quote and is not closed on its line",
    hint: `if the text ends here, write the missing ${quote} before it`,
  };
}

export function unknownPrefix(span: Span, prefix: string): Finding {
  return {
    code: "WG136",
    span,
    message: `\`${prefix}\` is no prefix of a string`,
    hint: "strings begin with a quote, with f (fields in braces) or with r (backslashes as they are)",
  };
}

export function bytesLiteral(span: Span): Finding {
  return {
    code: "WG195",
    span,
    message: "wgen has no bytes, only text",
    hint: 'leave the b out: `"..."`; for numbers from 0 to 255 use a list of int',
  };
}

export function templateString(span: Span): Finding {
  return { code: "WG197", span, message: "wgen has no template strings", hint: 'use an f-string: `f"..."`' };
}

export function badEscape(span: Span, escape: string, why: string): Finding {
  return {
    code: "WG137",
    span,
    message: `\`${escape}\` in this string ${why}`,
    hint: "a backslash that shall stand for itself is written twice: `\\\\`",
  };
}

export function namedEscape(span: Span): Finding {
  return {
    code: "WG146",
    span,
    message: "characters by name (`\\N{...}`) are not supported",
    hint: "write the character itself, or its number: `\\u00e9`",
  };
}

export function badNumber(span: Span, message: string, hint: string, plain: string | null): Finding {
  return { code: "WG138", span, message, hint, ...(plain === null ? {} : { fix: { title: `write \`${plain}\``, span, text: plain } }) };
}

/** `2x`; `isTarget` where a name must stand, so that no product is meant. */
export function numberThenName(span: Span, number: string, name: string, isTarget: boolean): Finding {
  const text = `${number} * ${name}`;
  if (/^[lL]$/.test(name)) {
    return {
      code: "WG198",
      span,
      message: `\`${number}${name}\` is a number of Python 2`,
      hint: `write \`${number}\``,
      fix: { title: `write \`${number}\``, span, text: number },
    };
  }
  if (/^[eE]$/.test(name))
    return { code: "WG138", span, message: `\`${number}${name}\` is no number`, hint: "behind the e stand digits: `1e3`" };
  if (number === "0" && /^[xXbBoO]/.test(name)) {
    return {
      code: "WG138",
      span,
      message: `\`${number}${name}\` is no number`,
      hint: "0x is followed by digits 0-9 a-f, 0b by 0 and 1, 0o by 0-7",
    };
  }
  const message = `\`${number}${name}\` is neither a number nor a name`;
  // `2nd` is an ordinal and never meant as a product.
  if (isTarget || /^(st|nd|rd|th)(_|$)/.test(name))
    return { code: "WG139", span, message, hint: "names begin with a letter: put the number behind it" };
  return {
    code: "WG139",
    span,
    message,
    hint: `names begin with a letter; if a product was meant, write \`${text}\``,
    fix: { title: `write \`${text}\``, span, text },
  };
}

export function noNumber(span: Span, text: string): Finding {
  return {
    code: "WG138",
    span,
    message: `\`${text}\` is no number`,
    hint: "a number has at most one point; 0b is followed by 0 and 1, 0o by 0-7",
  };
}

export function complexLiteral(span: Span): Finding {
  return {
    code: "WG196",
    span,
    message: "wgen has no complex numbers",
    hint: "keep the two parts in two floats, or in a tuple `(re, im)`",
  };
}

export function numberTooLong(span: Span, digits: number, most: number): Finding {
  return {
    code: "WG140",
    span,
    message: `this number has ${digits} digits; the most is ${most}`,
    hint: "int has 64 bits, that is 19 digits; for larger values use a float: `1e30`",
  };
}

export function emptyField(span: Span): Finding {
  return {
    code: "WG141",
    span,
    message: "there is nothing between the braces of this f-string",
    hint: "write a value between them; braces that shall be printed are doubled: `{{}}`",
  };
}

export function unclosedField(span: Span): Finding {
  return {
    code: "WG142",
    span,
    message: "this `{` in the f-string has no `}`",
    hint: "write `}` behind the value; a brace that shall be printed is doubled: `{{`",
  };
}

export function strayBrace(span: Span): Finding {
  return {
    code: "WG142",
    span,
    message: "a single `}` in an f-string",
    hint: "a brace that shall be printed is doubled: `}}`",
    fix: { title: "double it", span, text: "}}" },
  };
}

export function badInField(span: Span, what: string): Finding {
  return {
    code: "WG143",
    span,
    message: `${what} cannot stand between the braces of an f-string`,
    hint: "compute the value in a line of its own before, and put its name between the braces",
  };
}

export function badConversion(span: Span, found: string): Finding {
  return {
    code: "WG144",
    span,
    message: `\`!${found}\` is no conversion`,
    hint: "there are `!r`, `!s` and `!a`; a format follows a colon: `{x:.2f}`",
  };
}

export function fieldsTooDeep(span: Span): Finding {
  return {
    code: "WG145",
    span,
    message: "fields of an f-string are nested too deeply",
    hint: "a field may hold fields in its format (`{x:{width}}`), these may not again; compute the format before",
  };
}
