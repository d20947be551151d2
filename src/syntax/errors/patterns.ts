// Mistakes in the patterns of `match`.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

export function formattedPattern(span: Span): Finding {
  return {
    code: "WG175",
    span,
    message: "an f-string cannot be a pattern",
    hint: "compare with `if`, or put the text into a plain string",
  };
}

export function positionalPatternLast(span: Span): Finding {
  return {
    code: "WG175",
    span,
    message: "a pattern without a name stands behind one with a name",
    hint: "put the patterns without names first",
  };
}

export function fieldNotName(span: Span): Finding {
  return { code: "WG175", span, message: "before `=` in a class pattern stands the name of a field", hint: "write `Point(x=0)`" };
}

export function restNotLast(span: Span): Finding {
  return { code: "WG175", span, message: "`**` takes the rest and so has to be the last", hint: "move it to the end" };
}

export function repeatedCapture(span: Span, name: string): Finding {
  return {
    code: "WG175",
    span,
    message: `\`${name}\` is bound twice in this pattern`,
    hint: "use two names, and compare them in an `if` behind the pattern",
  };
}

export function twoStarPatterns(span: Span): Finding {
  return { code: "WG175", span, message: "only one part of a sequence can take the rest", hint: "take one `*` away" };
}

export function unequalAlternatives(span: Span): Finding {
  return {
    code: "WG175",
    span,
    message: "the alternatives of this pattern bind different names",
    hint: "bind the same names in each, or write two cases",
  };
}

export function unreachableCase(span: Span, name: string): Finding {
  return {
    code: "WG175",
    span,
    message: `\`${name}\` fits everything, so the cases behind it are never reached`,
    hint:
      name === "_"
        ? "move it to the end"
        : `to compare with the value of \`${name}\` use a dotted name (\`Color.RED\`) or an \`if\`; else move it to the end`,
  };
}

export function unreachableAlternative(span: Span): Finding {
  return {
    code: "WG175",
    span,
    message: "this alternative fits everything, so those behind it are never reached",
    hint: "move it to the end",
  };
}
