// Signs of other languages.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

export function foreignOperator(span: Span, found: string, meant: string): Finding {
  return {
    code: "WG186",
    span,
    message: `\`${found}\` does not exist here; it is written \`${meant}\``,
    hint: ["&&", "||", "!"].includes(found) ? "write `and`, `or` and `not` for `&&`, `||` and `!`" : `write \`${meant}\``,
    fix: { title: `write \`${meant}\``, span, text: meant === "not" ? "not " : meant },
  };
}

export function ternary(span: Span): Finding {
  return { code: "WG185", span, message: "`?` does not exist here", hint: "a choice between two values is written `b if a else c`" };
}

export function arrowFunction(span: Span): Finding {
  return {
    code: "WG187",
    span,
    message: "`=>` does not exist here",
    hint: "a function without a name is written `lambda x: x + 1`; greater or equal is `>=`",
  };
}

export function blockComment(span: Span): Finding {
  return {
    code: "WG184",
    span,
    message: "comments begin with `#` and go to the end of the line",
    hint: "write `#` before each line of the comment",
  };
}

export function constantWord(span: Span, word: string, meant: string): Finding {
  return {
    code: "WG188",
    span,
    message: `\`${word}\` is written \`${meant}\` here`,
    hint: `write \`${meant}\``,
    fix: { title: `write \`${meant}\``, span, text: meant },
  };
}
