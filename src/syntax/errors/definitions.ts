// Mistakes in `def`, `class` and `lambda`: headers and parameters.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

export function repeatedParameter(span: Span, name: string): Finding {
  return { code: "WG160", span, message: `two parameters are called \`${name}\``, hint: "rename one of them" };
}

export function defaultBefore(span: Span, name: string, before: string): Finding {
  return {
    code: "WG161",
    span,
    message: `\`${name}\` has no default, but \`${before}\` before it has one`,
    hint: "put the parameters with defaults last, or give this one a default too",
  };
}

export function misplacedMark(span: Span): Finding {
  return {
    code: "WG161",
    span,
    message: "a `*` or `/` stands at the wrong place in this list of parameters",
    hint: "`/` stands behind a parameter, `*` before one, and `/` before `*`",
  };
}

export function behindRest(span: Span): Finding {
  return { code: "WG161", span, message: "nothing can stand behind `**`", hint: "put this parameter before it" };
}

export function secondStar(span: Span): Finding {
  return { code: "WG161", span, message: "a list of parameters has at most one `*`", hint: "take one away" };
}

export function tooManyParameters(span: Span, count: number, most: number): Finding {
  return {
    code: "WG112",
    span,
    message: `this function has ${count} parameters; the limit parameters is ${most}`,
    hint: "pass a list, or an object that holds them",
  };
}
