// Python that wgen leaves out, and Python 2: each form by its name, with what
// to write instead.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

/** `next`: where what stands behind it begins. */
export function asyncCode(span: Span, word: string, next = span.end): Finding {
  return {
    code: "WG191",
    span,
    message: `wgen has no \`${word}\`: nothing here waits for anything`,
    hint: word === "await" ? "leave `await` out and call the function" : `leave \`${word}\` out`,
    fix: { title: `take \`${word}\` away`, span: { ...span, end: next }, text: "" },
  };
}

export function exceptStar(span: Span): Finding {
  return {
    code: "WG192",
    span,
    message: "wgen has no exception groups, so no `except*`",
    hint: "write `except`",
    fix: { title: "write `except`", span, text: "except" },
  };
}

export function typeAlias(span: Span, name: string): Finding {
  return {
    code: "WG193",
    span,
    message: "wgen has no `type` statement",
    hint: `leave \`type\` out and write \`${name} = ...\`, or write the type where it is used`,
  };
}

export function typeParameters(span: Span, name: string): Finding {
  return {
    code: "WG194",
    span,
    message: `\`${name}\` cannot have type parameters in brackets`,
    hint: "leave them out: a function without annotations works for every type that fits",
    fix: { title: "take them away", span, text: "" },
  };
}

export function printStatement(span: Span, word: string, rest: string, whole: Span): Finding {
  const text = `${word}(${rest})`;
  return {
    code: "WG190",
    span,
    message: `\`${word}\` is a function: what it gets stands in parentheses`,
    hint: `write \`${text}\``,
    fix: { title: `write \`${text}\``, span: whole, text },
  };
}

export function execStatement(span: Span): Finding {
  return { code: "WG198", span, message: "wgen cannot run text as code", hint: "write the code itself, or a function that does it" };
}

export function exceptComma(span: Span, names: string, fix: { span: Span; text: string } | null): Finding {
  return {
    code: "WG198",
    span,
    message: "the comma in `except A, b` is Python 2",
    hint: `write \`${names}\``,
    ...(fix === null ? {} : { fix: { title: `write \`${names}\``, ...fix } }),
  };
}

/** `rest`: from the comma to the end of the line. */
export function raiseComma(span: Span, rest: { readonly span: Span; readonly text: string }): Finding {
  const fix = { title: "write `raise A(text)`", span: rest.span, text: `(${rest.text.slice(1).trim()})` };
  return { code: "WG198", span, message: "the comma in `raise A, text` is Python 2", hint: "write `raise A(text)`", fix };
}

export function backtick(span: Span): Finding {
  return { code: "WG198", span, message: "backticks are Python 2", hint: "write `repr(x)`, or quotes if text was meant" };
}
